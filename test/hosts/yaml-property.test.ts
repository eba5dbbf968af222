/** `readYaml` beside the yaml library: the same values, and every span is the token of its node. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Node as LibraryNode } from 'yaml';
import type { Node } from '../../src/tree/node.ts';
import { jsonValue, writeJson, writeYaml, yamlStyle } from './random-values.ts';
import { nodesIn, valueOf, written, yamlTree } from './trees.ts';

function parseWithLibrary(text: string): ReturnType<typeof parseDocument> {
  const document = parseDocument(text, {
    version: '1.1',
    strict: false,
    uniqueKeys: false,
    logLevel: 'silent',
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !tag.tag.endsWith(':timestamp')),
  });
  expect(document.errors).toEqual([]);
  return document;
}

it('reads the value that was written, in every style', () => {
  fc.assert(
    fc.property(jsonValue, yamlStyle, (value, style) => {
      expect(valueOf(yamlTree(writeYaml(value, style)))).toEqual(value);
    }),
    { numRuns: 400 },
  );
});

it('reads what the library reads, at the places where the library reads it', () => {
  fc.assert(
    fc.property(jsonValue, yamlStyle, (value, style) => {
      const text = writeYaml(value, style);
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

it('places every flow node at a token that reads the same by itself', () => {
  fc.assert(
    fc.property(jsonValue, yamlStyle, (value, style) => {
      for (const { node, isKey } of nodesIn(yamlTree(writeYaml(value, style)))) {
        const token = written(node);
        if (!/^["'[{]/.test(token)) continue;
        expect(token.at(-1)).toBe({ '"': '"', "'": "'", '[': ']', '{': '}' }[token.charAt(0)]);
        if (!isKey) expect(valueOf(yamlTree(token))).toEqual(valueOf(node));
      }
    }),
    { numRuns: 150 },
  );
});

it('maps the text of every scalar to characters of its own', () => {
  fc.assert(
    fc.property(jsonValue, yamlStyle, (value, style) => {
      for (const { node } of nodesIn(yamlTree(writeYaml(value, style)))) {
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
      expect(valueOf(yamlTree(writeYaml(value, style)))).toEqual(value);
    }),
    { numRuns: 150 },
  );
});
