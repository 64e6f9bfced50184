// The comparison: one input, the visitor's own, answered by all lanes while they learn.

import { Tabs } from '@base-ui/react/tabs';
import { useEffect, useState } from 'react';
import type { Item, TaskInfo } from '../../shared/protocol/data.ts';
import { usePage } from '../store-context.tsx';
import { Answers } from './Answers.tsx';
import styles from './compare.module.css';
import { Disagreements } from './Disagreements.tsx';
import { Maps } from './Maps.tsx';
import { NoData } from './NoData.tsx';
import { NumbersQuestion } from './NumbersQuestion.tsx';
import { Passage } from './Passage.tsx';
import { fits } from './probes.ts';
import { TextQuestion } from './TextQuestion.tsx';
import { Writing } from './Writing.tsx';

const vectorTabs = [
  { id: 'ask', label: 'Your input' },
  { id: 'disagreements', label: 'Disagreements' },
] as const;
const writerTabs = [
  { id: 'ask', label: 'Next token' },
  { id: 'writing', label: 'Writing' },
  { id: 'passage', label: 'Passage' },
  { id: 'disagreements', label: 'Disagreements' },
] as const;
type Tab = (typeof vectorTabs | typeof writerTabs)[number]['id'];

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

function Panel({ tab, ...question }: QuestionProps & { readonly tab: Tab }) {
  switch (tab) {
    case 'ask':
      return <Question {...question} />;
    case 'disagreements':
      return <Disagreements task={question.task} onPick={question.onPick} />;
    case 'writing':
      return <Writing task={question.task} />;
    case 'passage':
      return <Passage />;
    default:
      return tab satisfies never;
  }
}

function Comparison({ task }: { readonly task: TaskInfo }) {
  const probe = usePage((page) => page.probe);
  const setProbe = usePage((page) => page.setProbe);
  const [picked, setPicked] = useState<Item | null>(null);
  const [chosen, setTab] = useState<Tab>('ask');
  const [firstExample] = task.examples;
  const tabs: readonly { readonly id: Tab; readonly label: string }[] = task.writes ? writerTabs : vectorTabs;
  // A tab that this task does not have gives way to the first.
  const tab = tabs.some(({ id }) => id === chosen) ? chosen : 'ask';

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
      {task.points === null ? null : <Maps task={task} points={task.points} />}
      <Tabs.Root value={tab} onValueChange={(value: Tab) => setTab(value)} className={styles.tabs}>
        <Tabs.List className="tab-list" activateOnFocus>
          {tabs.map(({ id, label }) => (
            <Tabs.Tab key={id} value={id}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab}>
          <Panel tab={tab} task={task} picked={picked} onPick={pick} />
        </Tabs.Panel>
      </Tabs.Root>
      {tab === 'ask' || tab === 'disagreements' ? <Answers task={task} picked={picked} /> : null}
    </>
  );
}

/** The panel; a default export, because it is loaded apart from the page's first script. */
export default function ComparePanel() {
  const task = usePage((page) => page.task);
  return (
    <section className={`panel ${styles.compare}`} aria-labelledby="compare-title">
      <h2 id="compare-title">Same input, three answers</h2>
      {task === null ? <NoData /> : <Comparison task={task} />}
    </section>
  );
}
