/**
 * Random changes of random collections, in random layouts: what the edited text then says is judged by the libraries,
 * and all characters outside the edits are the ones that were there.
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { parse } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { isRefusal } from '../../src/text/layer.ts';
import type { Node } from '../../src/tree/node.ts';
import type { Collection, Data, LayerEdit, MemberChange } from '../../src/tree/syntax.ts';
import { jsonStyle, jsonValue, writeJson, writeYaml, yamlStyle } from './random-values.ts';
import { jsonTree, nodesIn, valueOf, yamlTree } from './trees.ts';

interface Plan {
  /** Which of the collections, which of its members, what is done: large numbers, taken modulo what there is. */
  readonly collection: number;
  readonly members: readonly number[];
  readonly action: 'insert' | 'remove' | 'replace' | 'both';
  readonly value: unknown;
}

const plan: fc.Arbitrary<Plan> = fc.record({
  collection: fc.nat(),
  members: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
  action: fc.constantFrom('insert', 'remove', 'replace', 'both'),
  // No notation tells -0 from 0.
  value: jsonValue.map((value) => JSON.parse(JSON.stringify(value)) as unknown),
});

function parseJson(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true });
  if (errors.length > 0) throw new SyntaxError(text);
  return value;
}

function parseYaml(text: string): unknown {
  const document = parseDocument(text, { version: '1.1', strict: false, uniqueKeys: false, logLevel: 'silent' });
  const [error] = document.errors;
  if (error !== undefined) throw error;
  return document.toJS({ maxAliasCount: -1 });
}

function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return NaN;
  }
}

function valuesIn(root: Node): readonly Node[] {
  return [...nodesIn(root)].flatMap(({ node, isKey }) => (isKey ? [] : [node]));
}

const NEW_KEY = 'a new key';

interface Outcome {
  readonly edits: readonly LayerEdit[];
  readonly expected: unknown;
}

/** The edits of a plan and what the whole is to say then; undefined where it is refused or there is nothing to do. */
function carryOut(
  root: Node,
  whole: unknown,
  { collection, members, action, value }: Plan,
): Outcome | 'refused' | undefined {
  const collections = valuesIn(root).filter((node): node is Collection => 'entries' in node || 'items' in node);
  const target = collections[collection % Math.max(1, collections.length)];
  if (target?.syntax === undefined) return undefined;
  const count = target.kind === 'array' ? target.items.length : target.entries.length;
  const plain = plainOf(root, whole, target);
  if (action === 'replace') {
    if (count === 0) return undefined;
    const index = (members[0] ?? 0) % count;
    const edit = target.syntax.replaceValue(target, index, value as Data);
    if (isRefusal(edit)) return 'refused';
    if (Array.isArray(plain)) plain[index] = value;
    else plain[Object.keys(plain)[index] ?? ''] = value;
    return { edits: [edit], expected: whole };
  }
  const change = memberChange(target, count, members, action, value);
  if (change === undefined) return undefined;
  const edits = target.syntax.changeMembers(target, change);
  if (isRefusal(edits)) return 'refused';
  changePlain(plain, change);
  return { edits, expected: whole };
}

function memberChange(
  target: Collection,
  count: number,
  members: readonly number[],
  action: Plan['action'],
  value: unknown,
): MemberChange | undefined {
  const picked = [...new Set(members.map((member) => member % (count + 1)))].sort((a, b) => a - b);
  const removed = action === 'insert' ? [] : picked.filter((index) => index < count);
  const key = target.kind === 'array' ? {} : { key: NEW_KEY };
  const inserted = action === 'remove' ? [] : [{ before: picked[0] ?? 0, ...key, value: value as Data }];
  return removed.length + inserted.length === 0 ? undefined : { removed, inserted, moved: [] };
}

type Plain = unknown[] | Record<string, unknown>;

/** The part of the plain value that a collection stands for. */
function plainOf(root: Node, whole: unknown, target: Node): Plain {
  if (root === target) return whole as Plain;
  if (root.kind === 'array') {
    const i = root.items.findIndex((item) => valuesIn(item).includes(target));
    return plainOf(root.items[i]!, (whole as unknown[])[i], target);
  }
  if (root.kind !== 'object') throw new TypeError('not within');
  const entry = root.entries.find(({ value }) => valuesIn(value).includes(target))!;
  return plainOf(entry.value, (whole as Record<string, unknown>)[entry.key.value], target);
}

function changePlain(plain: Plain, { removed, inserted }: MemberChange): void {
  const gone = new Set(removed);
  const [added] = inserted;
  if (Array.isArray(plain)) {
    const items: unknown[] = [];
    for (let i = 0; i <= plain.length; i++) {
      if (added?.before === i) items.push(added.value);
      if (i < plain.length && !gone.has(i)) items.push(plain[i]);
    }
    plain.splice(0, plain.length, ...items);
    return;
  }
  for (const [i, name] of Object.keys(plain).entries()) if (gone.has(i)) Reflect.deleteProperty(plain, name);
  if (added !== undefined) plain[NEW_KEY] = added.value;
}

function apply(text: string, edits: readonly LayerEdit[]): string {
  const sorted = edits.map((edit, i) => ({ edit, i })).sort((a, b) => a.edit.start - b.edit.start || a.i - b.i);
  let changed = '';
  let from = 0;
  for (const { edit } of sorted) {
    if (edit.start < from) throw new RangeError('the edits overlap');
    changed += text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return changed + text.slice(from);
}

/** Whether an object keeps the order of its keys, which those that look like numbers do not. */
function keepsOrder(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(keepsOrder);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, item]) => !/^\d+$|^__proto__$/.test(key) && keepsOrder(item));
}

const OUTCOMES = { json: { made: 0, refused: 0 }, yaml: { made: 0, refused: 0 } };

function check(
  host: keyof typeof OUTCOMES,
  text: string,
  read: (text: string) => unknown,
  tree: Node,
  wanted: Plan,
): void {
  const outcome = carryOut(tree, structuredClone(valueOf(tree)), wanted);
  if (outcome === undefined) return;
  if (outcome === 'refused') {
    OUTCOMES[host].refused++;
    return;
  }
  OUTCOMES[host].made++;
  const changed = apply(text, outcome.edits);
  expect(read(changed), changed).toEqual(outcome.expected);
}

describe('changes between brackets', () => {
  it('say what is intended, in JSON of every layout', () => {
    fc.assert(
      fc.property(jsonValue, jsonStyle, plan, (value, style, wanted) => {
        fc.pre(keepsOrder(value) && keepsOrder(wanted.value));
        const text = writeJson(value, style);
        check('json', text, parseJson, jsonTree(text), wanted);
      }),
      { numRuns: 1000 },
    );
    expect(OUTCOMES.json.refused).toBe(0);
    expect(OUTCOMES.json.made).toBeGreaterThan(200);
  });
});

describe('changes in YAML', () => {
  it('say what is intended, in blocks and between brackets', () => {
    fc.assert(
      fc.property(jsonValue, yamlStyle, plan, (value, style, wanted) => {
        fc.pre(keepsOrder(value) && keepsOrder(wanted.value) && readsBack(wanted.value));
        const text = writeYaml(value, style);
        fc.pre(
          isDeepStrictEqual(
            attempt(() => parseYaml(text)),
            value,
          ),
        );
        check('yaml', text, parseYaml, yamlTree(text), wanted);
      }),
      {
        numRuns: 2000,
        examples: [
          [
            {},
            { options: {}, carriageReturns: false, flow: [false], scalars: ['PLAIN'] },
            { collection: 0, members: [0], action: 'insert', value: { '.': '' } },
          ],
        ],
      },
    );
    expect(OUTCOMES.yaml.refused / OUTCOMES.yaml.made).toBeLessThan(0.1);
    expect(OUTCOMES.yaml.made).toBeGreaterThan(300);
  });
});

/** Whether YAML can say a value at all. */
function readsBack(value: unknown): boolean {
  return !/[\ud800-\udfff]/u.test(JSON.stringify(value)) && !JSON.stringify(value).includes('\\ud');
}
