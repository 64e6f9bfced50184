// "How fast is this device?": what to measure, how far it is, and the same tables as `npm run bench` prints.

import { useState } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { BenchBackend } from '../../shared/bench/messages.ts';
import { type WorkloadId, workloadIds } from '../../shared/bench/workloads.ts';
import { backends as backendRows } from '../../shared/catalog/backends.ts';
import type { Graphics, SpeedState } from '../../store/speed.ts';
import { ThemeButton } from '../bar/ThemeButton.tsx';
import { Choices } from './Choices.tsx';
import { Figures } from './Figures.tsx';
import { MeasuringNow } from './MeasuringNow.tsx';
import styles from './speed.module.css';

const places: readonly BenchBackend[] = ['webgpu', 'wasm'];
/** The large ones take long: whoever wants them says so. */
const usual: ReadonlySet<WorkloadId> = new Set<WorkloadId>(['W1', 'W2a', 'W2b', 'W3', 'W4']);

/** What hardware there is, and what is therefore measured unless somebody chooses otherwise. */
function aboutGraphics(graphics: Graphics): string {
  if (graphics.kind === 'asking') return 'Looking for a graphics card…';
  if (graphics.kind === 'none')
    return 'This browser offers no WebGPU here: the processor alone can be measured.';
  const { name, software } = graphics;
  return software
    ? `The WebGPU adapter (${name}) is imitated in software: it can be measured, slowly.`
    : `The WebGPU adapter is ${name}.`;
}

export function SpeedPage({ store }: { store: StoreApi<SpeedState> }) {
  const { graphics, state, progress, done, total, measured, measure, stop } = useStore(store);
  const [asked, setAsked] = useState<ReadonlySet<BenchBackend> | null>(null);
  const [workloads, setWorkloads] = useState(usual);
  const isPossible = (place: BenchBackend) => place === 'wasm' || graphics.kind === 'adapter';
  const chosen = places.filter(
    (place) =>
      isPossible(place) &&
      (asked?.has(place) ?? (place === 'wasm' || (graphics.kind === 'adapter' && !graphics.software))),
  );
  const ids = workloadIds.filter((id) => workloads.has(id));
  const lacking =
    chosen.length === 0 ? 'Choose where to measure.' : ids.length === 0 ? 'Choose what to train.' : null;
  const isMeasuring = state === 'measuring';
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <a className="button" href="./">
          To the playground
        </a>
        <ThemeButton />
      </header>
      <main className={styles.main}>
        <section className={styles.intro}>
          <h1>How fast is this device?</h1>
          <p>
            Trains small networks here, in this tab, and takes the time of their steps: with this project’s
            engine, recorded once and replayed or operation by operation, and with TensorFlow.js as it comes.
            All begin with the same weights and data and must arrive at the same loss. They step in turn, so
            what else this device does meets all of them alike; the figures are best with nothing else open.
          </p>
          <p>
            jax-js and PyTorch take part in the terminal alone (<code>npm run bench</code>): neither ships
            with this page.
          </p>
        </section>
        <Choices
          places={places.map((place) => ({
            id: place,
            label: `${backendRows[place].label} (${backendRows[place].device})`,
            isOn: chosen.includes(place),
            isPossible: isPossible(place),
          }))}
          note={aboutGraphics(graphics)}
          workloads={workloads}
          isLocked={isMeasuring}
          onPlaces={(next) => setAsked(new Set(next))}
          onWorkloads={setWorkloads}
        />
        <div className={styles.act}>
          {isMeasuring ? (
            <button key="stop" type="button" className="button" data-primary onClick={stop}>
              Stop
            </button>
          ) : (
            <button
              key="measure"
              type="button"
              className="button"
              data-primary
              aria-disabled={lacking !== null}
              data-disabled={lacking !== null || undefined}
              onClick={() => {
                if (lacking === null) void measure(chosen, ids);
              }}
            >
              {measured.length === 0 ? 'Measure' : 'Measure again'}
            </button>
          )}
          <MeasuringNow state={state} progress={progress} done={done} total={total} lacking={lacking} />
        </div>
        <Figures measured={measured} isMeasuring={isMeasuring} />
      </main>
    </div>
  );
}
