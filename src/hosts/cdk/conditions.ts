/** `Condition`: the tests of a choice rule. */
import { arrayNode, objectNode } from '../../tree/node.ts';
import type { Entry, Node, Place } from '../../tree/node.ts';
import { addedNode, keyNode, valueNode, unknownAt } from './nodes.ts';
import { isSpread } from './spread.ts';
import type { Value } from './values.ts';

const PREFIX = 'aws-stepfunctions.Condition.';

/** The members of a choice rule that a condition gives; undefined when it is not known. */
export function conditionEntries(condition: Value): readonly Entry[] | undefined {
  if (condition.kind !== 'made' || !condition.path.startsWith(PREFIX)) return undefined;
  const name = condition.path.slice(PREFIX.length);
  const { arguments: given, place } = condition;
  switch (name) {
    case 'and':
    case 'or': {
      const parts = given.some(isSpread)
        ? unknownAt(place, 'conditions that are spread')
        : arrayNode(place, given.map(ruleNode));
      return [entry(name === 'and' ? 'And' : 'Or', place, parts)];
    }
    case 'not':
      return given[0] === undefined ? undefined : [entry('Not', place, ruleNode(given[0]))];
    case 'jsonata':
      return operand('Condition', given[0], place);
    default:
      return comparison(name, given, place);
  }
}

function ruleNode(condition: Value): Node {
  const entries = conditionEntries(condition);
  return entries === undefined
    ? unknownAt(condition.place, 'a condition that is not known here')
    : objectNode(condition.place, entries);
}

const TYPE_TEST = /^is(Not)?(Present|String|Numeric|Boolean|Timestamp|Null)$/;
const COMPARISON = /^(string|number|boolean|timestamp)((?:Less|Greater)Than(?:Equals)?|Equals|Matches)(JsonPath)?$/;
const TYPES: Readonly<Record<string, string>> = {
  string: 'String',
  number: 'Numeric',
  boolean: 'Boolean',
  timestamp: 'Timestamp',
};

function comparison(name: string, given: readonly Value[], place: Place): readonly Entry[] | undefined {
  const variable = operand('Variable', given[0], place);
  if (variable === undefined) return undefined;
  const test = TYPE_TEST.exec(name);
  if (test !== null) return [...variable, entry(`Is${test[2] ?? ''}`, place, addedNode(test[1] === undefined, place))];
  const match = COMPARISON.exec(name);
  const type = match === null ? undefined : TYPES[match[1] ?? ''];
  if (match === null || type === undefined) return undefined;
  const compared = operand(`${type}${match[2] ?? ''}${match[3] === undefined ? '' : 'Path'}`, given[1], place);
  return compared === undefined ? undefined : [...variable, ...compared];
}

function operand(name: string, value: Value | undefined, place: Place): readonly Entry[] | undefined {
  if (value === undefined || isSpread(value)) return undefined;
  return [entry(name, place, valueNode(value) ?? unknownAt(value.place, 'an operand'))];
}

function entry(name: string, place: Place, value: Node): Entry {
  return { key: keyNode(name, place), value };
}
