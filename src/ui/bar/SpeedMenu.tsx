// Slow motion to full speed.

import { usePage } from '../store-context.tsx';
import styles from './RunBar.module.css';

const speeds = [
  { value: '1', label: '1 step/s' },
  { value: '5', label: '5 steps/s' },
  { value: '20', label: '20 steps/s' },
  { value: 'full', label: 'Full speed' },
] as const;

export function SpeedMenu() {
  const current = usePage((page) => page.stepsPerSecond);
  const setSpeed = usePage((page) => page.setSpeed);
  return (
    <label className={styles.phoneHidden}>
      <span className="visually-hidden">Speed</span>
      <select
        className="field"
        value={current === null ? 'full' : String(current)}
        onChange={(event) => setSpeed(event.target.value === 'full' ? null : Number(event.target.value))}
      >
        {speeds.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
