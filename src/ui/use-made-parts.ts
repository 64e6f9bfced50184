// Which parts of the page there are. A phone shows one at a time: nothing need be loaded or laid out for those that nobody
// has looked at.

import { useState, useSyncExternalStore } from 'react';

/** As in App.module.css. */
const phone = '(max-width: 767px)';

function subscribe(listener: () => void): () => void {
  const query = matchMedia(phone);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** `shown`: what a phone has in front; a wide window shows all. What was made once stays, with all that was typed into it. */
export function useMadeParts<Part extends string>(
  all: readonly Part[],
  shown: readonly Part[],
): (part: Part) => boolean {
  const isPhone = useSyncExternalStore(
    subscribe,
    () => matchMedia(phone).matches,
    () => false,
  );
  const [made, setMade] = useState<ReadonlySet<Part>>(new Set());
  const wanted = isPhone ? shown : all;
  if (wanted.some((part) => !made.has(part))) setMade(new Set([...made, ...wanted]));
  return (part) => made.has(part);
}
