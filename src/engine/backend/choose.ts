// Which backend to train on: hardware before processor, processor before a graphics card that is only imitated in
// software, unless that was measured here and is faster. Falls back along the catalogue's order and says why.

import { adapterName, isSoftware, isSoftwareName } from '../../shared/adapter.ts';
import {
  type BackendChoice,
  type BackendInfo,
  type BackendName,
  backendNames,
  backends,
  type SoftwareGraphics,
  type StepPace,
} from '../../shared/catalog/backends.ts';
import { PlaygroundError } from '../../shared/errors.ts';
import { forgetBackends, type Host, type Started, startOne, webGlRenderer } from './internals.ts';

export interface RunningBackend {
  readonly info: BackendInfo;
  readonly lost: Promise<string>;
  readonly tune?: Started['tune'];
}

/** A graphics card as far as it can be seen without starting anything; null where the backend needs none. */
async function graphicsOf(name: BackendName, host: Host): Promise<Graphics | null> {
  if (name === 'webgpu') {
    const adapter = await host.gpu?.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return { missing: 'no WebGPU here' };
    return { adapter: adapterName(adapter.info), software: isSoftware(adapter.info) };
  }
  if (name === 'webgl') {
    const gl = typeof OffscreenCanvas === 'undefined' ? null : new OffscreenCanvas(1, 1).getContext('webgl2');
    if (!gl) return { missing: 'no WebGL 2 here' };
    const adapter = webGlRenderer(gl);
    gl.getExtension('WEBGL_lose_context')?.loseContext();
    return { adapter, software: isSoftwareName(adapter) };
  }
  return null;
}

type Graphics = { readonly missing: string } | { readonly adapter: string; readonly software: boolean };

/** Software graphics must be faster by more than noise. */
const clearlyFaster = 0.8;
const ms = (value: number) => `${value.toPrecision(2)} ms`;

/** What speaks against software graphics, with figures where it was measured; null where it proved faster than the processor. */
function againstSoftware(name: BackendName, adapter: string, paces: readonly StepPace[]): string | null {
  // Some drivers give themselves a name as long as a sentence.
  const named = adapter.length > 40 ? '' : ` (${adapter})`;
  const what = `${backends[name].label}${named} is software`;
  const paceOf = (one: BackendName) => paces.find((pace) => pace.name === one)?.stepMs;
  const [own, processor] = [paceOf(name), paceOf('wasm')];
  if (own === undefined || processor === undefined) return what;
  if (own < clearlyFaster * processor) return null;
  return `${what} and took ${ms(own)} a step here, the processor ${ms(processor)}`;
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
  const software: SoftwareGraphics[] = [];
  const forced = choice !== 'auto' && !excluded.has(choice) ? choice : null;
  const order = forced === null ? backendNames : [forced, ...backendNames.filter((name) => name !== forced)];
  for (const name of order) {
    if (excluded.has(name)) {
      objections.push(`${backends[name].label} failed before`);
      continue;
    }
    try {
      const graphics = name === forced ? null : await graphicsOf(name, host);
      let against: string | null = null;
      if (graphics !== null && 'missing' in graphics) against = graphics.missing;
      else if (graphics?.software) {
        const { adapter } = graphics;
        software.push({ name, adapter });
        against = againstSoftware(name, adapter, host.paces ?? []);
        if (against === null) objections.push(`${adapter} is software, but faster here than the processor`);
      }
      if (against !== null) objections.push(against);
      else return describe(name, await startOne(name, host), name === forced, { objections, software });
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
  { adapter, ...started }: Started,
  chosen: boolean,
  { objections, software }: { objections: readonly string[]; software: readonly SoftwareGraphics[] },
): RunningBackend {
  const { label, device } = backends[name];
  const because = objections.length > 0 ? `: ${objections.join('; ')}` : '';
  const reason = chosen ? `${label} was asked for.` : `${label} on the ${device}${because}.`;
  return { info: { name, adapter, reason, software }, ...started };
}
