/** `CustomState`: fields written by hand, with transitions and error handling that calls add. */
import { arrayNode } from '../../tree/node.ts';
import type { Entry, Node } from '../../tree/node.ts';
import { calledList, catchMatcher, matcherList, retryMatcher } from './error-handling.ts';
import type { Matcher } from './error-handling.ts';
import { CustomStateSyntax } from './edit/custom-state-syntax.ts';
import { LiteralSyntax } from './edit/literal-syntax.ts';
import type { CalledList } from './edit/options-syntax.ts';
import { Fields } from './fields.ts';
import { addedNode, methodPlace, unknownAt, valueNode } from './nodes.ts';
import { isInJsonata } from './query-language.ts';
import type { Rendering } from './rendering.ts';
import type { Props, StateValue } from './state.ts';

export function customFields(state: StateValue, props: Props, rendering: Rendering): Fields {
  const fields = new Fields();
  const json = props.get('stateJson');
  const node = json === undefined ? undefined : valueNode(json);
  const written = node?.kind === 'object' ? node.entries : [];
  fields.isOpen = node?.kind !== 'object' || node.isOpen;
  const has = (name: string): boolean => written.some(({ key }) => key.value === name);
  if (!has('Next') && !has('End')) addNext(fields, state, rendering);
  else if (state.next !== undefined && !has('Next')) addNext(fields, state, rendering);
  else if (!has('End') && state.next === undefined) addNext(fields, state, rendering);
  fields.entries.push(...written.filter(({ key }) => key.value !== 'Retry' && key.value !== 'Catch'));
  const lists: CalledList[] = [];
  const add = (field: CalledList['field'], called: readonly Matcher[]): void => {
    const list = addMatchers(fields, state, entryOf(written, field), called, field);
    if (list !== undefined) lists.push(list);
  };
  add('Retry', state.retries.map(retryMatcher));
  // What it says of its own language is only written, and not looked at.
  const isJsonata = isInJsonata(undefined, rendering.language);
  const catchers = state.handlers.map((handler) =>
    catchMatcher(handler, rendering.next(handler.target, handler.next), handler.next, isJsonata),
  );
  add('Catch', catchers);
  if (node !== undefined) fields.syntax = new CustomStateSyntax(new LiteralSyntax(node), lists);
  return fields;
}

function entryOf(entries: readonly Entry[], name: string): Entry | undefined {
  return entries.find(({ key }) => key.value === name);
}

function addNext(fields: Fields, state: StateValue, rendering: Rendering): void {
  if (state.lost.has('next')) {
    fields.add('Next', state.callee, unknownAt(state.callee, 'a transition that is not known here', true));
    fields.isOpen = true;
  } else if (state.next === undefined) fields.add('End', state.callee, addedNode(true, state.callee));
  else fields.add('Next', state.next.place, rendering.next(state.next.target, state.next.place));
}

/** Those of calls come first, then those written by hand. Gives the list that calls alone make. */
function addMatchers(
  fields: Fields,
  state: StateValue,
  written: Entry | undefined,
  called: readonly Matcher[],
  name: CalledList['field'],
): CalledList | undefined {
  const isLost = state.lost.has(name === 'Retry' ? 'retry' : 'catch');
  if (isLost) {
    fields.add(name, state.callee, unknownAt(state.callee, 'entries that are not known here', true));
  } else if (called.length === 0) {
    if (written !== undefined) fields.entries.push(written);
  } else if (written === undefined) {
    const list = calledList(name, called, state.place);
    const [first] = name === 'Retry' ? state.retries : state.handlers;
    const place = first === undefined ? state.callee : methodPlace(first.place, list.method);
    fields.add(name, place, matcherList(called, state.callee, list));
    return list;
  } else {
    fields.add(name, written.key, joined(called, written.value, state));
  }
  return undefined;
}

function joined(called: readonly Matcher[], written: Node | undefined, state: StateValue): Node {
  const before = matcherList(called, state.callee);
  if (before?.kind !== 'array' || (written !== undefined && written.kind !== 'array')) {
    return unknownAt(state.callee, 'entries that are not known here');
  }
  return arrayNode(written ?? state.callee, [...before.items, ...(written?.items ?? [])]);
}
