// One thing that can be saved: its name, what it holds, and the button.

import styles from './takeaway.module.css';

interface Props {
  readonly label: string;
  readonly about: string;
  readonly disabled: boolean;
  onSave(): unknown;
}

export function Offer({ label, about, disabled, onSave }: Props) {
  return (
    <div className={styles.offer}>
      <p>
        <strong>{label}</strong> <span className={styles.about}>{about}</span>
      </p>
      <button type="button" className="button" disabled={disabled} onClick={() => onSave()}>
        Save<span className="visually-hidden"> {label}</span>
      </button>
    </div>
  );
}
