/** Tasks that run a function, and the two that make one of their own. */
import { objectNode } from '../../../tree/node.ts';
import type { Entry, Node } from '../../../tree/node.ts';
import { keyNode, unknownAt, valueNode } from '../nodes.ts';
import { inputNode, inputOf } from '../task-input.ts';
import { truthOf } from '../values.ts';
import {
  attribute,
  attributeResource,
  computed,
  computedResource,
  inputOrAll,
  option,
  parameterEntries,
  parameterEntry,
  service,
} from './parameters.ts';
import type { TaskClass, TaskView } from './parameters.ts';

const INVOKE = {
  FunctionName: attribute('lambdaFunction', 'functionArn'),
  Payload: inputOrAll('payload', '{% $states.input %}'),
  InvocationType: option('invocationType'),
  ClientContext: option('clientContext'),
  Qualifier: option('qualifier'),
};

/** Whether the state names the function itself; undefined when that is not known. */
function isDirect({ props }: TaskView): boolean | undefined {
  const value = props.get('payloadResponseOnly');
  if (value === undefined) return props.isOpen ? undefined : false;
  return truthOf(value);
}

function invokeResource(view: TaskView): Node {
  const direct = isDirect(view);
  if (direct === undefined) return unknownAt(view.callee, 'how the function is called');
  return direct ? attributeResource('lambdaFunction', 'functionArn')(view) : service('lambda:invoke')(view);
}

function invokeParameters(view: TaskView): readonly Entry[] {
  const { callee, isJsonata, props } = view;
  const name = isJsonata ? 'Arguments' : 'Parameters';
  const direct = isDirect(view);
  if (direct === undefined) return [{ key: keyNode(name, callee), value: unknownAt(callee, 'what is passed', true) }];
  if (!direct) {
    const entries = parameterEntries(INVOKE, view);
    return [{ key: keyNode(name, callee), value: objectNode(callee, entries, undefined, props.isOpen) }];
  }
  const payload = props.member('payload');
  if (payload === undefined) {
    return props.isOpen ? [{ key: keyNode(name, callee), value: unknownAt(callee, 'a payload', true) }] : [];
  }
  const { key, value } = payload;
  const given = inputOf(value);
  // A path is written as the text it is; only what is in an object is looked at.
  if (isJsonata || given === undefined || given.isPath)
    return [{ key: keyNode(name, key.place), value: inputNode(value) }];
  const made = parameterEntry(name, key.place, given.value, view);
  if (made === undefined) return [];
  if (made.key.value === name) return [made];
  return [{ key: keyNode(name, key.place), value: valueNode(given.value) ?? unknownAt(value.place, 'a payload') }];
}

export const LAMBDA_TASKS: Readonly<Record<string, TaskClass>> = {
  LambdaInvoke: { resource: invokeResource, whole: invokeParameters, retriesService: true },
  EvaluateExpression: {
    resource: computedResource('a function that evaluates the expression'),
    parameters: {
      expression: option('expression'),
      expressionAttributeValues: computed('the paths in the expression'),
    },
  },
  CallAwsServiceCrossRegion: {
    resource: computedResource('a function that calls the other region'),
    retriesService: true,
    parameters: {
      region: option('region'),
      endpoint: option('endpoint'),
      action: option('action'),
      service: option('service'),
      parameters: option('parameters'),
    },
  },
};
