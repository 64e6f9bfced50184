// One HTML file with a model inside, which answers without a network or a library. The script is src/alone, bundled.

import { page as script, style } from 'virtual:alone';
import { describeShape } from '../shared/catalog/models.ts';
import type { Portable } from '../shared/portable.ts';
import { escapeHtml } from './html.ts';
import { littleEndian } from './tensors.ts';

/** Bytes turned into text at once: more arguments would overflow the stack. A multiple of three, so that parts join. */
const partBytes = 3 * 8192;

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += partBytes) {
    text += btoa(String.fromCharCode(...bytes.subarray(from, from + partBytes)));
  }
  return text;
}

function allWeights({ tensors }: Portable): Uint8Array {
  const bytes = new Uint8Array(tensors.reduce((sum, { values }) => sum + values.byteLength, 0));
  let at = 0;
  for (const { values } of tensors) {
    bytes.set(littleEndian(values), at);
    at += values.byteLength;
  }
  return bytes;
}

/** Neither a closing tag nor a comment can end the script early. */
const inScript = (text: string): string => text.replace(/<(?=[/!])/g, '\\x3c');
const jsonInScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

/** No request leaves the file, whatever its script does. */
const policy =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** One HTML file that answers without a network: model, inputs and page in it. */
export function studentPage(portable: Portable): string {
  const { lane, model, inputs, outputs, classes, input, example, tensors, step } = portable;
  const layout = tensors.map(({ name, shape }) => ({ name, shape }));
  const data = {
    model,
    inputs,
    outputs,
    classes,
    input,
    example,
    layout,
    weights: base64(allWeights(portable)),
  };
  const title = `A ${lane}, by itself`;
  const about = `${describeShape(model, inputs, outputs)}; ${step} training steps. Everything happens in this file: nothing is sent anywhere.`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
${style}</style>
</head>
<body>
<h1>${title}</h1>
<p class="soft">${escapeHtml(about)}</p>
<main></main>
<p class="soft">Made with the Distillation Playground, experiment <code>#${escapeHtml(portable.link)}</code></p>
<script type="application/json" id="model">${jsonInScript(data)}</script>
<script>
${inScript(script)}</script>
</body>
</html>
`;
}
