// How numbers are written on the page: one place, so that the same figure looks the same everywhere.

const grouped = new Intl.NumberFormat('en');

/** 49736 as "49,736". */
export const count = (value: number): string => grouped.format(value);

/** A share of 1 as "94.3 %"; a dash where it is not known. */
export const percent = (share: number | null): string =>
  share === null || !Number.isFinite(share) ? '–' : `${(100 * share).toFixed(1)} %`;

/** A number with so many digits behind the point; where it has grown beyond all bounds, as a power of ten. */
export const fixed = (value: number, digits: number): string =>
  Math.abs(value) < 10_000 ? value.toFixed(digits) : value.toExponential(1).replace('e+', 'e');

/** Nats with three digits behind the point; a dash where it is not known. */
export const nats = (value: number | null): string =>
  value === null || !Number.isFinite(value) ? '–' : `${fixed(value, 3)} nats`;

/** A number with its sign and a fixed number of digits behind the point, "+12.7". */
export const signed = (value: number, digits: number): string =>
  `${value < 0 ? '−' : '+'}${fixed(Math.abs(value), digits)}`;

/** 75,000 ms as "1 min 15 s". */
export function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds >= 600 && seconds < 3570) return `${Math.round(seconds / 60)} min`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** Steps a second, two digits that matter. */
export const rate = (perSecond: number): string =>
  `${perSecond >= 10 ? Math.round(perSecond) : perSecond.toFixed(1)} steps/s`;

/** A large number with two or three digits: "3.8 k", "101 k", "10.6 M". */
export function rounded(value: number): string {
  if (value < 1000) return String(value);
  const [size, unit] = value < 999_500 ? [value / 1000, 'k'] : [value / 1e6, 'M'];
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${unit}`;
}

/** Bytes as "3.4 MB" or "1.2 GB". */
export function megabytes(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return `${bytes < 1e7 ? (bytes / 1e6).toFixed(1) : Math.round(bytes / 1e6)} MB`;
}
