// Which backend to train on: hardware before processor, processor before a graphics card that is only imitated in
// software (measured: far slower than WebAssembly). Falls back along the catalogue's order and says why.

import { adapterName, isSoftware, isSoftwareName } from '../../shared/adapter.ts';
import {
  type BackendChoice,
  type BackendInfo,
  type BackendName,
  backendNames,
  backends,
} from '../../shared/catalog/backends.ts';
import { PlaygroundError } from '../../shared/errors.ts';
import { forgetBackends, type Host, type Started, startOne, webGlRenderer } from './internals.ts';

export interface RunningBackend {
  readonly info: BackendInfo;
  readonly lost: Promise<string>;
}

/** Why a graphics backend should not be chosen by itself here; null where its hardware is real. */
async function objection(name: BackendName, host: Host): Promise<string | null> {
  if (name === 'webgpu') {
    const adapter = await host.gpu?.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return 'no WebGPU here';
    return isSoftware(adapter.info) ? `the WebGPU adapter (${adapterName(adapter.info)}) is software` : null;
  }
  if (name === 'webgl') {
    const gl = typeof OffscreenCanvas === 'undefined' ? null : new OffscreenCanvas(1, 1).getContext('webgl2');
    if (!gl) return 'no WebGL 2 here';
    const renderer = webGlRenderer(gl);
    gl.getExtension('WEBGL_lose_context')?.loseContext();
    return isSoftwareName(renderer) ? 'the WebGL renderer is software' : null;
  }
  return null;
}

/**
 * Starts the chosen backend, or, for `auto`, the best one; where one fails the next in order is tried.
 * `excluded` are backends that failed before in this session. Throws `Internal` when none starts.
 */
export async function startBackend(
  choice: BackendChoice,
  host: Host,
  excluded: ReadonlySet<BackendName> = new Set(),
): Promise<RunningBackend> {
  const objections: string[] = [];
  const forced = choice !== 'auto' && !excluded.has(choice) ? choice : null;
  const order = forced === null ? backendNames : [forced, ...backendNames.filter((name) => name !== forced)];
  for (const name of order) {
    if (excluded.has(name)) {
      objections.push(`${backends[name].label} failed before`);
      continue;
    }
    try {
      const against = name === forced ? null : await objection(name, host);
      if (against !== null) objections.push(against);
      else return describe(name, await startOne(name, host), name === forced, objections);
    } catch (error) {
      objections.push(
        `${backends[name].label} did not start (${error instanceof Error ? error.message : error})`,
      );
      forgetBackends();
    }
  }
  throw new PlaygroundError(
    'Internal',
    `No way to compute was found: ${objections.join('; ')}.`,
    'Try a current version of Chrome, Edge, Firefox or Safari.',
  );
}

function describe(
  name: BackendName,
  { adapter, lost }: Started,
  chosen: boolean,
  objections: readonly string[],
): RunningBackend {
  const { label, device } = backends[name];
  const because = objections.length > 0 ? `: ${objections.join(', ')}` : '';
  const reason = chosen ? `${label} was asked for.` : `${label} on the ${device}${because}.`;
  return { info: { name, adapter, reason }, lost };
}
