// Where the dots of a network diagram stand. A sketch: wider layers have more dots, no layer more than eight.

export interface Column {
  readonly x: number;
  /** Heights of the dots' centres. */
  readonly dots: readonly number[];
  readonly width: number;
}

const maxDots = 8;
const widest = 2048;

function dotsOf(width: number): number {
  if (width <= 3) return width;
  return Math.min(maxDots, Math.round(3 + (maxDots - 3) * (Math.log(width / 3) / Math.log(widest / 3))));
}

/** One column per layer between `left` and `right`, dots around `middle`, `gap` apart. */
export function sketch(
  widths: readonly number[],
  box: { readonly left: number; readonly right: number; readonly middle: number; readonly gap: number },
): readonly Column[] {
  const pitch = widths.length < 2 ? 0 : (box.right - box.left) / (widths.length - 1);
  return widths.map((width, at) => {
    const count = dotsOf(width);
    const dots = Array.from({ length: count }, (_, i) => box.middle + (i - (count - 1) / 2) * box.gap);
    return { x: box.left + at * pitch, dots, width };
  });
}
