// The experiment as a link, to copy.

import { Popover } from '@base-ui/react/popover';
import { useState } from 'react';
import { toHash } from '../../shared/link.ts';
import { usePage } from '../store-context.tsx';
import { Icon } from './Icon.tsx';
import styles from './RunBar.module.css';

export function SharePopover() {
  const config = usePage((page) => page.config);
  const backend = usePage((page) => page.backendChoice);
  const [run, setRun] = useState(true);
  const [copied, setCopied] = useState<'yes' | 'no' | null>(null);
  const link = `${location.origin}${location.pathname}#${toHash(config, { run, backend })}`;
  const copy = () =>
    navigator.clipboard.writeText(link).then(
      () => setCopied('yes'),
      () => setCopied('no'),
    );
  return (
    <Popover.Root onOpenChange={() => setCopied(null)}>
      <Popover.Trigger className="button">
        <Icon name="share" />
        <span className={styles.phoneHidden}>Share</span>
        <span className="visually-hidden">this experiment as a link</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner} sideOffset={6} align="end">
          <Popover.Popup className={styles.popup}>
            <Popover.Title>Share this experiment</Popover.Title>
            <Popover.Description>
              Every setting and the seed are in the link.
              {config.task.kind === 'table'
                ? ' Your table is not: whoever opens the link needs the same file.'
                : ''}
              {config.task.kind === 'text' && config.task.corpus === 'own'
                ? ' Your text is not: whoever opens the link is asked for it.'
                : ''}
            </Popover.Description>
            <input
              className={`field ${styles.linkField}`}
              readOnly
              value={link}
              aria-label="Link to this experiment"
              onFocus={(event) => event.target.select()}
            />
            <label className={styles.check}>
              <input type="checkbox" checked={run} onChange={(event) => setRun(event.target.checked)} />
              Start it when the link is opened
            </label>
            <button type="button" className="button" data-primary onClick={copy}>
              Copy link
            </button>
            <p role="status" className="soft">
              {copied === 'yes'
                ? 'Copied.'
                : copied === 'no'
                  ? 'This browser would not copy: select the link above.'
                  : ''}
            </p>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
