// The sign of one class of the plane, for legends and rows; the class's name stands beside it.

import { classColour, shapeOf } from './shapes.ts';

export function ClassMark({ classIndex }: { classIndex: number }) {
  return (
    <svg width="12" height="12" viewBox="-1.4 -1.4 2.8 2.8" aria-hidden="true" focusable="false">
      <path d={shapeOf(classIndex).path} fill={classColour(classIndex)} />
    </svg>
  );
}
