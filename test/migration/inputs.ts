/** Made-up events and replies for the differential tests, by a generator of its own. */
import type { Json } from '../../src/handlers/ir.ts';
import { Random } from '../rehost/random.ts';
import type { FieldKind, PythonCase } from './python-cases.ts';

const TEXTS: readonly [string, ...string[]] = [
  'hello',
  'en',
  'de',
  '',
  '  padded \n',
  'say "hi"',
  "it's \\ here",
  '{x} {{y}} ${z}',
  'émoji 😀',
  'yes, no',
  '{"prompt": "a"}',
  '{"prompt": 5}',
  '[1]',
  'null',
  '\u00a0nbsp\u001f',
  '%} {%',
  'x'.repeat(400),
  '$& $1',
  'two  blanks',
];

const ODD: readonly [Json, ...Json[]] = [
  null,
  true,
  false,
  0,
  1,
  2.5,
  -3,
  [],
  {},
  ['a'],
  [['a']],
  [{}],
  { a: 1 },
  [null],
  '',
  'text',
];

export class Inputs {
  readonly #random: Random;

  constructor(seed: string) {
    this.#random = new Random(seed);
  }

  /** `odd` in a hundred members are absent or of another kind. */
  event(fields: Readonly<Record<string, FieldKind>>, odd: number): Json {
    if (odd > 0 && this.#random.chance(0.03)) return this.#random.pick(ODD);
    return this.#members(fields, odd);
  }

  text(): string {
    return this.#random.pick(TEXTS);
  }

  chance(probability: number): boolean {
    return this.#random.chance(probability);
  }

  #members(fields: Readonly<Record<string, FieldKind>>, odd: number): Json {
    const found: Record<string, Json> = {};
    for (const [name, kind] of Object.entries(fields)) {
      if (this.#random.chance(odd / 300)) continue;
      found[name] = this.#value(kind, odd);
    }
    return found;
  }

  #value(kind: FieldKind, odd: number): Json {
    if (this.#random.chance(odd / 100)) return this.#odd(kind);
    if (kind === 'text') return this.text();
    if (kind === 'promptJson')
      return this.#random.pick([
        '{"prompt": "a"}',
        '{"prompt": "b\\n"}',
        ' {"prompt": ""} ',
        '{"prompt": 5}',
        '[1]',
        'no json',
      ]);
    if (kind === 'flag') return this.#random.pick([true, false, true]);
    if (kind === 'mode') return this.#random.pick(['fast', 'deep', 'fast', 'deep', 'other']);
    if (kind === 'number') return this.#random.pick([0, 1, 2, 5.5]);
    if (kind === 'list') return this.#random.pick([[], ['a'], ['a', 'b']]);
    if (kind === 'json') return this.#random.pick([...ODD, [{ role: 'user', content: 'hi' }]]);
    if (Array.isArray(kind)) {
      const [item] = kind as readonly [FieldKind];
      return Array.from({ length: this.#random.below(4) }, () => this.#value(item, odd));
    }
    return this.#members(kind as Readonly<Record<string, FieldKind>>, odd);
  }

  /** A list around what is wanted is what expressions look through. */
  #odd(kind: FieldKind): Json {
    return this.#random.chance(0.3) ? [this.#value(kind, 0)] : this.#random.pick(ODD);
  }
}

/** Every seventh one is an error. */
export function repliesOf(kind: NonNullable<PythonCase['reply']>, inputs: Inputs, i: number): Json {
  if (i % 7 === 6) return { $error: ['ThrottlingException', 'ValidationException'][i % 2] ?? '' };
  const text = inputs.text();
  const isEmpty = inputs.chance(0.1);
  switch (kind) {
    case 'claude':
      return {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model: 'claude',
        content: isEmpty
          ? []
          : [inputs.chance(0.1) ? { type: 'tool_use', id: 't', name: 'n', input: {} } : { type: 'text', text }],
        stop_reason: 'end_turn',
        stop_sequence: null,
        usage: { input_tokens: 3, output_tokens: 4 },
      };
    case 'titan':
      return inputs.chance(0.1)
        ? { results: 'text' }
        : { inputTextTokenCount: 1, results: isEmpty ? [] : [{ outputText: text, tokenCount: 2 }] };
    case 'converse':
      return {
        output: { message: { role: 'assistant', content: isEmpty ? [] : [{ text }, { text: 'second' }] } },
        stopReason: 'end_turn',
        usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
        metrics: { latencyMs: 5 },
      };
    case 'retrieve':
      return {
        retrievalResults: isEmpty
          ? []
          : [
              { content: { text }, score: 0.5 },
              ...(inputs.chance(0.5) ? [{ content: { text: 'b' }, score: 0.1 }] : []),
            ],
      };
    case 'generate':
      return { sessionId: 's', output: { text }, citations: [] };
  }
}
