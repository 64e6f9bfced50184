// Copies a text, and says whether the browser let it.

import { useState } from 'react';

interface Props {
  readonly text: string;
  readonly label: string;
  readonly primary?: boolean;
}

export function CopyButton({ text, label, primary = false }: Props) {
  const [copied, setCopied] = useState<{ readonly text: string; readonly done: boolean } | null>(null);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied({ text, done: true }),
      () => setCopied({ text, done: false }),
    );
  // What was copied before says nothing of a text that has changed.
  const said =
    copied?.text !== text
      ? ''
      : copied.done
        ? 'Copied.'
        : 'This browser would not copy: select the text above.';
  return (
    <>
      <button type="button" className="button" data-primary={primary || undefined} onClick={copy}>
        {label}
      </button>
      <p role="status" className="soft">
        {said}
      </p>
    </>
  );
}
