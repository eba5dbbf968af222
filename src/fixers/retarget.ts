/**
 * Makes a Task call another integration: its resource, the names of its parameters, and the names of the errors that its
 * retriers and catchers take. Undefined where the parameters do not fit the new call, so that another one may be meant.
 */
import { parameterFaults } from '../analysis/parameter-faults.ts';
import type { CalledParametersTable } from '../analysis/called-parameters.ts';
import { aiCallOf, integrationOfCall } from '../asl/integrations.ts';
import type { Integration } from '../asl/integrations.ts';
import type { TaskState } from '../asl/model.ts';
import type { Node, StringNode, UnknownNode } from '../tree/node.ts';
import { edit } from './fix.ts';
import type { Intent } from './fix.ts';
import { renameMembers } from './member-names.ts';

/** `call` is what stands after `states:::`, without a pattern; the pattern of the task stays. */
export function retarget(state: TaskState, call: string, known: CalledParametersTable): readonly Intent[] | undefined {
  const resource = callIn(state);
  const target = integrationOfCall(call);
  if (resource === undefined || (target.kind !== 'optimised' && target.kind !== 'sdk')) return undefined;
  const names = parameterNames(state, target, known);
  if (names === undefined) return undefined;
  const { node, start, end } = resource;
  return [edit.splice(node, { start, end }, call), ...names, ...errorNames(state, target)];
}

/** Takes the pattern off the resource: `.sync`. */
export function removePattern(state: TaskState, instead = ''): Intent | undefined {
  const resource = callIn(state);
  return resource && edit.splice(resource.node, { start: resource.end, end: resource.text.length }, instead);
}

interface CallText {
  readonly node: StringNode | UnknownNode;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const CALL = /(?<=:states:::).*?(?=(?:\.sync(?::2)?|\.waitForTaskToken)?$)/s;

/** Where the call stands in the resource. */
function callIn({ node }: TaskState): CallText | undefined {
  const resource = node.get('Resource');
  const text =
    resource?.kind === 'string' ? resource.value : resource?.kind === 'unknown' ? resource.template : undefined;
  if ((resource?.kind !== 'string' && resource?.kind !== 'unknown') || text === undefined) return undefined;
  const found = CALL.exec(text);
  return found === null ? undefined : { node: resource, text, start: found.index, end: found.index + found[0].length };
}

type Call = Extract<Integration, { service: string }>;

/** A member that the new call does not know, or takes in another form, speaks against it; one that it lacks does not. */
function parameterNames(state: TaskState, target: Call, known: CalledParametersTable): readonly Intent[] | undefined {
  const called = known.of(target);
  if (called === undefined || state.arguments === undefined) return state.arguments === undefined ? [] : undefined;
  if (state.arguments.kind !== 'object') return undefined;
  const names = [];
  for (const { kind, at, wanted = '' } of parameterFaults(state, called)) {
    if (kind === 'missing' || kind === 'neither') continue;
    if ((kind !== 'case' && kind !== 'spelling') || at === undefined || !('key' in at)) return undefined;
    names.push({ key: at.key, name: wanted });
  }
  return renameMembers(state.arguments, names);
}

const AI_PREFIX = /^Bedrock(?:Runtime|Agent|AgentRuntime|AgentCore)?$/i;

/** Errors are called by the service that raises them. */
function errorNames(state: TaskState, target: Call): readonly Intent[] {
  const prefixes = aiCallOf(target)?.errorPrefixes ?? [];
  const [prefix] = prefixes;
  if (prefix === undefined) return [];
  return [...state.retriers, ...state.catchers].flatMap(({ errors }) => {
    const written = errors.map(textOf);
    return errors.flatMap((error) => {
      const [own = '', name] = textOf(error).split('.');
      if (error.kind !== 'string' || name === undefined || !AI_PREFIX.test(own) || prefixes.includes(own)) return [];
      return written.includes(`${prefix}.${name}`) ? [] : [edit.retext(error, `${prefix}.${name}`)];
    });
  });
}

function textOf(node: Node): string {
  return node.kind === 'string' ? node.value : '';
}
