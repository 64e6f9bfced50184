// The button that shares the experiment.

import { useState } from 'react';
import { lazily } from '../lazily.tsx';
import { Icon } from './Icon.tsx';
import { Opener } from './Opener.tsx';
import styles from './RunBar.module.css';

const ShareContent = lazily(() => import('./share/ShareContent.tsx'));

export function SharePopover() {
  const [open, setOpen] = useState(false);
  return (
    <Opener
      shape="popover"
      heading="Share this experiment"
      inside={<ShareContent />}
      open={open}
      setOpen={setOpen}
    >
      <Icon name="share" />
      <span className={styles.phoneText}>Share</span>
      <span className="visually-hidden">this experiment as a link</span>
    </Opener>
  );
}
