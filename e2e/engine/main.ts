// A page for tests that shows nothing: the engine in a browser, for what Node cannot run (WebGPU). Not part of the page
// that is shipped. Specs call what it hangs on `window`.

import { startCounting } from '../../src/engine/bench/count.ts';
import { watchDevices } from './alive.ts';
import { forget, start } from './backends.ts';
import { compareLosses, trainCatalogue } from './losses.ts';
import { compareKernels, compose, productsByTile } from './parity.ts';
import { profileReplay } from './profile.ts';
import { countReplay } from './replay.ts';
import { train } from './train.ts';
import { write } from './write.ts';

startCounting();
watchDevices();

const engine = {
  start,
  forget,
  compose,
  compareKernels,
  productsByTile,
  compareLosses,
  trainCatalogue,
  train,
  countReplay,
  profileReplay,
  write,
};
export type Engine = typeof engine;

declare global {
  interface Window {
    engine: Engine;
  }
}

window.engine = engine;
