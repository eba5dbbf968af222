/** What an edited file looks like: each case was read as the owner of the file would read it. */
import { describe, expect, it } from 'vitest';
import { edit } from '../../src/fixers/fix.ts';
import type { Intent } from '../../src/fixers/fix.ts';
import { lowerFix } from '../../src/fixers/lower.ts';
import { isRefusal } from '../../src/text/layer.ts';
import type { Node, ObjectNode } from '../../src/tree/node.ts';
import { jsonTree, yamlTree } from './trees.ts';

type Change = (root: ObjectNode) => readonly Intent[];

function objectAt(root: ObjectNode, key: string): ObjectNode {
  const value = root.get(key);
  if (value?.kind !== 'object') throw new TypeError(key);
  return value;
}

function edited(text: string, root: Node, change: Change): string {
  if (root.kind !== 'object') throw new TypeError('no object');
  const lowered = lowerFix({ title: '', safety: 'safe', edits: change(root) }, []);
  if (isRefusal(lowered)) return `refused: ${lowered.reason}`;
  let changed = text;
  for (const { start, end, text: by } of [...lowered.edits].sort((a, b) => b.start - a.start)) {
    changed = changed.slice(0, start) + by + changed.slice(end);
  }
  return changed;
}

const yaml = (text: string, change: Change): string => edited(text, yamlTree(text), change);
const json = (text: string, change: Change): string => edited(text, jsonTree(text), change);

const set =
  (key: string, value: Parameters<typeof edit.set>[2], within?: string): Change =>
  (root) => [edit.set(within === undefined ? root : objectAt(root, within), key, value)];
const remove =
  (...keys: readonly string[]): Change =>
  (root) =>
    keys.map((key) => edit.remove(root, key));
const removeFrom =
  (within: string, ...keys: readonly string[]): Change =>
  (root) =>
    keys.map((key) => edit.remove(objectAt(root, within), key));

/** Of the first item of L. */
const itemLess =
  (...keys: readonly string[]): Change =>
  (root) => {
    const list = root.get('L');
    const item = list?.kind === 'array' ? list.items[0] : undefined;
    if (item?.kind !== 'object') throw new TypeError('L');
    return keys.map((key) => edit.remove(item, key));
  };

describe('YAML blocks', () => {
  it.each<[string, string, Change]>([
    ['inserts in front of the blank line between states', 'S:\n  A: 1\n  B: 2\n\nT:\n  A: 1\n', set('Z', 3, 'S')],
    ['inserts behind a block scalar', 'S:\n  A: |\n    text\n\nT: 1\n', set('Z', 3, 'S')],
    ['inserts behind a block scalar that keeps its line ends', 'S:\n  A: |+\n    text\n\nT: 1\n', set('Z', 3, 'S')],
    ['inserts behind a block scalar at the end', 'S:\n  A: |-\n    text', set('Z', 3, 'S')],
    ['inserts in front of a comment at the end', 'S:\n  A: 1\n  # about A\nT: 1\n', set('Z', 3, 'S')],
    ['inserts first, behind the comment at the top', '# flow\nS:\n  # about A\n  A: 1\n', set('Type', 'Map', 'S')],
    [
      'inserts in front of the comment of the first',
      'S:\n  # head\n\n  # about A\n  # and more\n  A: 1\n',
      set('Type', 'Map', 'S'),
    ],
    [
      'inserts first in front of a key that a comment at the column above precedes',
      'S:\n# outer\n  A: 1\n',
      set('Type', 'Map', 'S'),
    ],
    ['inserts into an empty mapping', 'S: {}\nT: 1\n', set('Z', [{ A: 1 }], 'S')],
    ['removes the first', '# top\nA: 1\n# about B\nB: 2\n', remove('A')],
    ['removes the middle', 'A: 1\nB: 2 # b\nC: 3\n', remove('B')],
    ['removes the last', 'A: 1\nB:\n  C: 1\n', remove('B')],
    ['removes the last without a line end', 'A: 1\nB: 2', remove('B')],
    ['removes neighbours', 'A: 1\nB: 2\nC: 3\n', remove('A', 'B')],
    ['removes all but one around comments', 'A: 1\n# b\nB: 2\n# c\nC: 3\n', remove('A', 'C')],
    ['removes the only one', 'S:\n  A: 1\nT: 1\n', removeFrom('S', 'A')],
    [
      'removes all of a nested mapping with comments',
      'S:\n  # a\n  A: 1\n  # b\n  B: 2\nT: 1\n',
      removeFrom('S', 'A', 'B'),
    ],
    ['puts a list in place of a text', 'A: x # why\nB: 1\n', set('A', [{ C: 1, D: [1, 2] }])],
    ['puts a text in place of a list', 'A:\n  - x\n  - y\nB: 1\n', set('A', 'z')],
    ['gives a key without a value one', 'A:\nB: 1\n', set('A', { C: 1 })],
    ['puts a value in place of one on the next line', 'A:\n  long text\nB: 1\n', set('A', 5)],
    ['keeps lists at the column of their key', 'L:\n- x\nA: 1\n', set('M', ['y'])],
    ['keeps four columns', 'S:\n    A: 1\n', set('M', { X: { Y: 1 } }, 'S')],
    ['keeps quotes', "A: 'x'\nB: 'y'\n", set('C', 'z')],
    ['keeps CRLF', 'S:\r\n  A: 1\r\n\r\nT: 1\r\n', set('M', { X: 1 }, 'S')],
    ['stays in front of the end of its document', 'A: 1\n...\n', set('M', 1)],
    ['leaves out what a merge key brings', 'D: &d\n  X: 1\nS:\n  <<: *d\n  A: 1\n', set('M', 1, 'S')],
    ['leaves the merge key', 'D: &d\n  X: 1\nS:\n  <<: *d\n  A: 1\n', removeFrom('S', 'A')],
    ['goes behind a merge key at the end', 'D: &d\n  X: 1\nS:\n  A: 1\n  <<: *d\n', set('M', 1, 'S')],
    ['goes into an explicit key', '? A\n: 1\nB: 2\n', set('M', 1)],
    ['goes behind quoted keys', '"A": 1\n"B": 2\n', set('M', 'x')],
    ['finds the column behind an anchor', 'S: &s\n  A: 1\nT: 1\n', set('M', 1, 'S')],
    ['goes behind a flow collection of several lines', 'A: [1,\n  2]\nB: {a: 1,\n  b: 2}\n', set('M', 1)],
    ['goes into a flow mapping with comments', 'S: {\n  A: 1, # a\n  B: 2 # b\n}\n', set('M', 1, 'S')],
    ['goes behind a tag', 'A: !Sub "x"\nB: !GetAtt\n  - a\n  - b\n', set('M', 1)],
    ['removes the first two behind a dash', 'L:\n  - A: 1\n    B: 2\n    C: 3\n', itemLess('A', 'B')],
    ['removes the first behind a dash with a comment', 'L:\n  - A: 1\n    # b\n    B: 2\n', itemLess('A')],
    ['removes a key with an empty name in front of it', "'': ''\nNo: false\n", remove('No')],
  ])('%s', (_, before, change) => {
    expect(`\n${before}=>\n${yaml(before, change)}`).toMatchSnapshot();
  });
});

describe('JSON', () => {
  it.each<[string, string, Change]>([
    ['inserts last', '{\n  "A": 1\n}\n', set('M', { X: [1] })],
    ['inserts last behind a comment', '{\n  "A": 1 // a\n  // end\n}\n', set('M', 1)],
    ['inserts first', '{\n  // a\n  "A": 1\n}\n', set('Comment', 'x')],
    ['inserts first below a line of the bracket', '{ // head\n  /* a */\n  "A": 1\n}\n', set('Comment', 'x')],
    ['inserts behind a trailing comma', '{\n  "A": 1,\n}\n', set('M', 1)],
    ['inserts into a minified object', '{"A":1,"S":{"B":2}}', set('M', { X: [1, 2] }, 'S')],
    ['inserts into an object on one line', '{\n  "S": { "A": 1, "B": 2 }\n}\n', set('M', { X: 1 }, 'S')],
    ['inserts into a mixed layout', '{\n  "A": 1, "B": 2,\n  "C": 3\n}\n', set('M', 1)],
    ['inserts behind two on the last line', '{\n  "A": 1,\n  "B": 2, "C": 3\n}\n', set('M', 1)],
    ['inserts into {}', '{\n  "S": {},\n  "T": 1\n}\n', set('M', 1, 'S')],
    ['inserts into { }', '{ "S": { }, "T": 1 }\n', set('M', 1, 'S')],
    ['inserts into a tall empty object', '{\n\t"S": {\n\t},\n\t"T": 1\n}\n', set('M', 1, 'S')],
    ['inserts into an object with a comment', '{\n  "S": {\n    // none\n  }\n}\n', set('M', 1, 'S')],
    ['keeps tabs', '{\n\t"A": 1\n}\n', set('M', { X: 1 })],
    ['keeps lists of one item a line', '{\n    "A": [\n        "x"\n    ]\n}\n', set('M', ['y', 'z'])],
    ['removes the first', '{\n  "A": 1,\n  "B": 2\n}\n', remove('A')],
    ['removes the last', '{\n  "A": 1, // a\n  "B": 2 // b\n}\n', remove('B')],
    ['removes the last behind a comment of its own', '{\n  "A": 1,\n  // b\n  "B": 2\n}\n', remove('B')],
    ['removes the only one', '{\n  "S": {\n    "A": 1\n  }\n}\n', removeFrom('S', 'A')],
    ['removes all', '{\n  "S": {\n    "A": 1,\n    "B": 2\n  },\n  "T": 1\n}\n', removeFrom('S', 'A', 'B')],
    ['removes the only one on a line', '{ "S": { "A": 1 }, "T": 2 }', removeFrom('S', 'A')],
    ['removes in the middle of a line', '{ "A": 1, "B": 2, "C": 3 }', remove('B')],
    ['removes both on a line', '{ "S": { "A": 1, "B": 2 } }', removeFrom('S', 'A', 'B')],
    ['removes neighbours behind a comment', '{ "A": 1 /* a */, "B": 2, "C": 3 }', remove('B', 'C')],
    ['keeps a comment between two that go', '{"A":1,"B":2,/*c*/"C":3}', remove('B', 'C')],
    ['removes first and last on a line', '{ "A": 1, "B": 2, "C": 3 }', remove('A', 'C')],
    ['removes around comments on a line', '{ "A": 1 /* a */, "B": 2 /* b */, "C": 3 }', remove('B')],
    ['removes all neighbours at the end', '{\n  "A": 1,\n  "B": 2,\n  "C": 3\n}\n', remove('B', 'C')],
    ['puts an object in place of a text', '{\n  "A": "x", // why\n  "B": 1\n}\n', set('A', { X: [1] })],
    ['puts a text in place of an object', '{\n  "A": {\n    "X": 1\n  },\n  "B": 1\n}\n', set('A', 'x')],
  ])('%s', (_, before, change) => {
    expect(`\n${before}=>\n${json(before, change)}`).toMatchSnapshot();
  });
});
