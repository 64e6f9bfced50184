// TensorFlow.js, imported once: its operations, and the gradients that training needs. Everything else in the engine
// imports from here.

// First, since the gradients ask for its flags as they register.
export * from '@tensorflow/tfjs-core';

import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
