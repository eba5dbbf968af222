/**
 * A key that is written twice in one object, or once plain and once with `.$` in a payload template. Two states of one
 * name beside each other are `duplicate-state-name`'s; what an alias repeats is judged where it is written.
 */
import { valuesOfMachine, valuesOfState } from '../../analysis/own-values.ts';
import { templateObjectsOf } from '../../analysis/template-texts.ts';
import { describePartFirst } from '../../asl/describe-part.ts';
import type { Fix } from '../../fixers/fix.ts';
import { withoutRepeats } from '../../fixers/repeated-entries.ts';
import { hasPlaceholder } from '../../text/placeholders.ts';
import type { Entry, Node, ObjectNode, StringNode } from '../../tree/node.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'duplicate-key',
    category: 'document',
    summary: 'An object has the same key twice.',
    why:
      'Most readers of JSON and YAML keep the last value of a key that is written twice and drop the others without a ' +
      'word, so part of what is written never gets deployed; other readers refuse the text. In a payload template ' +
      '`name` and `name.$` are the same member, and only one of the two values can arrive.',
    remedy: 'Remove or rename all but one of them.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',
    fixSafety:
      'Entries that say the same, letter by letter, become one. Where their values differ, which one was meant is not ' +
      'known, and the fix is a plan.',
    messages: {
      state: {
        text: 'State "{state}" has the key {key} {times} in one object: the last value counts and the others are lost.',
        help: 'Keep one of them.',
      },
      machine: {
        text: 'State machine "{machine}" has the key {key} {times} in one object: the last value counts and the others are lost.',
        help: 'Keep one of them.',
      },
      states: {
        text: 'State "{key}" stands {times} among the states: the last value counts and the others are lost.',
        help: 'Keep one of them.',
      },
      computed: {
        text: '{Part} has both {key} and {key}.$ in one object: they give the same member two values, of which only one can arrive.',
        help: 'Keep one of them.',
      },
    },
    references: [
      'RFC 8259: The JavaScript Object Notation (JSON) Data Interchange Format, section 4',
      'AWS Step Functions developer guide: Parameters',
    ],
  },
  {
    anyMachine(machine, context) {
      const states = machine.node.get('States');
      const others = namesOfOthers(states);
      for (const value of valuesOfMachine(machine)) {
        const data = { machine: machine.name, state: machine.owner?.name ?? '' };
        const own = machine.owner === undefined ? 'machine' : 'state';
        const message = value === states ? 'states' : own;
        for (const { last, earlier } of repeatedKeys(value)) {
          if (value === states && !others.has(last.value)) continue;
          context.report({
            at: { key: last },
            message,
            data: { ...data, ...described(last, earlier) },
            related: related(earlier),
            fix: asOne(value, last, earlier),
          });
        }
      }
    },
    state(state, context) {
      for (const value of valuesOfState(state)) {
        for (const { last, earlier } of repeatedKeys(value)) {
          const data = { state: state.name, ...described(last, earlier) };
          context.report({
            at: { key: last },
            message: 'state',
            data,
            related: related(earlier),
            fix: asOne(value, last, earlier),
          });
        }
      }
    },
    part(part, context) {
      for (const object of templateObjectsOf(part)) {
        for (const { plain, computed } of pairsOf(object)) {
          const data = { Part: describePartFirst(part), key: plain.value };
          const notes = [{ at: { key: plain }, note: 'the other value' }];
          context.report({ at: { key: computed }, message: 'computed', data, related: notes, fix: KEEP_ONE });
        }
      }
    },
  },
);

interface Repeated {
  readonly last: StringNode;
  readonly earlier: readonly StringNode[];
}

const KEEP_ONE: Fix = { title: 'Keep one of them', safety: 'plan', edits: [] };

function asOne(value: Node, last: StringNode, earlier: readonly StringNode[]): Fix | undefined {
  return value.kind === 'object' ? withoutRepeats(value, [...earlier, last], KEEP_ONE.title) : undefined;
}

/** By key, in the order in which the second ones stand. A name with a placeholder in it may become any. */
function repeatedKeys(value: Node): readonly Repeated[] {
  if (value.kind !== 'object' || value.anchor !== undefined || value.entries.length < 2) return [];
  if (!hasRepeatedKey(value.entries)) return [];
  const keys = new Map<string, StringNode[]>();
  for (const { key } of value.entries) {
    const same = keys.get(key.value);
    if (same === undefined) keys.set(key.value, [key]);
    else same.push(key);
  }
  return [...keys.values()].flatMap((all) => {
    const last = all.at(-1);
    if (last === undefined || all.length < 2 || hasPlaceholder(last.value)) return [];
    return [{ last, earlier: all.slice(0, -1) }];
  });
}

const FEW = 8;

function hasRepeatedKey(entries: readonly Entry[]): boolean {
  if (entries.length > FEW) return new Set(entries.map(({ key }) => key.value)).size < entries.length;
  return entries.some((entry, i) => entries.findIndex(({ key }) => key.value === entry.key.value) < i);
}

/** Names among the states under which something else stands too, so that no two states need share them. */
function namesOfOthers(states: Node | undefined): ReadonlySet<string> {
  const entries = states?.kind === 'object' ? states.entries : [];
  return new Set(entries.filter(({ value }) => value.kind !== 'object').map(({ key }) => key.value));
}

function described({ value: key }: StringNode, { length }: readonly StringNode[]): { key: string; times: string } {
  return { key, times: length === 1 ? 'twice' : `${length + 1} times` };
}

function related(earlier: readonly StringNode[]): readonly { at: { key: StringNode }; note: string }[] {
  return earlier.map((key) => ({ at: { key }, note: 'the same key' }));
}

interface Pair {
  readonly plain: StringNode;
  readonly computed: StringNode;
}

function pairsOf(object: ObjectNode): readonly Pair[] {
  if (object.anchor !== undefined) return [];
  return object.entries.flatMap(({ key: computed }) => {
    if (!computed.value.endsWith('.$') || computed.value.length === 2) return [];
    const plain = object.entry(computed.value.slice(0, -2))?.key;
    return plain === undefined || hasPlaceholder(plain.value) ? [] : [{ plain, computed }];
  });
}
