// Which other runs lie behind the curves: tag, colour and name of each, and the button that takes it away.

import type { Overlay } from '../../store/state.ts';
import { usePage } from '../store-context.tsx';
import styles from './CurvesPanel.module.css';
import { LineSample } from './LineSample.tsx';

export function OverlayLegend({ overlays }: { readonly overlays: readonly Overlay[] }) {
  const setOverlaid = usePage((page) => page.setOverlaid);
  if (overlays.length === 0) return null;
  return (
    <ul className={styles.overlays} aria-label="Other runs in the charts">
      {overlays.map(({ id, name, color, tag }) => (
        <li key={id}>
          <button
            type="button"
            className={styles.toggle}
            aria-pressed="true"
            title="Take it out of the charts"
            onClick={() => setOverlaid(overlays.filter((other) => other.id !== id))}
          >
            <LineSample color={color} dash="none" width={2} length={16} />
            {tag} · {name}
            <span className="visually-hidden">, take it out of the charts</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
