// Short ways to ask a grammar in tests.

import { createGrammar, type Grammar } from './grammar.ts';
import { compileRules, type Rules } from './rules.ts';
import { grammarTokenizer } from './words.ts';

export const grammarOf = (rules: Rules): Grammar => createGrammar(compileRules(rules));

/** Words that may follow `text`, with their probabilities. */
export function following(grammar: Grammar, text: string): Record<string, number> {
  const chances = grammar.nextDistribution(grammarTokenizer(grammar).encode(text));
  return Object.fromEntries(grammar.words.map((word, id) => [word, chances[id] ?? 0]).filter(([, p]) => p));
}
