// The example program that goes with an ONNX or TensorFlow.js model: one Node module, put together from the part that
// opens the model and the part that asks it.

import type { InputRecipe } from '../shared/portable.ts';

/** How a runtime is imported and asked; the code may use `read`, `here` and gives `ask(values, shape, isText)`. */
export interface Runtime {
  readonly install: string;
  readonly imports: string;
  readonly ask: string;
}

const shared = `import { readFileSync } from 'node:fs';
import { createInput } from './input.mjs';

const here = (name) => new URL(name, import.meta.url);
const read = (name) => JSON.parse(readFileSync(here(name), 'utf8'));
const recipe = read('input.json');
const input = createInput(recipe);
const words = process.argv.slice(2);
const typed = words.length === 0 ? read('example.json') : recipe.kind === 'numbers' ? words.map(Number) : words.join(' ');
`;

const classify = `const features = input.encode(typed);
const logits = await ask(features, [1, features.length]);
const most = Math.max(...logits);
const total = logits.reduce((sum, logit) => sum + Math.exp(logit - most), 0);
const answers = read('labels.json').map((label, i) => ({ label, share: Math.exp(logits[i] - most) / total }));
for (const { label, share } of answers.sort((a, b) => b.share - a.share))
  console.log(\`\${(100 * share).toFixed(1).padStart(6)} %  \${label}\`);
if (words.length === 0) console.log('logits', JSON.stringify([...logits]));
`;

const write = `// Always the likeliest token; the context holds this many.
const { contextLength } = read('config.json');
const ids = [...input.encode(typed)];
if (ids.length === 0) throw new Error('Begin with something that this model has tokens for.');
let first = null;
for (let count = 0; count < 40; count++) {
  const seen = ids.slice(-contextLength);
  const logits = await ask(seen, [1, seen.length]);
  const last = logits.slice(-recipe_vocabulary);
  first ??= last;
  const token = last.indexOf(Math.max(...last));
  if (token === recipe.end) break;
  ids.push(token);
}
console.log(input.decode(ids));
if (words.length === 0) console.log('logits', JSON.stringify([...first]));
`;

/** The text of \`run.mjs\`. */
export function runModule({ install, imports, ask }: Runtime, recipe: InputRecipe, outputs: number): string {
  const body = recipe.kind === 'tokens' ? write.replace('recipe_vocabulary', String(outputs)) : classify;
  return `// Answers with this model:  ${install} && node run.mjs ${recipe.kind === 'numbers' ? '0.5 0.25' : '"some text"'}\n${imports}${shared}${ask}\n${body}`;
}
