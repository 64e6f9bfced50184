// What the backend's button opens: where it computes and why, how steps are computed, and the memory that takes.

import { Popover } from '@base-ui/react/popover';
import { type BackendChoice, backendNames, backends, engineChoices } from '../../shared/catalog/backends.ts';
import { engines } from '../../shared/catalog/engines.ts';
import { megabytes } from '../format.ts';
import { usePage } from '../store-context.tsx';
import styles from './RunBar.module.css';

const choices: readonly { value: BackendChoice; label: string }[] = [
  { value: 'auto', label: 'Automatic' },
  ...backendNames.map((value) => ({ value, label: `${backends[value].label} (${backends[value].device})` })),
];
const ways = engineChoices.map((value) => ({
  value,
  label: engines[value].label,
}));

/** A default export, because it is loaded apart from the page's first script. */
export default function BackendChoices() {
  const backend = usePage((page) => page.backend);
  const choice = usePage((page) => page.backendChoice);
  const setBackend = usePage((page) => page.setBackend);
  const engine = usePage((page) => page.engine);
  const setEngine = usePage((page) => page.setEngine);
  return (
    <>
      <Popover.Description>
        {backend === null ? 'Looking for a graphics card…' : backend.reason}
        {backend?.adapter ? ` Adapter: ${backend.adapter}.` : ''}
      </Popover.Description>
      <Memory />
      <Radios name="backend" legend="Backend" options={choices} value={choice} onChange={setBackend} />
      <Radios
        name="engine"
        legend="How steps are computed"
        options={ways}
        value={engine}
        onChange={setEngine}
      />
      <p className="soft">{engines[engine].help}</p>
      <p className="soft">
        Another choice starts a new run. Without WebGPU: use Chrome or Edge 113, Safari 26 or Firefox 141 and
        later, and turn on hardware acceleration in the browser’s settings.
      </p>
      <p>
        <a className={styles.way} href="./speed.html" target="_blank" rel="noopener">
          How fast is this device?
        </a>
      </p>
    </>
  );
}

/** Small models take less than a tenth of a megabyte. */
const memory = (bytes: number): string => (bytes < 1e5 ? `${Math.ceil(bytes / 1e3)} kB` : megabytes(bytes));

/** Memory of the run that is shown; the line is there without one too, so that nothing moves when it starts. */
function Memory() {
  const status = usePage((page) => (page.stale ? null : (page.run?.status ?? null)));
  const bytes = status?.deviceBytes ?? 0;
  const recordedBytes = status?.recordedBytes ?? 0;
  const ofSteps = recordedBytes > 0 ? `, of which ${memory(recordedBytes)} belong to recorded steps` : '';
  return (
    <p data-testid="memory">
      {bytes > 0 ? `Memory taken: ${memory(bytes)}${ofSteps}.` : 'Memory taken: press Run to see it.'}
    </p>
  );
}

interface RadiosProps<V extends string> {
  readonly name: string;
  readonly legend: string;
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly value: V;
  readonly onChange: (value: V) => void;
}

function Radios<V extends string>({ name, legend, options, value, onChange }: RadiosProps<V>) {
  return (
    <fieldset className={styles.choices}>
      <legend className={styles.legend}>{legend}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles.choice}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
