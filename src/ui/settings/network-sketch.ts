// Where the dots of a network diagram stand. A sketch: wider layers have more dots, no layer more than eight.

export interface Column {
  readonly x: number;
  /** Heights of the dots' centres. */
  readonly dots: readonly number[];
  /** null: not known yet. */
  readonly width: number | null;
}

/** Units of each layer; null where the data are not there yet to say. */
export type Widths = readonly (number | null)[];

const maxDots = 8;
const widest = 2048;

function dotsOf(width: number | null): number {
  if (width === null) return 4;
  if (width <= 3) return width;
  return Math.min(maxDots, Math.round(3 + (maxDots - 3) * (Math.log(width / 3) / Math.log(widest / 3))));
}

export interface Sketch {
  readonly columns: readonly Column[];
  readonly height: number;
}

/** One column per layer between `left` and `right`, dots `gap` apart below `top`; as high as its largest layer. */
export function sketch(
  widths: Widths,
  box: { readonly left: number; readonly right: number; readonly top: number; readonly gap: number },
): Sketch {
  const pitch = widths.length < 2 ? 0 : (box.right - box.left) / (widths.length - 1);
  const height = box.top + box.gap * Math.max(4, ...widths.map(dotsOf));
  const middle = (box.top + height) / 2;
  const columns = widths.map((width, at) => {
    const count = dotsOf(width);
    const dots = Array.from({ length: count }, (_, i) => middle + (i - (count - 1) / 2) * box.gap);
    return { x: box.left + at * pitch, dots, width };
  });
  return { columns, height };
}
