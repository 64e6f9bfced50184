// A queue that always hands out its smallest number (a binary heap). Knows nothing of what the numbers stand
// for.

export interface Heap {
  push(value: number): void;
  /** Removes and returns the smallest; undefined where none is left. */
  pop(): number | undefined;
}

/** An empty heap; push and pop take time logarithmic in its size. */
export function createHeap(): Heap {
  const values: number[] = [];
  const sink = (value: number): void => {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= values.length) break;
      if (child + 1 < values.length && (values[child + 1] as number) < (values[child] as number)) child += 1;
      if ((values[child] as number) >= value) break;
      values[at] = values[child] as number;
      at = child;
    }
    values[at] = value;
  };
  return {
    push(value) {
      let at = values.length;
      values.push(value);
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if ((values[parent] as number) <= value) break;
        values[at] = values[parent] as number;
        at = parent;
      }
      values[at] = value;
    },
    pop() {
      const smallest = values[0];
      const last = values.pop();
      if (values.length > 0 && last !== undefined) sink(last);
      return smallest;
    },
  };
}
