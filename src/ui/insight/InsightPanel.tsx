// A closer look at the run: one panel at a time, each loaded when it is opened, none computed while it is not seen.

import { Tabs } from '@base-ui/react/tabs';
import { type ComponentType, memo, Suspense, useCallback, useDeferredValue, useState } from 'react';
import { lazily } from '../lazily.tsx';
import { usePage } from '../store-context.tsx';
import styles from './insight.module.css';
import { askedPanel, usePanelAsked } from './open-panel.ts';
import { type PanelProps, type PanelRow, panels } from './panels.ts';

const components = new Map<string, ComponentType<PanelProps>>();

/** The lazy component of a panel: the same one each time, or React would mount it anew. */
function componentOf(id: string, { load }: PanelRow): ComponentType<PanelProps> {
  const component = components.get(id) ?? lazily(load);
  components.set(id, component);
  return component;
}

/** What stands under the tabs. */
const Body = memo(function Body({
  id,
  row,
  task,
}: PanelProps & { readonly id: string; readonly row: PanelRow }) {
  const Panel = componentOf(id, row);
  return (
    <Suspense key={id} fallback={<p className={styles.loading}>Loading…</p>}>
      <Panel task={task} />
    </Suspense>
  );
});

/** The area; a default export, because it is loaded apart from the page's first script. */
export default function InsightPanel() {
  // What the worker says is drawn at once; this may come in slices between which the page answers.
  const task = useDeferredValue(usePage((page) => page.task));
  const [chosen, setChosen] = useState(askedPanel);
  const choose = useCallback((panel: string) => {
    if (Object.hasOwn(panels, panel)) setChosen(panel);
  }, []);
  usePanelAsked(choose);
  const shown = task === null ? [] : Object.entries(panels).filter(([, row]) => row.applies(task));
  // A panel that this experiment does not have gives way to the first.
  const current = shown.find(([id]) => id === chosen) ?? shown[0];
  // The tab answers at once; its panel is made behind that, in slices between which the page answers too.
  const behind = useDeferredValue(current?.[0]);
  if (task === null || current === undefined) return null;
  const [id, row] = shown.find(([panel]) => panel === behind) ?? current;
  return (
    <section className={`panel ${styles.insight}`} aria-labelledby="insight-title">
      <h2 id="insight-title">A closer look</h2>
      <Tabs.Root value={current[0]} onValueChange={(value: string) => setChosen(value)}>
        <Tabs.List className="tab-list" activateOnFocus>
          {shown.map(([panel, { label }]) => (
            <Tabs.Tab key={panel} value={panel}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={current[0]} className={styles.body}>
          <Body id={id} row={row} task={task} />
        </Tabs.Panel>
      </Tabs.Root>
    </section>
  );
}
