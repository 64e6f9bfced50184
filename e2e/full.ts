/** `npm run test:full` sets FULL=1: everything is tested that CI takes a sample of. */
export const isFull = process.env.FULL === '1';
