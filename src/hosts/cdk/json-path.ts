/** What `JsonPath` stands for: paths of the input and the context object, and calls of intrinsic functions. */
import type { Layer } from '../../text/layer.ts';
import { addedText, joinTexts } from './texts.ts';
import { knownText } from './values.ts';
import type { TextValue, Value } from './values.ts';

const PREFIX = 'aws-stepfunctions.JsonPath.';

const AT: ReadonlySet<string> = new Set(['stringAt', 'numberAt', 'listAt', 'objectAt']);

/** Members that are not called, and the path each stands for. */
const MEMBERS: Readonly<Record<string, string>> = {
  entirePayload: '$',
  entireContext: '$$',
  taskToken: '$$.Task.Token',
  executionId: '$$.Execution.Id',
  executionInput: '$$.Execution.Input',
  executionName: '$$.Execution.Name',
  executionRoleArn: '$$.Execution.RoleArn',
  executionStartTime: '$$.Execution.StartTime',
  stateEnteredTime: '$$.State.EnteredTime',
  stateName: '$$.State.Name',
  stateRetryCount: '$$.State.RetryCount',
  stateMachineId: '$$.StateMachine.Id',
  stateMachineName: '$$.StateMachine.Name',
};

const FUNCTIONS: Readonly<Record<string, string>> = {
  array: 'States.Array',
  arrayPartition: 'States.ArrayPartition',
  arrayContains: 'States.ArrayContains',
  arrayRange: 'States.ArrayRange',
  arrayGetItem: 'States.ArrayGetItem',
  arrayLength: 'States.ArrayLength',
  arrayUnique: 'States.ArrayUnique',
  base64Encode: 'States.Base64Encode',
  base64Decode: 'States.Base64Decode',
  hash: 'States.Hash',
  jsonMerge: 'States.JsonMerge',
  stringToJson: 'States.StringToJson',
  jsonToString: 'States.JsonToString',
  mathRandom: 'States.MathRandom',
  mathAdd: 'States.MathAdd',
  stringSplit: 'States.StringSplit',
  uuid: 'States.UUID',
  format: 'States.Format',
};

export function isDiscard(value: Value): boolean {
  return value.kind === 'library' && value.path === `${PREFIX}DISCARD`;
}

/** Whether a value is taken from the data of an execution, whatever is known of where. */
export function isJsonPath(value: Value): boolean {
  return (value.kind === 'made' || value.kind === 'library') && value.path.startsWith(PREFIX) && !isDiscard(value);
}

/** The path or call as text; undefined where it is not known. */
export function jsonPathText(value: Value): TextValue | undefined {
  if ((value.kind !== 'made' && value.kind !== 'library') || !value.path.startsWith(PREFIX)) return undefined;
  const name = value.path.slice(PREFIX.length);
  const member = MEMBERS[name];
  if (member !== undefined) return addedText(member, value.place);
  if (value.kind !== 'made') return undefined;
  const [first] = value.arguments;
  if (AT.has(name)) return first?.kind === 'text' ? first : undefined;
  const called = FUNCTIONS[name];
  return called === undefined ? undefined : callText(called, value.arguments, value.place);
}

export function callText(name: string, given: readonly Value[], place: TextValue['place']): TextValue | undefined {
  const added = (text: string): Layer => addedText(text, place).layer;
  const layers: Layer[] = [added(`${name}(`)];
  for (const [i, value] of given.entries()) {
    if (i > 0) layers.push(added(', '));
    const argument = argumentLayers(value);
    if (argument === undefined) return undefined;
    layers.push(...argument);
  }
  layers.push(added(name === 'States.JsonMerge' ? ', false)' : ')'));
  return joinTexts(layers, place);
}

function argumentLayers(value: Value): readonly Layer[] | undefined {
  if (value.kind === 'number' || value.kind === 'boolean') return [addedText(String(value.value), value.place).layer];
  const path = jsonPathText(value);
  if (path !== undefined) return [path.layer];
  const text = knownText(value);
  if (text === undefined || value.kind !== 'text') return undefined;
  const quote = addedText("'", value.place).layer;
  const inner = text.includes("'") ? addedText(text.replaceAll("'", "\\'"), value.place).layer : value.layer;
  return inner.text === '' ? [quote, quote] : [quote, inner, quote];
}
