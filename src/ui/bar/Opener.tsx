// A button of the bar that opens something. The library behind popups, and what is in them, are loaded when they are asked
// for: nobody needs them to see the page.

import { type ComponentProps, type ReactNode, Suspense, useRef, useState } from 'react';
import { lazily } from '../lazily.tsx';

const loads = {
  popover: () => import('./popups/PopoverPopup.tsx'),
  dialog: () => import('./popups/DialogPopup.tsx'),
} as const;
const popups = { popover: lazily(loads.popover), dialog: lazily(loads.dialog) };

interface OpenerProps extends ComponentProps<'button'> {
  readonly shape: keyof typeof popups;
  readonly heading: string;
  /** What stands below the heading; it may be loaded later still. */
  readonly inside: ReactNode;
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
}

export function Opener({ shape, heading, inside, open, setOpen, ...button }: OpenerProps) {
  const anchor = useRef<HTMLButtonElement>(null);
  /** Once opened it stays, closed: it has to give the focus back. */
  const [isWanted, setWanted] = useState(open);
  if (open && !isWanted) setWanted(true);
  const Popup = popups[shape];
  return (
    <>
      <button
        className="button"
        {...button}
        ref={anchor}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        onPointerEnter={() => void loads[shape]()}
      />
      {isWanted ? (
        <Suspense fallback={null}>
          <Popup heading={heading} anchor={anchor} open={open} setOpen={setOpen}>
            {inside}
          </Popup>
        </Suspense>
      ) : null}
    </>
  );
}
