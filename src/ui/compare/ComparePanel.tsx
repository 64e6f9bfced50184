// The comparison: one input, the visitor's own, answered by all lanes while they learn.

import { Tabs } from '@base-ui/react/tabs';
import { useEffect, useState } from 'react';
import type { Item, TaskInfo } from '../../shared/protocol.ts';
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

type Tab = 'ask' | 'disagreements' | 'writing' | 'passage';

interface Props {
  readonly task: TaskInfo;
  readonly tab: Tab;
  readonly onTab: (tab: Tab) => void;
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
      {task.points === null ? null : <Maps task={task} points={task.points} />}
      <Tabs.Root value={tab} onValueChange={(value: Tab) => onTab(value)} className={styles.tabs}>
        <Tabs.List className={styles.tabList} activateOnFocus>
          <Tabs.Tab value="ask">{task.writes ? 'Next token' : 'Your input'}</Tabs.Tab>
          {task.writes ? (
            <>
              <Tabs.Tab value="writing">Writing</Tabs.Tab>
              <Tabs.Tab value="passage">Passage</Tabs.Tab>
            </>
          ) : (
            <Tabs.Tab value="disagreements">Disagreements</Tabs.Tab>
          )}
        </Tabs.List>
        <Tabs.Panel value="ask">
          {task.input.kind === 'text' ? (
            <TextQuestion task={task} onPick={pick} />
          ) : (
            <NumbersQuestion task={task} fields={task.input.fields} picked={picked} onPick={pick} />
          )}
        </Tabs.Panel>
        {task.writes ? (
          <>
            <Tabs.Panel value="writing">
              <Writing task={task} />
            </Tabs.Panel>
            <Tabs.Panel value="passage">
              <Passage />
            </Tabs.Panel>
          </>
        ) : (
          <Tabs.Panel value="disagreements">
            <Disagreements task={task} onPick={pick} />
          </Tabs.Panel>
        )}
      </Tabs.Root>
      {tab === 'writing' || tab === 'passage' ? null : <Answers task={task} picked={picked} />}
    </>
  );
}

export function ComparePanel() {
  const task = usePage((page) => page.task);
  const [tab, setTab] = useState<Tab>('ask');
  // A tab that the next task does not have gives way to the first.
  const writes = task?.writes ?? false;
  const known = tab === 'ask' || writes === (tab !== 'disagreements');
  return (
    <section className={`panel ${styles.compare}`} aria-labelledby="compare-title">
      <h2 id="compare-title">Same input, three answers</h2>
      {task === null ? <NoData /> : <Comparison task={task} tab={known ? tab : 'ask'} onTab={setTab} />}
    </section>
  );
}
