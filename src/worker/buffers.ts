// What of a message is moved to the page instead of being copied.

/** The memory of all arrays of numbers in `value`, each once; it belongs to whoever is sent it, and nobody here may read it again. */
export function buffersOf(value: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const search = (part: unknown): void => {
    if (ArrayBuffer.isView(part)) {
      if (part.buffer instanceof ArrayBuffer) found.add(part.buffer);
    } else if (typeof part === 'object' && part !== null) {
      Object.values(part).forEach(search);
    }
  };
  search(value);
  return [...found];
}
