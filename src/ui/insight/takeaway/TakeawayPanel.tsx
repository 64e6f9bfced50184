// Take it with you: a lane's model, the experiment for a larger machine, the curves, a report. Says what a file holds before
// it is saved.

import { useState } from 'react';
import type { FormatId } from '../../../export/formats.ts';
import { toHash } from '../../../shared/link.ts';
import { type LaneId, laneIds } from '../../../shared/protocol/lanes.ts';
import { ToggleButton } from '../../charts/ToggleButton.tsx';
import { useLaneNames } from '../../lane-names.ts';
import { usePage, usePageStore } from '../../store-context.tsx';
import type { PanelProps } from '../panels.ts';
import { chartsFile, experimentFile, modelFile, reportFile, seriesFile } from './make.ts';
import { Offer } from './Offer.tsx';
import styles from './takeaway.module.css';
import { useSaving } from './use-saving.ts';

/** What each form is for and what lies beside the model; the writers load when one is asked for. */
const modelOffers = {
  page: {
    label: 'A page',
    about: 'One HTML file that runs the model by itself, offline: type, and it answers.',
  },
  safetensors: {
    label: 'safetensors',
    about:
      'For PyTorch, and Hugging Face’s transformers where the model writes. With a program that asks it.',
  },
  onnx: { label: 'ONNX', about: 'For ONNX Runtime, in any language. With a program that asks it.' },
  tfjs: { label: 'TensorFlow.js', about: 'A graph model for web pages. With a program that asks it.' },
} as const satisfies Record<FormatId, { label: string; about: string }>;
const formatIds = Object.keys(modelOffers) as FormatId[];

/** The panel; a default export, because it is loaded when it is opened. */
export default function TakeawayPanel({ task }: PanelProps) {
  const names = useLaneNames();
  const store = usePageStore();
  const [lane, setLane] = useState<LaneId>('student');
  const run = usePage((page) => page.run);
  const ownData = usePage(({ config, run }) => {
    const shown = (run?.config ?? config).task;
    return shown.kind === 'table' || (shown.kind === 'text' && shown.corpus === 'own');
  });
  const { note, failure, isBusy, run: make } = useSaving();
  const none = run === null;
  const beforeRun = 'Press Run first: there is nothing to save yet.';
  return (
    <div className={styles.takeaway}>
      <section className={styles.group} aria-labelledby="take-model">
        <h3 id="take-model">A model</h3>
        <fieldset className={styles.lanes}>
          <legend className="visually-hidden">Which model</legend>
          {laneIds.map((id) => (
            <ToggleButton key={id} pressed={lane === id} onPress={() => setLane(id)}>
              {names[id]}
            </ToggleButton>
          ))}
        </fieldset>
        <p className="soft">
          {none
            ? beforeRun
            : `With ${task.writes ? 'its tokenizer' : 'names of the classes and how inputs are made'} and a README; the weights are those of the moment.`}
          {ownData
            ? ' No row or text of yours is in it, but names of columns and classes, ranges and pieces of words are, and a model may remember more.'
            : ''}
        </p>
        {formatIds.map((format) => (
          <Offer
            key={format}
            {...modelOffers[format]}
            disabled={none || isBusy}
            onSave={() =>
              make(`the ${lane}`, async (onProgress) =>
                modelFile(format, await store.getState().exportLane(lane), onProgress),
              )
            }
          />
        ))}
      </section>
      <section className={styles.group} aria-labelledby="take-experiment">
        <h3 id="take-experiment">The experiment, for a larger machine</h3>
        <p className="soft">
          Data, initial weights and settings with one PyTorch script: from the same start, on the same
          batches, the same losses; on one GPU or, with torchrun, on many.
          {ownData ? ' Your data are in it, as numbers: whoever has the file has them.' : ''}
        </p>
        <Offer
          label="PyTorch"
          about={`A folder for python and torchrun${task.writes ? ', and the matching settings for TRL with accelerate' : ''}.`}
          disabled={isBusy}
          onSave={() =>
            make('the experiment', async (onProgress) =>
              experimentFile(await store.getState().exportExperiment(), onProgress),
            )
          }
        />
      </section>
      <section className={styles.group} aria-labelledby="take-curves">
        <h3 id="take-curves">Curves and report</h3>
        {none ? <p className="soft">{beforeRun}</p> : null}
        {(['csv', 'json'] as const).map((kind) => (
          <Offer
            key={kind}
            label={`Series as ${kind.toUpperCase()}`}
            about={kind === 'csv' ? 'Every measurement, one row a step.' : 'The same with settings and link.'}
            disabled={none || isBusy}
            onSave={() =>
              run !== null && make('the series', () => seriesFile(kind, run, `#${toHash(run.config)}`))
            }
          />
        ))}
        {(['svg', 'png'] as const).map((kind) => (
          <Offer
            key={kind}
            label={`Charts as ${kind.toUpperCase()}`}
            about={
              kind === 'svg' ? 'Sharp at any size, legend included.' : '1,440 by 800 pixels, legend included.'
            }
            disabled={none || isBusy}
            onSave={() =>
              run !== null && make('the charts', (onProgress) => chartsFile(kind, run, onProgress))
            }
          />
        ))}
        <Offer
          label="Report to print"
          about="Settings, curves, figures and what they say, on one page."
          disabled={none || isBusy}
          onSave={() => run !== null && make('the report', () => reportFile(store.getState(), run))}
        />
      </section>
      <div className={styles.outcome}>
        <p role="status" data-testid="saving">
          {note}
        </p>
        {failure === null ? null : (
          <p role="alert" className={styles.failure}>
            {failure.message} {failure.remedy}
          </p>
        )}
      </div>
    </div>
  );
}
