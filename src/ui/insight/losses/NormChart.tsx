// How long the gradient is as one setting of the loss moves, on two logarithmic axes or one; a picture beside the sentence that
// says the same.

import styles from './losses.module.css';

export interface NormLine {
  readonly label: string;
  readonly norms: readonly number[];
  readonly dashed: boolean;
}

interface Props {
  readonly name: string;
  readonly values: readonly number[];
  readonly isLog: boolean;
  readonly now: number;
  readonly lines: readonly NormLine[];
}

const box = { width: 300, height: 120, left: 44, right: 8, top: 10, bottom: 26 };

export function NormChart({ name, values, isLog, now, lines }: Props) {
  const all = lines.flatMap(({ norms }) => norms).filter((norm) => norm > 1e-9);
  if (all.length === 0) return null;
  const low = Math.floor(Math.log10(Math.min(...all)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...all))));
  const [first = 0, last = 1] = [values[0], values.at(-1)];
  const share = (value: number) =>
    isLog ? Math.log(value / first) / Math.log(last / first) : (value - first) / (last - first);
  const x = (value: number) => box.left + share(value) * (box.width - box.left - box.right);
  const y = (norm: number) => {
    const at = (Math.log10(Math.max(norm, 10 ** low)) - low) / (high - low);
    return box.height - box.bottom - at * (box.height - box.top - box.bottom);
  };
  const powers = Array.from({ length: high - low + 1 }, (_, i) => low + i);
  const said = lines
    .map(
      ({ label, norms }) =>
        `${label}: ${values.map((v, i) => `${norms[i]?.toPrecision(2)} at ${v}`).join(', ')}`,
    )
    .join('; ');
  return (
    <figure className={styles.norms}>
      <figcaption>Length of the gradient against {name}</figcaption>
      <svg
        viewBox={`0 0 ${box.width} ${box.height}`}
        role="img"
        aria-label={`Length of the gradient against ${name}. ${said}`}
      >
        {powers.map((power) => (
          <g key={power}>
            <path className={styles.grid} d={`M${box.left} ${y(10 ** power)}H${box.width - box.right}`} />
            <text className={styles.tick} x={box.left - 6} y={y(10 ** power) + 4} textAnchor="end">
              {power < -2 || power > 3 ? `1e${power}` : String(10 ** power)}
            </text>
          </g>
        ))}
        {[first, last].map((value, i) => (
          <text
            key={value}
            className={styles.tick}
            x={x(value)}
            y={box.height - 8}
            textAnchor={i === 0 ? 'start' : 'end'}
          >
            {value}
          </text>
        ))}
        <path className={styles.now} d={`M${x(now)} ${box.top}V${box.height - box.bottom}`} />
        {lines.map(({ label, norms, dashed }) => (
          <polyline
            key={label}
            className={styles.line}
            strokeDasharray={dashed ? '5 4' : undefined}
            points={values.map((value, i) => `${x(value)},${y(norms[i] ?? 0)}`).join(' ')}
          />
        ))}
      </svg>
      {lines.length > 1 && (
        <p className={styles.legend}>
          {lines.map(({ label, dashed }) => (
            <span key={label}>
              <svg width="22" height="8" viewBox="0 0 22 8" aria-hidden="true" focusable="false">
                <path className={styles.line} d="M0 4H22" strokeDasharray={dashed ? '5 4' : undefined} />
              </svg>{' '}
              {label}
            </span>
          ))}
        </p>
      )}
    </figure>
  );
}
