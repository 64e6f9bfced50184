// Puts Dawn (npm `webgpu`) where a browser has its WebGPU, and says what it runs on.

interface Dawn {
  create(options: string[]): GPU;
  readonly globals: object;
}

/** Iterators' own methods, which jax-js uses and Node 20 lacks. */
function mendIterators(): void {
  const iterator = Object.getPrototypeOf(Object.getPrototypeOf([].values()));
  const methods = {
    *map(this: Iterable<unknown>, change: (item: unknown, i: number) => unknown) {
      let i = 0;
      for (const item of this) yield change(item, i++);
    },
    *filter(this: Iterable<unknown>, keeps: (item: unknown, i: number) => boolean) {
      let i = 0;
      for (const item of this) if (keeps(item, i++)) yield item;
    },
    toArray(this: Iterable<unknown>) {
      return [...this];
    },
  };
  for (const [name, value] of Object.entries(methods)) {
    if (!(name in iterator)) Object.defineProperty(iterator, name, { value, configurable: true });
  }
}

/** Throws where there is no such package or no driver; else the adapter's name. */
export async function bringDawn(): Promise<string> {
  mendIterators();
  const name = 'webgpu';
  const { create, globals } = (await import(/* @vite-ignore */ name)) as Dawn;
  Object.assign(globalThis, globals);
  const gpu = create([]);
  // Libraries look for it here.
  Object.defineProperty(globalThis, 'navigator', {
    value: { gpu, userAgent: 'Node', hardwareConcurrency: 1 },
    configurable: true,
  });
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw new Error('Dawn found no adapter');
  const { vendor, architecture, description } = adapter.info;
  return [vendor, architecture, description].filter(Boolean).join(' ');
}
