// Which backend computes, why, and the switch to another.

import { Popover } from '@base-ui/react/popover';
import { type BackendChoice, backendNames, backends } from '../../shared/catalog/backends.ts';
import { usePage } from '../store-context.tsx';
import { Icon } from './Icon.tsx';
import styles from './RunBar.module.css';

const choices: readonly { value: BackendChoice; label: string }[] = [
  { value: 'auto', label: 'Automatic' },
  ...backendNames.map((value) => ({ value, label: `${backends[value].label} (${backends[value].device})` })),
];

export function BackendMenu() {
  const backend = usePage((page) => page.backend);
  const choice = usePage((page) => page.backendChoice);
  const setBackend = usePage((page) => page.setBackend);
  const label = backend === null ? 'Choosing…' : backends[backend.name].label;
  return (
    <Popover.Root>
      <Popover.Trigger
        className="button"
        data-testid="backend"
        data-backend={backend?.name ?? ''}
        aria-label={`Backend: ${label}`}
        aria-description={backend?.reason ?? ''}
      >
        <Icon name="chip" />
        <span>{label}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner} sideOffset={6} align="end">
          <Popover.Popup className={styles.popup}>
            <Popover.Title>Where it computes</Popover.Title>
            <Popover.Description>
              {backend === null ? 'Looking for a graphics card…' : backend.reason}
              {backend?.adapter ? ` Adapter: ${backend.adapter}.` : ''}
            </Popover.Description>
            <fieldset className={styles.choices}>
              <legend className="visually-hidden">Backend</legend>
              {choices.map(({ value, label: name }) => (
                <label key={value} className={styles.choice}>
                  <input
                    type="radio"
                    name="backend"
                    value={value}
                    checked={choice === value}
                    onChange={() => setBackend(value)}
                  />
                  {name}
                </label>
              ))}
            </fieldset>
            <p className="soft">
              Another backend starts a new run. Without WebGPU: use Chrome or Edge 113, Safari 26 or Firefox
              141 and later, and turn on hardware acceleration in the browser’s settings.
            </p>
            <p>
              <a className={styles.way} href="./speed.html" target="_blank" rel="noopener">
                How fast is this device?
              </a>
            </p>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
