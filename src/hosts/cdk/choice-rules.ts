/** The rules of a choice and its default. */
import { arrayNode, objectNode, stringNode } from '../../tree/node.ts';
import type { Entry, Node } from '../../tree/node.ts';
import { conditionEntries } from './conditions.ts';
import { Fields } from './fields.ts';
import { fieldsNode, keyNode, unknownAt } from './nodes.ts';
import type { Rendering } from './rendering.ts';
import { Props } from './state.ts';
import type { ChoiceBranch, StateValue } from './state.ts';

export function choiceRules(state: StateValue, rendering: Rendering): readonly Entry[] {
  const entries: Entry[] = [];
  const rules = state.lost.has('choices')
    ? unknownAt(state.callee, 'rules that are not known here')
    : arrayNode(
        state.callee,
        state.choices.map((branch) => ruleNode(branch, rendering)),
      );
  entries.push({ key: keyNode('Choices', state.callee), value: rules });
  if (state.lost.has('default')) {
    entries.push({ key: keyNode('Default', state.callee), value: unknownAt(state.callee, 'a default', true) });
  } else if (state.otherwise !== undefined) {
    const { target, place } = state.otherwise;
    entries.push({ key: keyNode('Default', place), value: rendering.next(target, place) });
  }
  return entries;
}

function ruleNode({ condition, target, options, place, next: at }: ChoiceBranch, rendering: Rendering): Node {
  const props = new Props(options);
  const fields = new Fields();
  const tests = conditionEntries(condition);
  fields.entries.push(...(tests ?? []));
  fields.option(props, 'comment', 'Comment');
  fields.option(props, 'outputs', 'Output');
  fields.option(props, 'assign', 'Assign', fieldsNode);
  const next: Entry = { key: stringNode(at, 'Next', { kind: 'elsewhere' }), value: rendering.next(target, at) };
  return objectNode(place, [...fields.entries, next], undefined, tests === undefined || props.isOpen);
}
