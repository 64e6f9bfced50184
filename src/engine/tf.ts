// TensorFlow.js, imported once: its operations, and the gradients that training needs. Everything else in the engine
// imports from here.

import '@tensorflow/tfjs-core/dist/register_all_gradients.js';

export * from '@tensorflow/tfjs-core';
