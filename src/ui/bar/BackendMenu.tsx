// The button that says which backend computes, and opens the choice of another.

import { useState } from 'react';
import { backends } from '../../shared/catalog/backends.ts';
import { lazily } from '../lazily.tsx';
import { usePage } from '../store-context.tsx';
import { Icon } from './Icon.tsx';
import { Opener } from './Opener.tsx';
import styles from './RunBar.module.css';

const BackendChoices = lazily(() => import('./BackendChoices.tsx'));

export function BackendMenu() {
  const backend = usePage((page) => page.backend);
  const [open, setOpen] = useState(false);
  const label = backend === null ? 'Choosing…' : backends[backend.name].label;
  return (
    <Opener
      shape="popover"
      heading="Where it computes"
      inside={<BackendChoices />}
      open={open}
      setOpen={setOpen}
      data-testid="backend"
      data-backend={backend?.name ?? ''}
      aria-label={`Backend: ${label}`}
      aria-description={backend?.reason ?? ''}
    >
      <Icon name="chip" />
      <span className={styles.phoneText}>{label}</span>
    </Opener>
  );
}
