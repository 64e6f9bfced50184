// What a saved model takes along, as scripts/alone.mjs hands it to Vite; Python files come as texts.

declare module 'virtual:alone' {
  /** Script of the page that runs a model alone. */
  export const page: string;
  export const style: string;
  /** ES module: `createInput` of src/alone/input.ts. */
  export const input: string;
}

declare module '*.py?raw' {
  const text: string;
  export default text;
}
