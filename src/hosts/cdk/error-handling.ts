/** `addRetry` and `addCatch`: the retriers and catchers of a state. Those of all errors come last. */
import { arrayNode, objectNode } from '../../tree/node.ts';
import type { Entry, Node, Place } from '../../tree/node.ts';
import { durationNode } from './durations.ts';
import { enumOption, plainOption } from './edit/option-writers.ts';
import { CallListSyntax, OptionsSyntax } from './edit/options-syntax.ts';
import type { CalledList, OptionWriters } from './edit/options-syntax.ts';
import { Fields } from './fields.ts';
import { addedNode, fieldsNode, keyNode, unknownAt, valueNode } from './nodes.ts';
import { Props } from './state.ts';
import type { Handler, Retrying } from './state.ts';
import type { Value } from './values.ts';

const ERRORS = { option: 'errors', write: plainOption };
const JITTER = enumOption('aws-stepfunctions.JitterType');

export interface Matcher {
  readonly node: Node;
  readonly matchesAll: boolean | undefined;
  /** The call that adds it; absent for what CDK adds by itself. */
  readonly call?: Place;
}

export function retryMatcher({ options, place, call }: Retrying): Matcher {
  const props = new Props(options);
  const fields = new Fields();
  const matchesAll = addErrors(fields, props, place);
  addRetryFields(fields, props);
  fields.isOpen = props.isOpen;
  fields.syntax = new OptionsSyntax(call, 0, fields.writers);
  return { node: fields.node(props.place ?? place), matchesAll, call };
}

function addRetryFields(fields: Fields, props: Props): void {
  fields.option(props, 'interval', 'IntervalSeconds', durationNode);
  fields.option(props, 'maxAttempts', 'MaxAttempts');
  fields.option(props, 'backoffRate', 'BackoffRate');
  fields.option(props, 'maxDelay', 'MaxDelaySeconds', durationNode);
  fields.option(props, 'jitterStrategy', 'JitterStrategy', valueNode, JITTER);
}

/** What a retrier may hold. */
const RETRY_WRITERS: OptionWriters = retryWriters();

function retryWriters(): OptionWriters {
  const fields = new Fields();
  fields.writers.set('ErrorEquals', ERRORS);
  addRetryFields(fields, new Props(undefined));
  return fields.writers;
}

/** `next` is where it leads to. CDK writes an output for JSONata alone; undefined when the language is not known. */
export function catchMatcher(
  { options, place, call }: Handler,
  next: Node,
  nextPlace: Place,
  isJsonata: boolean | undefined,
): Matcher {
  const props = new Props(options);
  const fields = new Fields();
  const matchesAll = addErrors(fields, props, place);
  fields.option(props, 'resultPath', 'ResultPath');
  if (isJsonata === true) fields.option(props, 'outputs', 'Output');
  else if (isJsonata === undefined) fields.option(props, 'outputs', 'Output', unknownOutput);
  // A fix may make the state one of JSONata.
  fields.writers.set('Output', { option: 'outputs', write: plainOption });
  fields.option(props, 'assign', 'Assign', fieldsNode);
  fields.add('Next', nextPlace, next);
  fields.isOpen = props.isOpen;
  fields.syntax = new OptionsSyntax(call, 1, fields.writers);
  return { node: fields.node(props.place ?? place), matchesAll, call };
}

function unknownOutput({ place }: Value): Node {
  return unknownAt(place, 'an output', true);
}

/** Whether it is for all errors; undefined when that is not known. */
function addErrors(fields: Fields, props: Props, place: Place): boolean | undefined {
  const member = props.member('errors');
  fields.writers.set('ErrorEquals', ERRORS);
  if (member === undefined) {
    const all = arrayNode(place, [addedNode('States.ALL', place)]);
    fields.add('ErrorEquals', place, props.isOpen ? unknownAt(place, 'errors that are not known here') : all);
    return props.isOpen ? undefined : true;
  }
  const node = valueNode(member.value) ?? unknownAt(member.value.place, 'errors');
  fields.add('ErrorEquals', member.key.place, node);
  if (node.kind !== 'array') return undefined;
  const texts = node.items.map((item) => (item.kind === 'string' ? item.value : undefined));
  if (texts.includes('States.ALL')) return true;
  return texts.includes(undefined) ? undefined : false;
}

/** The list of a state that is made at `state`, for which there may be no such field yet. */
export function calledList(field: 'Retry' | 'Catch', matchers: readonly Matcher[], state: Place): CalledList {
  const calls = inOrder(matchers).map(({ call }) => call);
  if (field === 'Catch') return { field, method: 'addCatch', calls, writers: undefined, state };
  return { field, method: 'addRetry', calls, writers: RETRY_WRITERS, state };
}

/** The list in the order in which CDK writes it; unknown when that depends on what is not known. */
export function matcherList(matchers: readonly Matcher[], place: Place, list?: CalledList): Node | undefined {
  if (matchers.length === 0) return undefined;
  if (matchers.length > 1 && matchers.some(({ matchesAll }) => matchesAll === undefined)) {
    return unknownAt(place, 'entries whose order is not known here');
  }
  const { layer, start, end } = place;
  const syntax = list === undefined ? undefined : new CallListSyntax(list);
  return arrayNode(
    { layer, start, end, syntax },
    inOrder(matchers).map(({ node }) => node),
  );
}

function inOrder(matchers: readonly Matcher[]): readonly Matcher[] {
  return [
    ...matchers.filter(({ matchesAll }) => matchesAll !== true),
    ...matchers.filter(({ matchesAll }) => matchesAll),
  ];
}

const LAMBDA_ERRORS = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
];

/** The retrier that tasks which call a function write by themselves. */
export function serviceRetrier(place: Place): Matcher {
  const entry = (name: string, value: Node): Entry => ({ key: keyNode(name, place), value });
  const errors = arrayNode(
    place,
    LAMBDA_ERRORS.map((name) => addedNode(name, place)),
  );
  const entries = [
    entry('ErrorEquals', errors),
    entry('IntervalSeconds', addedNode(2, place)),
    entry('MaxAttempts', addedNode(6, place)),
    entry('BackoffRate', addedNode(2, place)),
  ];
  return { node: objectNode(place, entries), matchesAll: false };
}
