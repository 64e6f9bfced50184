// What is alive on the device, and what was compiled while steps waited for it, by wrapping WebGPU's interface.

/** Buffers that are not destroyed. Those that nobody holds any more are counted too: the browser may still keep them. */
const alive = { buffers: 0, bytes: 0 };
let compiled = 0;
let ahead = 0;

export const aliveOnDevice = (): typeof alive => ({ ...alive });
/** How many more there are than `before`. */
export const since = (before: typeof alive): typeof alive => ({
  buffers: alive.buffers - before.buffers,
  bytes: alive.bytes - before.bytes,
});
/** Programs compiled so far that whoever asked for them had to wait for. */
export const compiledWaiting = (): number => compiled;
/** Programs asked for so far without waiting. */
export const compiledAheadOnDevice = (): number => ahead;

/** To be called once, before a device is asked for. */
export function watchDevices(): void {
  if (typeof GPUDevice === 'undefined') return;
  const destroyed = new WeakSet<GPUBuffer>();
  const { createBuffer, createComputePipeline, createComputePipelineAsync } = GPUDevice.prototype;
  const { destroy } = GPUBuffer.prototype;
  GPUDevice.prototype.createBuffer = function counted(descriptor) {
    alive.buffers += 1;
    alive.bytes += descriptor.size;
    return createBuffer.call(this, descriptor);
  };
  GPUBuffer.prototype.destroy = function counted() {
    if (!destroyed.has(this)) {
      destroyed.add(this);
      alive.buffers -= 1;
      alive.bytes -= this.size;
    }
    return destroy.call(this);
  };
  GPUDevice.prototype.createComputePipeline = function counted(descriptor) {
    compiled += 1;
    return createComputePipeline.call(this, descriptor);
  };
  GPUDevice.prototype.createComputePipelineAsync = function counted(descriptor) {
    ahead += 1;
    return createComputePipelineAsync.call(this, descriptor);
  };
}
