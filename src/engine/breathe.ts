// Lets the event loop turn: whatever takes long calls it, so that messages are served meanwhile.

/** Lets other messages and timers in. A MessageChannel turn: requestAnimationFrame stalls in a hidden tab, and a resolved promise never yields. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
