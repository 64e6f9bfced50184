// What each lane writes behind one prompt, anew while they learn.

import { useEffect, useId, useState } from 'react';
import type { TaskInfo } from '../../shared/protocol/data.ts';
import { type LaneId, laneIds } from '../../shared/protocol/lanes.ts';
import { useLaneNames } from '../lane-names.ts';
import { LineSample } from '../lanes/LaneCards.tsx';
import { usePage } from '../store-context.tsx';
import styles from './writing.module.css';

const typingMs = 300;
const maxPrompt = 500;

function Written({ lane, prompt }: { lane: LaneId; prompt: string }) {
  const names = useLaneNames();
  const continuation = usePage((page) => page.continuations[lane]);
  const text = continuation?.text ?? null;
  return (
    <section className={styles.lane} data-lane={lane} aria-label={`${names[lane]} writes`}>
      <h3>
        <LineSample lane={lane} /> {names[lane]}
      </h3>
      <p className={styles.text} dir="auto" data-testid={`written-${lane}`}>
        <span className={styles.given}>{prompt}</span>
        {text ?? <span className="soft"> …</span>}
      </p>
    </section>
  );
}

export function Writing({ task }: { task: TaskInfo }) {
  const id = useId();
  const setPrompt = usePage((page) => page.setPrompt);
  const hasRun = usePage((page) => page.run !== null && !page.stale);
  const config = usePage((page) => page.config);
  const [text, setText] = useState(
    task.examples[0]?.probe.kind === 'text' ? task.examples[0].probe.text : '',
  );
  const [temperature, setTemperature] = useState(0.8);
  const [seed, setSeed] = useState(1);
  const tokens = Math.min(200, 3 * task.inputs);

  useEffect(() => {
    const timer = setTimeout(() => setPrompt({ text, tokens, temperature, seed }), typingMs);
    return () => clearTimeout(timer);
  }, [text, tokens, temperature, seed, setPrompt]);
  // Nobody looks any more: nothing is written.
  useEffect(() => () => setPrompt(null), [setPrompt]);

  const example = () => {
    const texts = task.examples.flatMap(({ probe }) => (probe.kind === 'text' ? [probe.text] : []));
    setText(texts[(texts.indexOf(text) + 1) % texts.length] ?? text);
  };
  return (
    <div className={styles.writing}>
      <label htmlFor={`${id}-text`}>Prompt</label>
      <textarea
        id={`${id}-text`}
        className="field"
        dir="auto"
        rows={2}
        maxLength={maxPrompt}
        spellCheck={false}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <div className={styles.knobs}>
        <button type="button" className="button" onClick={example}>
          Another prompt
        </button>
        <label>
          Sampling temperature
          <input
            className="field"
            type="number"
            min={0}
            max={2}
            step={0.1}
            value={temperature}
            onChange={({ target }) => setTemperature(Math.min(2, Math.max(0, target.valueAsNumber || 0)))}
          />
        </label>
        <label>
          Seed
          <input
            className="field"
            type="number"
            min={0}
            max={999}
            value={seed}
            onChange={({ target }) =>
              setSeed(Math.min(999, Math.max(0, Math.round(target.valueAsNumber || 0))))
            }
          />
        </label>
      </div>
      <p className="soft">
        {hasRun
          ? `Drawn at ${temperature === 0 ? 'the likeliest token' : `temperature ${temperature}`}; the loss compares at T = ${config.distill.temperature}.`
          : 'Press Run: all three write here, and write better as they learn.'}
      </p>
      {laneIds.map((lane) => (
        <Written key={lane} lane={lane} prompt={text} />
      ))}
    </div>
  );
}
