// A formula of the catalogue, typeset by the browser (MathML) from the one line in which it is written there.

import { createElement, type ReactNode } from 'react';

/** Words, numbers, single letters (with a prime), superscripts, and everything else sign by sign. */
const pieces = /([\p{L}’]{2,})|(\d+(?:\.\d+)?)|([\p{L}ρℓ]′?)|([²³])|(\S)/gu;
const superscripts: Readonly<Record<string, string>> = { '²': '2', '³': '3' };
const big: Readonly<Record<string, string>> = { Σ: '∑' };

/** A piece of MathML, for which React has no types of its own. */
const piece = (tag: 'mi' | 'mn' | 'mo' | 'mtext', key: number, text: string): ReactNode =>
  createElement(tag, { key }, text);

function typeset(formula: string): ReactNode[] {
  const nodes: ReactNode[] = [];
  for (const match of formula.matchAll(pieces)) {
    const [whole, word, number, letter, raised] = match;
    const key = match.index;
    if (raised !== undefined)
      nodes.push(createElement('msup', { key }, nodes.pop(), piece('mn', -1, superscripts[raised] ?? '')));
    else if (word !== undefined) {
      // MathML drops spaces: those beside a word are written as it wants them.
      const space = (at: number) => (formula[at] === ' ' ? '\u2009' : '');
      nodes.push(piece('mtext', key, `${space(key - 1)}${word}${space(key + word.length)}`));
    } else if (number !== undefined) nodes.push(piece('mn', key, number));
    else if (letter?.endsWith('′'))
      nodes.push(createElement('msup', { key }, piece('mi', 0, letter.slice(0, -1)), piece('mo', 1, '′')));
    else if (letter !== undefined && big[letter] === undefined) nodes.push(piece('mi', key, letter));
    else nodes.push(piece('mo', key, big[whole] ?? whole));
  }
  return nodes;
}

export const Formula = ({ of }: { readonly of: string }) =>
  createElement('math', { display: 'block', 'aria-label': of }, createElement('mrow', null, ...typeset(of)));
