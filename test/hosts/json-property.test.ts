/** `readJson` beside `JSON.parse`: the same values, and every span is the token of its node. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Node } from '../../src/tree/node.ts';
import { jsonStyle, jsonValue, writeJson } from './random-values.ts';
import { jsonProblem, jsonTree, nodesIn, valueOf, written } from './trees.ts';

it('reads what JSON.parse reads, in every style', () => {
  fc.assert(
    fc.property(jsonValue, jsonStyle, (value, style) => {
      const text = writeJson(value, style);
      expect(valueOf(jsonTree(text))).toEqual(JSON.parse(text.replace(/^\uFEFF/, '')));
    }),
    { numRuns: 400 },
  );
});

it('places every node and key at its token', () => {
  fc.assert(
    fc.property(jsonValue, jsonStyle, (value, style) => {
      for (const { node } of nodesIn(jsonTree(writeJson(value, style)))) {
        const token = written(node);
        expect(token.trim()).toBe(token);
        expect(JSON.parse(token)).toEqual(valueOf(node));
        expectContent(node, token);
      }
    }),
    { numRuns: 200 },
  );
});

/** The text inside a string maps to what is between the quotes. */
function expectContent(node: Node, token: string): void {
  if (node.kind !== 'string' || node.value === '') return;
  const content = node.content();
  expect(content.text).toBe(node.value);
  const { file, start, end, exact } = content.toHost({ start: 0, end: content.text.length });
  expect({ inner: `"${file.text.slice(start, end)}"`, exact }).toEqual({ inner: token, exact: true });
}

const SPICE = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  '/',
  '*',
  '//',
  '/*',
  '*/',
  '\n',
  '\r',
  '0',
  '-',
  '.',
  'e',
  '${N}',
  'true',
  '\t',
  '\u0001',
  '\uFEFF',
];

/** A JSON text with some characters taken out, doubled or put in. */
const damaged = fc
  .tuple(jsonValue, jsonStyle, fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.constantFrom(...SPICE)), { maxLength: 4 }))
  .map(([value, style, edits]) => {
    let text = writeJson(value, style);
    for (const [at, length, spice] of edits) {
      const start = at % (text.length + 1);
      text = text.slice(0, start) + spice + text.slice(start + length);
    }
    return text;
  });

/** What `readJson` takes and `JSON.parse` does not. */
const EXTENSION = /\/\/|\/\*|,\s*[}\]]|\$\{[^{}"\\\r\n]+\}|^\uFEFF/;

it('agrees with JSON.parse on what is JSON, but for what people write besides', () => {
  fc.assert(
    fc.property(damaged, (text) => {
      let expected: unknown;
      try {
        expected = JSON.parse(text);
      } catch {
        const problem = jsonProblem(text);
        if (problem === undefined) expect(text).toMatch(EXTENSION);
        else expect(problem.start <= problem.end && problem.end <= text.length).toBe(true);
        return;
      }
      expect(valueOf(jsonTree(text))).toEqual(expected);
    }),
    { numRuns: 1500 },
  );
});

const filler = fc.constantFrom('', ' ', '\n', '\r\n', '/* , */', '// "x\n', '\t');

it('reads past comments, trailing commas and blanks between all tokens', () => {
  fc.assert(
    fc.property(
      jsonValue,
      fc.array(filler, { minLength: 1, maxLength: 9 }),
      fc.boolean(),
      (value, fillers, trailing) => {
        const json = JSON.stringify(value);
        let count = 0;
        const text = json.replace(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^{}[\],:"]+/g, (token, offset: number) => {
          const fill = fillers[count++ % fillers.length] ?? '';
          const closes = (token === '}' || token === ']') && !'[{'.includes(json.charAt(offset - 1));
          return `${fill}${trailing && closes ? ',' : ''}${fill}${token}${fill}`;
        });
        expect(valueOf(jsonTree(text))).toEqual(JSON.parse(json));
      },
    ),
    { numRuns: 300 },
  );
});
