// What is to be measured: where, and which training.

import type { BenchBackend } from '../../shared/bench/messages.ts';
import { type WorkloadId, workloadIds, workloads as workloadRows } from '../../shared/bench/workloads.ts';
import styles from './speed.module.css';

interface Place {
  readonly id: BenchBackend;
  readonly label: string;
  readonly isOn: boolean;
  readonly isPossible: boolean;
}

interface ChoicesProps {
  readonly places: readonly Place[];
  /** What there is on this device. */
  readonly note: string;
  readonly workloads: ReadonlySet<WorkloadId>;
  /** While it measures. */
  readonly isLocked: boolean;
  readonly onPlaces: (chosen: readonly BenchBackend[]) => void;
  readonly onWorkloads: (chosen: ReadonlySet<WorkloadId>) => void;
}

interface BoxProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly isLocked: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Box({ label, isOn, isLocked, onChange }: BoxProps) {
  return (
    <label className={styles.choice}>
      <input
        type="checkbox"
        checked={isOn}
        disabled={isLocked}
        onChange={({ target }) => onChange(target.checked)}
      />
      <span>{label}</span>
    </label>
  );
}

export function Choices({ places, note, workloads, isLocked, onPlaces, onWorkloads }: ChoicesProps) {
  return (
    <div className={styles.choices}>
      <fieldset className={styles.group}>
        <legend>Where</legend>
        {places.map(({ id, label, isOn, isPossible }) => (
          <Box
            key={id}
            label={label}
            isOn={isOn}
            isLocked={isLocked || !isPossible}
            onChange={(on) =>
              onPlaces(places.filter((place) => (place.id === id ? on : place.isOn)).map((place) => place.id))
            }
          />
        ))}
        <p className="soft" role="status">
          {note}
        </p>
      </fieldset>
      <fieldset className={styles.group}>
        <legend>What is trained</legend>
        {workloadIds.map((id) => (
          <Box
            key={id}
            label={`${id}: ${workloadRows[id].title}`}
            isOn={workloads.has(id)}
            isLocked={isLocked}
            onChange={(on) =>
              onWorkloads(new Set(workloadIds.filter((other) => (other === id ? on : workloads.has(other)))))
            }
          />
        ))}
      </fieldset>
    </div>
  );
}
