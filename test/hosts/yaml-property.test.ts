/** `readYaml` beside the yaml library: the same values, and every span is the token of its node. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Node as LibraryNode } from 'yaml';
import type { Node } from '../../src/tree/node.ts';
import { jsonValue, writeJson, writeYaml, yamlStyle } from './random-values.ts';
import { nodesIn, valueOf, written, yamlTree } from './trees.ts';

function parseWithLibrary(text: string): ReturnType<typeof parseDocument> {
  return parseDocument(text, {
    version: '1.1',
    strict: false,
    uniqueKeys: false,
    logLevel: 'silent',
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !tag.tag.endsWith(':timestamp')),
  });
}

/** Whether a text stands for a value as the library reads it; the stringifier has styles that do not read back. */
function readsBack(text: string, value: unknown): boolean {
  const document = parseWithLibrary(text);
  return document.errors.length === 0 && isDeepStrictEqual(document.toJS({ maxAliasCount: -1 }), value);
}

const writtenValue = fc
  .tuple(jsonValue, yamlStyle)
  .map(([value, style]) => ({ value, text: writeYaml(value, style) }))
  .filter(({ value, text }) => readsBack(text, value));

it('reads the value that was written, in every style', () => {
  fc.assert(
    fc.property(writtenValue, ({ value, text }) => {
      expect(valueOf(yamlTree(text))).toEqual(value);
    }),
    { numRuns: 400 },
  );
});

it('reads what the library reads, at the places where the library reads it', () => {
  fc.assert(
    fc.property(writtenValue, ({ text }) => {
      expectSame(yamlTree(text), parseWithLibrary(text).contents);
    }),
    { numRuns: 400 },
  );
});

function expectSame(node: Node, library: LibraryNode | null): void {
  const range = library?.range?.slice(0, 2);
  expect([node.start, node.end]).toEqual(range);
  if (isMap<LibraryNode, LibraryNode>(library) && node.kind === 'object') {
    expect(node.entries).toHaveLength(library.items.length);
    for (const [i, { key, value }] of node.entries.entries()) {
      expectSame(key, library.items[i]!.key);
      expectSame(value, library.items[i]!.value);
    }
  } else if (isSeq<LibraryNode>(library) && node.kind === 'array') {
    expect(node.items).toHaveLength(library.items.length);
    for (const [i, item] of node.items.entries()) expectSame(item, library.items[i]!);
  } else if (isScalar(library)) {
    expect(valueOf(node)).toEqual(library.value);
  } else {
    expect.unreachable(`a ${node.kind} in place of another node`);
  }
}

/** What the token of a flow node ends in, by its kind and what it begins with. */
const CLOSING: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  string: { '"': '"', "'": "'" },
  array: { '[': ']' },
  object: { '{': '}' },
};

it('places every flow node at a token that reads the same by itself', () => {
  fc.assert(
    fc.property(writtenValue, ({ text }) => {
      for (const { node, isKey } of nodesIn(yamlTree(text))) {
        const token = written(node);
        const closing = CLOSING[node.kind]?.[token.charAt(0)];
        if (closing === undefined) continue;
        expect(token.at(-1)).toBe(closing);
        if (!isKey) expect(valueOf(yamlTree(token))).toEqual(valueOf(node));
      }
    }),
    { numRuns: 150 },
  );
});

it('maps the text of every scalar to characters of its own', () => {
  fc.assert(
    fc.property(writtenValue, ({ text }) => {
      for (const { node } of nodesIn(yamlTree(text))) {
        if (node.kind !== 'string' || node.value === '') continue;
        const content = node.content();
        expect(content.text).toBe(node.value);
        const span = content.toHost({ start: 0, end: content.text.length });
        expect(span.exact).toBe(true);
        expect(span.start).toBeGreaterThanOrEqual(node.start);
        expect(span.end).toBeLessThanOrEqual(node.end);
      }
    }),
    { numRuns: 200 },
  );
});

it('reads JSON as JSON is meant', () => {
  fc.assert(
    fc.property(jsonValue, fc.constantFrom(0, 2), (value, indent) => {
      const text = writeJson(value, { indent, lineEnd: '\n', escapes: true, mark: false });
      expect(valueOf(yamlTree(text))).toEqual(JSON.parse(text));
    }),
    { numRuns: 200 },
  );
});

it('reads shared parts through anchors and aliases', () => {
  fc.assert(
    fc.property(jsonValue, jsonValue, yamlStyle, (one, two, style) => {
      const value = { first: one, again: [one, { two, one }], last: two };
      const text = writeYaml(value, style);
      fc.pre(readsBack(text, value));
      expect(valueOf(yamlTree(text))).toEqual(value);
    }),
    { numRuns: 150 },
  );
});
