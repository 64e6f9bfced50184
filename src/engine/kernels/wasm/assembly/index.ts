// Everything the host may call.

export { activate, activationGradient } from './activations';
export { attention, attentionCached, attentionGradient, attentionScratchBytes } from './attention';
export { dist, distGradient, distScratchBytes } from './dist';
export { addInPlace, columnSums, embed, fillRows, gatherRows, positionSum, segmentSum } from './embedding';
export { gemm, gemmScratchBytes } from './gemm';
export {
  divergence,
  divergenceGradient,
  objective,
  objectiveGradient,
  objectiveScratchBytes,
} from './losses';
export { logSoftmax, logSoftmaxGradient } from './log-softmax';
export { layerNorm, layerNormGradientWeight, layerNormGradientX } from './norm';
export { adam, momentum, sgd } from './optimizers';
