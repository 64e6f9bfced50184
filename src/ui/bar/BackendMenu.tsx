// The button that says which backend computes; what it opens is loaded when it is asked for.

import { Popover } from '@base-ui/react/popover';
import { lazy, Suspense } from 'react';
import { backends } from '../../shared/catalog/backends.ts';
import { usePage } from '../store-context.tsx';
import { Icon } from './Icon.tsx';
import styles from './RunBar.module.css';

const BackendChoices = lazy(() => import('./BackendChoices.tsx'));

export function BackendMenu() {
  const backend = usePage((page) => page.backend);
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
            <Suspense fallback={<p className="soft">Looking…</p>}>
              <BackendChoices />
            </Suspense>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
