// The sign of each class of the plane: one path for canvas and SVG alike, so that colour is never the only cue.

/** Closed paths that fill a square from -1 to 1, in the order of the classes. */
const shapes = [
  { name: 'circle', path: 'M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0Z' },
  { name: 'square', path: 'M-.88-.88H.88V.88H-.88Z' },
  { name: 'triangle', path: 'M0-1.15L1.1.85H-1.1Z' },
  { name: 'diamond', path: 'M0-1.25L1.25 0 0 1.25-1.25 0Z' },
  { name: 'plus', path: 'M-.4-1.15H.4V-.4H1.15V.4H.4V1.15H-.4V.4H-1.15V-.4H-.4Z' },
  {
    name: 'cross',
    path: 'M0-.55L.6-1.15 1.15-.6 .55 0 1.15.6 .6 1.15 0 .55-.6 1.15-1.15.6-.55 0-1.15-.6-.6-1.15Z',
  },
] as const;

export const shapeOf = (classIndex: number) => shapes[classIndex % shapes.length] ?? shapes[0];
/** The token that holds a class's colour. */
export const classColour = (classIndex: number): string => `var(--class-${classIndex % shapes.length})`;
