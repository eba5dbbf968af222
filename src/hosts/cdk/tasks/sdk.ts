/** Calls of any AWS service, and of other machines and activities. */
import { objectNode } from '../../../tree/node.ts';
import type { Layer } from '../../../text/layer.ts';
import type { Entry, Node, Place } from '../../../tree/node.ts';
import { fieldsNode, addedNode, keyNode, unknownAt, valueNode } from '../nodes.ts';
import { textNode } from '../nodes.ts';
import { inputNode, inputOf } from '../task-input.ts';
import { addedText, holeLayer, joinTexts, textLayerOf } from '../texts.ts';
import { knownText, truthOf, unknownValue } from '../values.ts';
import type { Value } from '../values.ts';
import { attribute, attributeResource, inputOrAll, option, parameterEntries, service } from './parameters.ts';
import type { Rule, TaskClass, TaskView } from './parameters.ts';

/** `arn:…:aws-sdk:service:action`, of which each part is where it is written. */
function sdkResource(view: TaskView): Node {
  const { callee, pattern, props } = view;
  if (pattern === undefined) return unknownAt(callee, 'how the service is called');
  const part = (name: string): Value => props.get(name) ?? unknownValue(callee, name);
  const layers = [
    addedText('arn:', callee).layer,
    holeLayer('AWS::Partition', callee),
    addedText(':states:::aws-sdk:', callee).layer,
    serviceLayer(part('service'), callee),
    addedText(':', callee).layer,
    textLayerOf(part('action'), callee),
  ];
  if (pattern === 'WAIT_FOR_TASK_TOKEN') layers.push(addedText('.waitForTaskToken', callee).layer);
  return textNode(joinTexts(layers, props.get('action')?.place ?? callee));
}

/** CDK writes the name of the service in lower case. */
function serviceLayer(service: Value, callee: Place): Layer {
  const name = knownText(service);
  const lower = name?.toLowerCase();
  return lower === undefined || lower === name ? textLayerOf(service, callee) : addedText(lower, service.place).layer;
}

function sdkParameters(view: TaskView): readonly Entry[] {
  const { callee, isJsonata, props } = view;
  const name = isJsonata ? 'Arguments' : 'Parameters';
  const member = props.member('parameters');
  if (member === undefined) {
    if (props.isOpen) return [{ key: keyNode(name, callee), value: unknownAt(callee, 'parameters', true) }];
    return isJsonata ? [] : [{ key: keyNode(name, callee), value: objectNode(callee, []) }];
  }
  const node = (isJsonata ? valueNode : fieldsNode)(member.value);
  return node === undefined ? [] : [{ key: keyNode(name, member.key.place), value: node }];
}

const PARENT = 'AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID';

/** The input of an execution, with the mark that ties it to the one that starts it. */
const executionInput: Rule = (name, view) => {
  const { callee, isJsonata, props } = view;
  const ties = props.get('associateWithParent');
  const truth = ties === undefined ? (props.isOpen ? undefined : false) : truthOf(ties);
  if (truth === undefined) return { key: keyNode(name, callee), value: unknownAt(callee, 'an input') };
  if (!truth) return inputOrAll('input', '$')(name, view);
  const mark: Entry = isJsonata
    ? { key: keyNode(PARENT, callee), value: addedNode('{% $states.context.Execution.Id %}', callee) }
    : { key: keyNode(`${PARENT}.$`, callee), value: addedNode('$$.Execution.Id', callee) };
  const given = props.member('input');
  if (given === undefined) return { key: keyNode(name, callee), value: objectNode(callee, [mark]) };
  const inner = inputOf(given.value)?.value;
  const node = inner?.kind === 'record' ? (isJsonata ? valueNode : fieldsNode)(inner) : inputNode(given.value);
  const key = keyNode(name, given.key.place);
  if (node?.kind !== 'object') return { key, value: unknownAt(given.value.place, 'an input') };
  return { key, value: objectNode(node, [...node.entries, mark], undefined, node.isOpen) };
};

function activityParameters(view: TaskView): readonly Entry[] {
  const rules = { Parameters: option('parameters'), Arguments: option('arguments') };
  return parameterEntries(rules, view).map((entry) => ({
    ...entry,
    key: keyNode(entry.key.value.replace(/\.\$$/, ''), entry.key),
  }));
}

export const SDK_TASKS: Readonly<Record<string, TaskClass>> = {
  CallAwsService: { resource: sdkResource, whole: sdkParameters, parametersOption: 'parameters' },
  StepFunctionsStartExecution: {
    resource: service('states:startExecution', '.sync:2'),
    parameters: {
      Input: executionInput,
      StateMachineArn: attribute('stateMachine', 'stateMachineArn'),
      Name: option('name'),
    },
  },
  StepFunctionsInvokeActivity: {
    resource: attributeResource('activity', 'activityArn'),
    whole: activityParameters,
  },
};
