/** What of a task and of its function, beside the code, keeps a call from moving into the state machine. */
import type { TaskState } from '../asl/model.ts';
import { memberOf } from '../asl/payload.ts';
import { DEFAULT_FUNCTION_SECONDS } from '../aws/handler-calls.ts';
import type { Environment } from '../handlers/environment.ts';
import type { Node, ObjectNode } from '../tree/node.ts';
import { reasonAt } from './reason.ts';
import type { Reason } from './reason.ts';

/** What the gates ask of a function; `FunctionCode` of the project is one. */
export interface FunctionFacts {
  readonly label: string;
  readonly property: (name: string) => Node | undefined;
  readonly environment: ReadonlyMap<string, Node>;
  readonly environmentIsOpen: boolean;
  readonly qualifier: Node | undefined;
}

export function environmentOf({ environment, environmentIsOpen }: FunctionFacts): Environment {
  return (name) => {
    const node = environment.get(name);
    if (node === undefined) return environmentIsOpen ? { kind: 'unknown' } : { kind: 'absent' };
    if (node.kind === 'string') return { kind: 'text', text: node.value };
    if (node.kind === 'number' || node.kind === 'boolean') return { kind: 'text', text: String(node.value) };
    return node.kind === 'unknown' && node.mayBeAbsent ? { kind: 'unknown' } : { kind: 'deployed' };
  };
}

/** How the function is called. */
export function formReasons(state: TaskState, { qualifier }: FunctionFacts): readonly Reason[] {
  const { integration, node } = state;
  const reasons: Reason[] = [];
  const add = (message: string, unblock: string, place: Node | undefined): void => {
    reasons.push(reasonAt('form', message, unblock, place ?? state.key));
  };
  if (state.queryLanguage === 'unknown' || node.isOpen) {
    add('the fields of the state are known at deployment only', 'Write them out.', state.key);
  }
  if ('pattern' in integration && integration.pattern !== 'requestResponse') {
    add(
      'the function answers through a task token, later or from elsewhere',
      'Keep the function.',
      node.get('Resource'),
    );
  }
  if (integration.kind !== 'lambda' && !isWaitedFor(state)) {
    const help = 'Use RequestResponse, if the result is wanted.';
    add('the function is not waited for, or that is not known (InvocationType)', help, state.arguments);
  }
  const clientContext = memberOf(state.arguments, 'ClientContext', state.queryLanguage);
  if (integration.kind !== 'lambda' && clientContext.kind !== 'absent') {
    add('the task sends a ClientContext', 'Send what is needed in the payload.', state.arguments);
  }
  if (qualifier !== undefined) {
    const message = 'the task calls a version or an alias, whose code may not be the code in this project';
    add(message, 'Call the function itself, if the alias has its newest code.', qualifier);
  }
  reasons.push(...keptFieldReasons(state));
  const credentials = node.get('Credentials');
  if (credentials !== undefined) {
    const message = 'the task calls under a role of its own, which would call the model as well';
    add(message, 'Keep the function, or let the machine call under its own role.', credentials);
  }
  return reasons;
}

/** Fields that go over into the new state as they are. */
const UNKNOWABLE: readonly string[] = ['Next', 'End', 'Assign', 'TimeoutSeconds'];

function keptFieldReasons({ node }: TaskState): readonly Reason[] {
  const unknown = UNKNOWABLE.flatMap((name) => {
    const field = node.get(name);
    return field?.kind === 'unknown'
      ? [reasonAt('form', `${name} is known at deployment only`, `Write ${name} out.`, field)]
      : [];
  });
  const computed = node.get('TimeoutSecondsPath') ?? node.get('TimeoutSeconds');
  if (computed?.kind !== 'string') return unknown;
  return [
    ...unknown,
    reasonAt('form', 'the timeout of the task is computed', 'Write TimeoutSeconds out as a number.', computed),
  ];
}

function isWaitedFor(state: TaskState): boolean {
  const invocation = memberOf(state.arguments, 'InvocationType', state.queryLanguage);
  if (invocation.kind === 'absent') return true;
  if (invocation.kind !== 'literal' || invocation.node.kind !== 'string') return false;
  return invocation.node.value === 'RequestResponse';
}

interface PropertyGate {
  readonly name: string;
  readonly message: string;
  readonly unblock: string;
  /** Values that matter; all if absent. */
  readonly matters?: (node: Node) => boolean;
}

const PROPERTY_GATES: readonly PropertyGate[] = [
  {
    name: 'ReservedConcurrentExecutions',
    message: 'ReservedConcurrentExecutions bounds how many calls run at once, which a task does not',
    unblock: 'Bound the calls with MaxConcurrency of a Map, then remove it.',
  },
  {
    name: 'VpcConfig',
    message:
      'the function runs in a VPC, and its calls may go through an endpoint with a policy; a task calls from outside',
    unblock: 'Remove VpcConfig, if the function needs nothing in the VPC.',
    matters: (node) => node.kind !== 'object' || node.entries.length > 0,
  },
  {
    name: 'Layers',
    message: 'the function has layers, which may change what its code does',
    unblock: 'Remove the layers that this function does not need.',
    matters: (node) => node.kind !== 'array' || node.items.some((item) => !isHarmlessLayer(item)),
  },
  {
    name: 'AutoPublishAlias',
    message: 'the function is deployed by an alias, so that older code may run for a while',
    unblock: 'Finish the deployment, and remove the alias.',
  },
  {
    name: 'FileSystemConfigs',
    message: 'the function has a file system',
    unblock: 'Remove it, if this code does not use it.',
  },
  {
    name: 'RuntimeManagementConfig',
    message: 'the function pins its runtime',
    unblock: 'Remove it.',
    matters: () => false,
  },
];

function isHarmlessLayer(node: Node): boolean {
  const text = node.kind === 'string' ? node.value : node.kind === 'unknown' ? node.template : undefined;
  return (
    text !== undefined && /:layer:(?:AWSLambdaPowertools|LambdaInsightsExtension|AWS-Parameters-and-Secrets)/.test(text)
  );
}

export function functionReasons({ property }: FunctionFacts): readonly Reason[] {
  return PROPERTY_GATES.flatMap(({ name, message, unblock, matters }) => {
    const node = property(name);
    return node === undefined || matters?.(node) === false ? [] : [reasonAt('fn-config', message, unblock, node)];
  });
}

/** Undefined when it is known at deployment only. */
export function functionSeconds({ property }: FunctionFacts): number | undefined {
  const node = property('Timeout');
  if (node === undefined) return DEFAULT_FUNCTION_SECONDS;
  return node.kind === 'number' ? node.value : undefined;
}

/** Where the role of the machine is one that an edit can add rights to. */
export function roleReasons(state: TaskState, permissions: readonly string[]): readonly Reason[] {
  const wanted = permissions.join(', ');
  return state.machine.declarations.flatMap(({ settings, resource, resources, construct }) => {
    // The role of a program's machine is looked at with the edit.
    if (construct !== undefined) return [];
    const role = settings?.role;
    if (settings === undefined || resource === undefined) return [];
    if (role === undefined) return [];
    const target = role.kind === 'unknown' ? role.reference?.resource : undefined;
    if (target !== undefined && resources.has(target.logicalId)) return [];
    return [
      reasonAt(
        'iam',
        'the role of the machine is not declared in its template, so that it cannot be given the right to call the model',
        `Allow ${wanted} in that role, and declare it here for the check.`,
        role,
      ),
    ];
  });
}

/** Whether some later state takes the cause of an error apart, which has another form then. */
export function causeReasons(state: TaskState): readonly Reason[] {
  if (state.catchers.length === 0) return [];
  const found = textsWith(state.machine.written, /(?:StringToJson|\$parse)\s*\([^)]*Cause/);
  return found === undefined
    ? []
    : [
        reasonAt(
          'errors',
          'the cause of an error is read as JSON, which it is for a function only',
          'Use the name of the error.',
          found,
        ),
      ];
}

function textsWith(root: ObjectNode, pattern: RegExp): Node | undefined {
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === 'object') for (const { value } of node.entries) waiting.push(value);
    else if (node.kind === 'array') waiting.push(...node.items);
    else if (node.kind === 'string' && pattern.test(node.value)) return node;
  }
  return undefined;
}
