/** The fields of a state, from what it was made with and what calls have added. */
import { arrayNode } from '../../tree/node.ts';
import type { Node } from '../../tree/node.ts';
import { choiceRules } from './choice-rules.ts';
import { customFields } from './custom-state.ts';
import { durationNode } from './durations.ts';
import { MethodName } from './edit/new-names.ts';
import type { NewMethod } from './edit/new-names.ts';
import { queryLanguageOption, waitOption } from './edit/option-writers.ts';
import { OptionsSyntax } from './edit/options-syntax.ts';
import type { CalledList } from './edit/options-syntax.ts';
import type { TaskPlace } from './edit/task-class.ts';
import { calledList, catchMatcher, matcherList, retryMatcher } from './error-handling.ts';
import type { Matcher } from './error-handling.ts';
import { Fields } from './fields.ts';
import { addMapFields } from './map-fields.ts';
import { addedNode, fieldsNode, methodPlace, unknownAt, valueNode } from './nodes.ts';
import { isInJsonata, stateLanguage } from './query-language.ts';
import type { Rendering } from './rendering.ts';
import { Props } from './state.ts';
import type { StateValue } from './state.ts';
import { addTaskFields } from './task-fields.ts';
import { TASKS } from './tasks/index.ts';
import type { Value } from './values.ts';

export function stateFields(state: StateValue, rendering: Rendering): Fields {
  const props = new Props(state.props);
  if (state.type === 'CustomState') return customFields(state, props, rendering);
  const fields = new Fields();
  fields.isOpen = props.isOpen;
  fields.add('Type', state.callee, addedNode(state.type === 'DistributedMap' ? 'Map' : state.type, state.callee));
  addLanguage(fields, state, props, rendering);
  fields.option(props, 'comment', 'Comment');
  fields.option(props, 'inputPath', 'InputPath');
  fields.option(props, 'outputPath', 'OutputPath');
  fields.option(props, 'outputs', 'Output');
  fields.option(props, 'assign', 'Assign', fieldsNode);
  const lists = addOwnFields(fields, state, props, rendering);
  if (state.isNextable) addNext(fields, state, rendering);
  const task = state.className === 'LambdaInvoke' ? taskPlace(state, rendering) : undefined;
  fields.syntax = new OptionsSyntax(state.place, 2, fields.writers, lists, task);
  fields.handOver(state.place, TASKS.get(state.className)?.parametersOption);
  return fields;
}

/** Metrics may be asked for after the machine is made. */
function taskPlace(state: StateValue, { machine }: Rendering): TaskPlace {
  return {
    state: state.place,
    machine,
    get asksMetrics() {
      return state.asksMetrics;
    },
  };
}

/** The lists that calls make. */
function addOwnFields(fields: Fields, state: StateValue, props: Props, rendering: Rendering): readonly CalledList[] {
  switch (state.type) {
    case 'Pass':
      fields.option(props, 'result', 'Result', resultNode);
      fields.option(props, 'resultPath', 'ResultPath');
      fields.option(props, 'parameters', 'Parameters', fieldsNode);
      return [];
    case 'Wait':
      addWait(fields, props);
      return [];
    case 'Fail':
      for (const [option, name] of FAIL_FIELDS) fields.option(props, option, name);
      return [];
    case 'Choice':
      fields.entries.push(...choiceRules(state, rendering));
      fields.isOpen ||= state.lost.has('choices') || state.lost.has('default');
      return [];
    case 'Parallel':
      addCalled(fields, props);
      fields.option(props, 'parameters', 'Parameters', fieldsNode);
      fields.option(props, 'arguments', 'Arguments');
      fields.add('Branches', state.callee, branchesNode(state, rendering));
      return addErrorHandling(fields, state, rendering);
    case 'Map':
    case 'DistributedMap':
      addCalled(fields, props);
      addMapFields(fields, state, props, rendering);
      return addErrorHandling(fields, state, rendering);
    case 'Task':
      addCalled(fields, props);
      return addErrorHandling(fields, state, rendering, addTaskFields(fields, state, props, rendering));
    case 'Succeed':
    case 'CustomState':
      return [];
  }
}

const FAIL_FIELDS = [
  ['error', 'Error'],
  ['errorPath', 'ErrorPath'],
  ['cause', 'Cause'],
  ['causePath', 'CausePath'],
] as const;

function addLanguage(fields: Fields, state: StateValue, props: Props, { language: whole }: Rendering): void {
  // Who makes a state by a factory has said its language by that.
  if (state.language === undefined) fields.writers.set('QueryLanguage', queryLanguageOption);
  const own = stateLanguage(state, props);
  const place = props.member('queryLanguage')?.key.place ?? state.callee;
  if (own === 'unknown' || (own === 'JSONata' && whole === 'unknown')) {
    fields.add('QueryLanguage', place, unknownAt(place, 'a query language', true));
  } else if (own === 'JSONata' && whole !== 'JSONata') fields.add('QueryLanguage', place, addedNode('JSONata', place));
}

/** What states have that call something or run others. */
function addCalled(fields: Fields, props: Props): void {
  fields.option(props, 'resultPath', 'ResultPath');
  fields.option(props, 'resultSelector', 'ResultSelector', fieldsNode);
}

export function addNext(fields: Fields, state: StateValue, rendering: Rendering): void {
  if (state.lost.has('next')) {
    fields.add('Next', state.callee, unknownAt(state.callee, 'a transition that is not known here', true));
    fields.isOpen = true;
  } else if (state.next === undefined) fields.add('End', state.callee, addedNode(true, state.callee));
  else fields.add('Next', state.next.place, rendering.next(state.next.target, state.next.place));
}

function resultNode(value: Value): Node | undefined {
  if (value.kind !== 'made') return valueNode(value);
  const [inner] = value.arguments;
  const isResult = value.path.startsWith('aws-stepfunctions.Result.from') || value.path === 'aws-stepfunctions.Result';
  return isResult && inner !== undefined ? valueNode(inner) : unknownAt(value.place, 'a result');
}

const WAIT_FIELDS: Readonly<Record<string, string>> = {
  duration: 'Seconds',
  seconds: 'Seconds',
  timestamp: 'Timestamp',
  secondsPath: 'SecondsPath',
  timestampPath: 'TimestampPath',
};

function addWait(fields: Fields, props: Props): void {
  const member = props.member('time');
  if (member === undefined) return;
  const { value, key } = member;
  const method = value.kind === 'made' ? /^aws-stepfunctions\.WaitTime\.(\w+)$/.exec(value.path)?.[1] : undefined;
  const name = method === undefined ? undefined : WAIT_FIELDS[method];
  const inner = value.kind === 'made' ? value.arguments[0] : undefined;
  if (name === undefined || inner === undefined) fields.isOpen = true;
  else if (method === 'duration') {
    fields.writers.set(name, { option: 'time', write: waitOption });
    fields.add(name, key.place, durationNode(inner));
  } else fields.add(name, key.place, valueNode(inner), new MethodName(value.place, waitMethod));
}

/** The way to say a time by a text that says this field. */
function waitMethod(field: string): NewMethod | undefined {
  const found = Object.entries(WAIT_FIELDS).find(([method, name]) => name === field && method !== 'duration');
  return found && { method: found[0] };
}

function branchesNode(state: StateValue, rendering: Rendering): Node {
  if (state.lost.has('branches')) return unknownAt(state.callee, 'branches that are not known here');
  return arrayNode(
    state.callee,
    state.branches.map((start) => rendering.nested(start, start.place, [])),
  );
}

export function addErrorHandling(
  fields: Fields,
  state: StateValue,
  rendering: Rendering,
  before: Node | readonly Matcher[] = [],
): readonly CalledList[] {
  const own = Array.isArray(before) ? (before as readonly Matcher[]) : undefined;
  const lists: CalledList[] = [];
  if (state.lost.has('retry') || own === undefined) {
    fields.add('Retry', state.callee, unknownAt(state.callee, 'retriers that are not known here', true));
  } else {
    const [first] = state.retries;
    const retriers = [...own, ...state.retries.map(retryMatcher)];
    const list = calledList('Retry', retriers, state.place);
    // Those that CDK adds by itself are there already.
    if (own.length === 0) lists.push(list);
    fields.add(
      'Retry',
      own.length > 0 || first === undefined ? state.callee : methodPlace(first.place, 'addRetry'),
      matcherList(retriers, first?.place ?? state.callee, list),
    );
  }
  if (state.lost.has('catch')) {
    fields.add('Catch', state.callee, unknownAt(state.callee, 'catchers that are not known here', true));
    return lists;
  }
  const handlers = catchers(state, rendering);
  const list = calledList('Catch', handlers, state.place);
  lists.push(list);
  const [first] = state.handlers;
  if (first !== undefined) {
    fields.add('Catch', methodPlace(first.place, 'addCatch'), matcherList(handlers, first.place, list));
  }
  return lists;
}

export function catchers(state: StateValue, rendering: Rendering): readonly Matcher[] {
  const isJsonata = isInJsonata(stateLanguage(state, new Props(state.props)), rendering.language);
  return state.handlers.map((handler) =>
    catchMatcher(handler, rendering.next(handler.target, handler.next), handler.next, isJsonata),
  );
}
