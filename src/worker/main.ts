// The worker's entry: hands each command to the session and each event to the page. Nothing else happens here.

import plainPath from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url';
import simdPath from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import type { Command, Event } from '../shared/protocol.ts';
import { createSession } from './session.ts';

const session = createSession(
  {
    wasmPaths: {
      'tfjs-backend-wasm.wasm': plainPath,
      'tfjs-backend-wasm-simd.wasm': simdPath,
      // Asked for by the loader, never loaded: threads are switched off (engine/backend/internals.ts).
      'tfjs-backend-wasm-threaded-simd.wasm': simdPath,
    },
    gpu: navigator.gpu ?? null,
  },
  (event: Event, transfer: ArrayBuffer[] = []) => postMessage(event, { transfer }),
);

addEventListener('message', ({ data }: MessageEvent<Command>) => session.handle(data));
