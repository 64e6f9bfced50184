// The page's few pictograms, drawn here; always beside a text label, hidden from screen readers.

const paths = {
  play: 'M5 3.5v9l7.5-4.5z',
  pause: 'M4.5 3.5h2.5v9H4.5zM9 3.5h2.5v9H9z',
  step: 'M3.5 3.5v9L10 8zM10.5 3.5h2v9h-2z',
  reset: 'M8 3a5 5 0 1 1-4.6 3l1.4.6A3.5 3.5 0 1 0 8 4.5V6.6L4.6 3.8 8 1z',
  dice: 'M3 3h10v10H3zm1.5 1.5v7h7v-7zM6 5.2a.9.9 0 1 1 0 1.8.9.9 0 0 1 0-1.8zm4 3.8a.9.9 0 1 1 0 1.8.9.9 0 0 1 0-1.8zM8 7.1a.9.9 0 1 1 0 1.8.9.9 0 0 1 0-1.8z',
  share: 'M11 2.5 14 5.5 11 8.5V6.6C7.6 6.6 5.8 8 4.8 10.4 4.9 6.9 7 4.5 11 4.3zM2 6h1.5v6.5h9V10H14v4H2z',
  chip: 'M5 5h6v6H5zM6.5 2h1v2h-1zm2 0h1v2h-1zm-2 10h1v2h-1zm2 0h1v2h-1zM2 6.5h2v1H2zm0 2h2v1H2zm10-2h2v1h-2zm0 2h2v1h-2z',
  sun: 'M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM7.4 1h1.2v2.4H7.4zm0 11.6h1.2V15H7.4zM1 7.4h2.4v1.2H1zm11.6 0H15v1.2h-2.4z',
  moon: 'M10.5 2.2A6 6 0 1 0 13.9 10 5 5 0 0 1 10.5 2.2z',
  half: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zm0 1.4v9.2a4.6 4.6 0 0 0 0-9.2z',
  book: 'M2 3h4.5c.8 0 1.5.5 1.5 1.2C8 3.5 8.7 3 9.5 3H14v9.5H9.5c-.7 0-1.2.3-1.5.8-.3-.5-.8-.8-1.5-.8H2zm1.5 1.5V11h3l.8.2V5c0-.3-.3-.5-.8-.5zm9 0h-3c-.5 0-.8.2-.8.5v6.2l.8-.2h3z',
  close: 'M4.2 3.2 8 7l3.8-3.8 1 1L9 8l3.8 3.8-1 1L8 9l-3.8 3.8-1-1L7 8 3.2 4.2z',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} fill="currentColor" fillRule="evenodd" />
    </svg>
  );
}
