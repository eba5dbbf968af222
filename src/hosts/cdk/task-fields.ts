/** The fields of a task: which service it calls and with what, from the table of task classes. */
import { objectNode } from '../../tree/node.ts';
import type { Node } from '../../tree/node.ts';
import { durationNode } from './durations.ts';
import { timeLimit } from './edit/option-writers.ts';
import { serviceRetrier } from './error-handling.ts';
import type { Matcher } from './error-handling.ts';
import { Fields } from './fields.ts';
import { plainText } from './map-fields.ts';
import { unknownAt, valueNode } from './nodes.ts';
import { stateLanguage } from './query-language.ts';
import type { Rendering } from './rendering.ts';
import type { Props, StateValue } from './state.ts';
import { TASKS } from './tasks/index.ts';
import { parameterEntries } from './tasks/parameters.ts';
import type { Pattern, TaskClass, TaskView } from './tasks/parameters.ts';
import { truthOf } from './values.ts';
import type { Value } from './values.ts';

/** Adds the fields, and gives the retriers that the class writes by itself; a node when those are not known. */
export function addTaskFields(
  fields: Fields,
  state: StateValue,
  props: Props,
  rendering: Rendering,
): readonly Matcher[] | Node {
  const task = TASKS.get(state.className);
  if (task?.takesTimeout !== true) addTimeout(fields, props, 'timeout', 'taskTimeout', 'TimeoutSeconds');
  addTimeout(fields, props, 'heartbeat', 'heartbeatTimeout', 'HeartbeatSeconds');
  fields.option(props, 'credentials', 'Credentials', (value) => credentialsNode(value, rendering));
  if (task === undefined) {
    fields.isOpen = true;
    fields.add('Resource', state.callee, unknownAt(state.callee, `what ${state.className} calls`));
    return unknownAt(state.callee, 'retriers');
  }
  const own = stateLanguage(state, props);
  const isKnown = own !== 'unknown' && rendering.language !== 'unknown';
  const view: TaskView = {
    props,
    callee: state.callee,
    id: state.id,
    isJsonata: own === 'JSONata' || rendering.language === 'JSONata',
    pattern: patternOf(props, task),
    ev: rendering.ev,
  };
  fields.add('Resource', state.callee, task.resource(view));
  if (isKnown) addParameters(fields, task, view);
  else fields.isOpen = true;
  if (task.retriesService !== true) return [];
  const retries = props.get('retryOnServiceExceptions');
  const truth = retries === undefined ? (props.isOpen ? undefined : true) : truthOf(retries);
  if (truth === undefined) return unknownAt(state.callee, 'retriers');
  return truth ? [serviceRetrier(state.callee)] : [];
}

function patternOf(props: Props, task: TaskClass): Pattern | undefined {
  const value = props.get('integrationPattern');
  if (value === undefined) return props.isOpen ? undefined : (task.pattern ?? 'REQUEST_RESPONSE');
  const text = plainText(value);
  return text === 'REQUEST_RESPONSE' || text === 'RUN_JOB' || text === 'WAIT_FOR_TASK_TOKEN' ? text : undefined;
}

function addParameters(fields: Fields, task: TaskClass, view: TaskView): void {
  const name = view.isJsonata ? 'Arguments' : 'Parameters';
  const { callee, props } = view;
  const whole = task.whole?.(view);
  if (whole !== undefined) {
    fields.entries.push(...whole);
    return;
  }
  const entries = parameterEntries(task.parameters ?? {}, view);
  const place = task.parametersOption === undefined ? undefined : props.get(task.parametersOption)?.place;
  if (entries.length > 0 || task.mayBeEmpty !== true) {
    fields.add(name, callee, objectNode(place ?? callee, entries, undefined, props.isOpen || task.isOpen === true));
  }
}

/** `timeout` as a duration, or the newer option that may be an expression or a path. */
function addTimeout(fields: Fields, props: Props, older: string, newer: string, name: string): void {
  fields.option(props, older, name, durationNode);
  const member = props.member(newer);
  const set = [newer, older].find((option) => props.member(option) !== undefined);
  fields.writers.set(name, timeLimit(older, newer, set));
  if (member === undefined) return;
  const { value, key } = member;
  const form = value.kind === 'made' ? /^aws-stepfunctions\.Timeout\.(\w+)$/.exec(value.path)?.[1] : undefined;
  const inner = value.kind === 'made' ? value.arguments[0] : undefined;
  if (inner === undefined || form === undefined) fields.isOpen = true;
  else if (form === 'duration') fields.add(name, key.place, durationNode(inner));
  else fields.add(form === 'at' ? `${name}Path` : name, key.place, valueNode(inner));
}

function credentialsNode(value: Value, { ev }: Rendering): Node {
  const role = value.kind === 'record' ? value.members.get('role')?.value : undefined;
  const inner = role?.kind === 'made' ? role.arguments[0] : undefined;
  const unknown = unknownAt(value.place, 'credentials');
  if (role?.kind !== 'made' || inner === undefined) return unknown;
  const fields = new Fields();
  if (role.path === 'aws-stepfunctions.TaskRole.fromRoleArnJsonPath') {
    fields.add('RoleArn.$', role.place, valueNode(inner));
  } else if (role.path === 'aws-stepfunctions.TaskRole.fromRole') {
    fields.field('RoleArn', role.place, ev.readMember(inner, 'roleArn', inner.place));
  } else return unknown;
  return fields.node(value.place);
}
