// The settings of an experiment, in the order in which one thinks of them.

import { usePage } from '../store-context.tsx';
import { DistillSection } from './DistillSection.tsx';
import { HelpPopover } from './Help.tsx';
import { LabelsControl } from './LabelsControl.tsx';
import { LiveLegend, LockTag } from './LiveTag.tsx';
import { ModelSection } from './ModelSection.tsx';
import { Needs } from './Needs.tsx';
import { PresetMenu } from './PresetMenu.tsx';
import styles from './settings.module.css';
import { TaskSection } from './TaskSection.tsx';
import { TrainingSection } from './TrainingSection.tsx';
import { UndoButtons } from './UndoButtons.tsx';

/** Why most controls cannot be used. */
function LockNote() {
  const title = usePage((page) => page.lock?.title ?? null);
  if (title === null) return null;
  return (
    <p className={styles.lockNote}>
      <LockTag /> Locked by the lesson “{title}”. Your own settings come back when you leave it.
    </p>
  );
}

/** The rail; a default export, because it is loaded apart from the page's first script. */
export default function SettingsRail() {
  return (
    <section className={`panel ${styles.rail}`} aria-labelledby="settings-title">
      <h2 id="settings-title" className="visually-hidden">
        Settings
      </h2>
      <PresetMenu />
      <div className={styles.about}>
        <LiveLegend />
        <UndoButtons />
      </div>
      <LockNote />
      <TaskSection />
      <LabelsControl />
      <ModelSection lane="teacher" title="Teacher" />
      <ModelSection lane="assistant" title="Assistant" />
      <ModelSection lane="student" title="Student" />
      <Needs />
      <DistillSection />
      <TrainingSection />
      <HelpPopover />
    </section>
  );
}
