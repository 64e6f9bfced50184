// Experiments worth trying. Each is a link that acts: a plain click sets it up here, any other opens it as a link.

import { Popover } from '@base-ui/react/popover';
import { type MouseEvent, useRef, useState } from 'react';
import type { Config } from '../../shared/config.ts';
import { toHash } from '../../shared/link.ts';
import { presetConfig, presets } from '../../shared/presets.ts';
import { openedTab, openPanel } from '../insight/open-panel.ts';
import { usePage } from '../store-context.tsx';
import popups from './popups.module.css';
import styles from './settings.module.css';

/** The seed is the visitor's own: a preset leaves it as it is. */
const withoutSeed = (config: Config): string => toHash({ ...config, seed: 1 });
const idByHash = new Map(presets.map((preset) => [withoutSeed(presetConfig(preset)), preset.id]));
const known = new WeakMap<Config, string | null>();

/** The preset that these settings are, or null. Cached: a selector calls it on every change of the page's state. */
function presetOf(config: Config): string | null {
  let id = known.get(config);
  if (id === undefined) {
    id = idByHash.get(withoutSeed(config)) ?? null;
    known.set(config, id);
  }
  return id;
}

export function PresetMenu() {
  const current = usePage(({ config }) => presetOf(config));
  const choosePreset = usePage((page) => page.choosePreset);
  const inLesson = usePage((page) => page.lock !== null);
  const [open, setOpen] = useState(false);
  /** The museum gets the focus instead of the menu's own button. */
  const isLeaving = useRef(false);
  const onClick = (id: string) => (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void choosePreset(id);
    setOpen(false);
  };
  const leave = () => {
    isLeaving.current = true;
    openPanel('museum');
  };
  return (
    <Popover.Root
      open={open}
      onOpenChange={(next) => {
        if (next) isLeaving.current = false;
        setOpen(next);
      }}
    >
      <Popover.Trigger className={styles.try} disabled={inLesson}>
        <span className={styles.tryWord}>Try</span>
        <span className={styles.tryName}>
          {presets.find(({ id }) => id === current)?.label ?? 'a ready-made experiment'}
        </span>
        <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true" focusable="false">
          <path d="M2 3.5 5 6.5l3-3" fill="none" stroke="currentColor" strokeWidth="1.4" />
        </svg>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={popups.positioner} align="start" sideOffset={4} collisionPadding={8}>
          <Popover.Popup
            className={`${popups.popup} ${popups.presets}`}
            finalFocus={() => (isLeaving.current ? openedTab() : true)}
          >
            <Popover.Title>You could try…</Popover.Title>
            <ul>
              {presets.map(({ id, label, story, hash }) => (
                <li key={id}>
                  <a
                    href={`#${hash}`}
                    aria-current={id === current ? 'true' : undefined}
                    onClick={onClick(id)}
                  >
                    <strong>{label}</strong>
                    <span>{story}</span>
                  </a>
                </li>
              ))}
            </ul>
            <div className={popups.presetActions}>
              <Popover.Close className="button" onClick={leave}>
                Bug museum: real mistakes, live
              </Popover.Close>
              <Popover.Close className="button">Close</Popover.Close>
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
