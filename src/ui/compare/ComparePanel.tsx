// The comparison: one input, the visitor's own, answered by all lanes while they learn.

import { lazy, Suspense, useEffect, useState } from 'react';
import type { Item, TaskInfo } from '../../shared/protocol.ts';
import { usePage } from '../store-context.tsx';
import { Answers } from './Answers.tsx';
import styles from './compare.module.css';
import { Disagreements } from './Disagreements.tsx';
import { MapsOutline, NoData } from './NoData.tsx';
import { NumbersQuestion } from './NumbersQuestion.tsx';
import { PanelTabs } from './PanelTabs.tsx';
import { fits } from './probes.ts';
import { TextQuestion } from './TextQuestion.tsx';

// Only the plane needs them, and the page opens with messages.
const Maps = lazy(async () => ({ default: (await import('./Maps.tsx')).Maps }));

const tabs = [
  { id: 'ask', label: 'Your input' },
  { id: 'disagreements', label: 'Disagreements' },
] as const;
type Tab = (typeof tabs)[number]['id'];

interface Props {
  readonly task: TaskInfo;
  readonly tab: Tab;
  readonly onTab: (tab: Tab) => void;
}

interface QuestionProps {
  readonly task: TaskInfo;
  readonly picked: Item | null;
  readonly onPick: (item: Item) => void;
}

function Question({ task, picked, onPick }: QuestionProps) {
  return task.input.kind === 'text' ? (
    <TextQuestion task={task} onPick={onPick} />
  ) : (
    <NumbersQuestion task={task} fields={task.input.fields} picked={picked} onPick={onPick} />
  );
}

function Comparison({ task, tab, onTab }: Props) {
  const probe = usePage((page) => page.probe);
  const setProbe = usePage((page) => page.setProbe);
  const [picked, setPicked] = useState<Item | null>(null);
  const [firstExample] = task.examples;

  // Something is asked from the start: the first example, where no question stands that suits this task.
  useEffect(() => {
    if (firstExample !== undefined && (probe === null || !fits(probe, task))) setProbe(firstExample.probe);
  }, [probe, task, firstExample, setProbe]);

  const pick = (item: Item) => {
    setPicked(item);
    setProbe(item.probe);
  };
  return (
    <>
      {task.points === null ? null : (
        <Suspense fallback={<MapsOutline />}>
          <Maps task={task} points={task.points} />
        </Suspense>
      )}
      <PanelTabs tabs={tabs} selected={tab} onSelect={onTab}>
        {tab === 'ask' ? (
          <Question task={task} picked={picked} onPick={pick} />
        ) : (
          <Disagreements task={task} onPick={pick} />
        )}
      </PanelTabs>
      <Answers task={task} picked={picked} />
    </>
  );
}

export function ComparePanel() {
  const task = usePage((page) => page.task);
  const [tab, setTab] = useState<Tab>('ask');
  return (
    <section className={`panel ${styles.compare}`} aria-labelledby="compare-title">
      <h2 id="compare-title">Same input, three answers</h2>
      {task === null ? <NoData /> : <Comparison task={task} tab={tab} onTab={setTab} />}
    </section>
  );
}
