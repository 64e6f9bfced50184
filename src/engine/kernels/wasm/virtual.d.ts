// The compiled kernels as scripts/kernels.mjs hands them to Vite: base64.

declare module 'virtual:kernels/*' {
  const base64: string;
  export default base64;
}
