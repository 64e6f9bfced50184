// A GPT and its tokenizer as Hugging Face's libraries read them: names of GPT2LMHeadModel, config.json, tokenizer.json.

import type { ModelConfig } from '../shared/catalog/models.ts';
import type { InputRecipe, NamedTensor, Portable, TokenizerJson } from '../shared/portable.ts';

type Gpt = Extract<ModelConfig, { kind: 'gpt' }>;

/** GPT2LMHeadModel keeps its body under "transformer."; its Conv1D weights are [in, out], as ours. */
export const gpt2Tensors = ({ tensors }: Pick<Portable, 'tensors'>): NamedTensor[] =>
  tensors.map((tensor) =>
    tensor.name.startsWith('lm_head.') ? tensor : { ...tensor, name: `transformer.${tensor.name}` },
  );

/** config.json of GPT2LMHeadModel; gelu_new is GELU in its tanh form. */
export function gpt2Config(
  { nLayer, nHead, nEmbd, tied, dropout }: Gpt,
  blockSize: number,
  vocabSize: number,
  end: number | null,
) {
  return {
    architectures: ['GPT2LMHeadModel'],
    model_type: 'gpt2',
    vocab_size: vocabSize,
    n_positions: blockSize,
    n_ctx: blockSize,
    n_embd: nEmbd,
    n_layer: nLayer,
    n_head: nHead,
    n_inner: 4 * nEmbd,
    activation_function: 'gelu_new',
    layer_norm_epsilon: 1e-5,
    initializer_range: 0.02,
    attn_pdrop: dropout,
    embd_pdrop: dropout,
    resid_pdrop: dropout,
    scale_attn_weights: true,
    tie_word_embeddings: tied,
    bos_token_id: null,
    eos_token_id: end,
    torch_dtype: 'float32',
  };
}

/** GPT-2's stand-ins for bytes: printable characters, so that any token can be written in JSON (Radford 2019, encoder.py). */
function byteCharacters(): string[] {
  const isPlain = (byte: number) =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
  let extra = 0;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isPlain(byte) ? byte : 256 + extra++));
}

const byteName = (byte: number): string => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;

const vocabulary = (tokens: readonly string[]): Record<string, number> =>
  Object.fromEntries(tokens.map((token, id) => [token, id]));

const bpeModel = (vocab: Record<string, number>, merges: readonly string[], byteFallback: boolean) => ({
  type: 'BPE',
  dropout: null,
  unk_token: null,
  continuing_subword_prefix: null,
  end_of_word_suffix: null,
  fuse_unk: false,
  byte_fallback: byteFallback,
  ignore_merges: false,
  vocab,
  merges,
});

const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };

/** What differs from tokenizer to tokenizer in a tokenizer.json. */
const parts: {
  readonly [K in TokenizerJson['kind']]: (
    json: Extract<TokenizerJson, { kind: K }>,
  ) => Record<string, unknown>;
} = {
  bpe({ merges }) {
    const tokens = byteCharacters();
    const written: string[] = [];
    for (let i = 0; i < merges.length; i += 2) {
      const [left, right] = [tokens[merges[i] ?? 0] ?? '', tokens[merges[i + 1] ?? 0] ?? ''];
      written.push(`${left} ${right}`);
      tokens.push(left + right);
    }
    return {
      pre_tokenizer: byteLevel,
      decoder: byteLevel,
      model: bpeModel(vocabulary(tokens), written, false),
    };
  },
  characters({ characters, bytes }) {
    const own = characters.map((codePoint) => String.fromCodePoint(codePoint));
    const fallback = bytes === false ? [] : Array.from({ length: 256 }, (_, byte) => byteName(byte));
    return {
      pre_tokenizer: null,
      decoder: { type: 'Sequence', decoders: [{ type: 'ByteFallback' }, { type: 'Fuse' }] },
      model: bpeModel(vocabulary([...own, ...fallback]), [], bytes !== false),
    };
  },
  words: ({ words }) => ({
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: { type: 'Whitespace' },
    decoder: null,
    model: { type: 'WordLevel', vocab: vocabulary(words), unk_token: '<unknown>' },
  }),
};

/** The tokenizer as tokenizer.json of Hugging Face's tokenizers. */
export function huggingFaceTokenizer(json: TokenizerJson): Record<string, unknown> {
  // Each writer takes its own kind; TypeScript cannot see that the key and the tokenizer belong together.
  const write = parts[json.kind] as (json: TokenizerJson) => Record<string, unknown>;
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: null,
    post_processor: null,
    ...write(json),
  };
}

export const endOf = (input: InputRecipe): number | null => (input.kind === 'tokens' ? input.end : null);
