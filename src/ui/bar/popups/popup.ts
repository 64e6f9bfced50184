// What an opener of the bar hands to its popup.

import type { ReactNode, RefObject } from 'react';

export interface PopupProps {
  readonly heading: string;
  /** The button: where the popup stands, and where the focus goes when it closes. */
  readonly anchor: RefObject<HTMLButtonElement | null>;
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
  readonly children: ReactNode;
}
