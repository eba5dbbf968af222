/** Iterations or branches that run at the same time and talk to an agent in one session. */
import type { DataFlow } from '../../analysis/data-flow/data-flow.ts';
import { variesIn } from '../../analysis/data-flow/marks.ts';
import { deepMarks } from '../../analysis/data-flow/shape.ts';
import type { Shape } from '../../analysis/data-flow/shape.ts';
import { machinesWithin } from '../../asl/model.ts';
import type { Machine, MapState, ParallelState, TaskState } from '../../asl/model.ts';
import { memberOf } from '../../asl/payload.ts';
import type { Node } from '../../tree/node.ts';
import { newSession } from '../../fixers/session-id.ts';
import { defineRule } from '../rule.ts';
import type { Target } from '../rule.ts';

const CALLS: Readonly<Record<string, string>> = { InvokeHarness: 'HarnessArn', InvokeAgentRuntime: 'AgentRuntimeArn' };

export default defineRule(
  {
    id: 'shared-agent-session',
    category: 'integrations',
    summary: 'Concurrent iterations or branches call an agent in the same session.',
    why:
      'An agent keeps what was said in a session, and a session serves one conversation. Iterations of a Map or branches ' +
      'of a Parallel that run at the same time with one `RuntimeSessionId` mix their conversations, so that an answer ' +
      'may rest on the data of another item.',
    remedy:
      'Make the session id depend on the item or its index, or make a new one for each call: `States.UUID()`, `$uuid()`. ' +
      'Where the calls are meant to share a session, run them one after the other: `MaxConcurrency` 1.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety: 'Each call begins a session of its own: what was said in an earlier one is not known in it.',
    messages: {
      iterations: {
        text: 'State "{state}" uses the same RuntimeSessionId in every iteration of Map "{owner}": iterations that run at the same time mix their conversations.',
        help: 'Make the id of the item or its index, or of {uuid}.',
      },
      branches: {
        text: 'State "{state}" uses the same RuntimeSessionId as "{other}" in another branch of "{owner}": the two run at the same time and mix their conversations.',
        help: 'Give each branch a session id of its own, such as one of {uuid}.',
      },
    },
    references: ['Amazon Bedrock AgentCore developer guide: Use isolated sessions for agents'],
  },
  {
    task(state, context) {
      const { dataFlow } = context.analyses;
      const id = sessionOf(state, dataFlow);
      if (id === undefined) return;
      const owner = sharingMap(state, id, dataFlow);
      if (owner === undefined) return;
      const data = { state: state.name, owner: owner.name, uuid: uuidIn(state) };
      const related = [{ at: { key: owner.key }, note: 'the iterations run here' }];
      context.report({ at: sessionTarget(state), message: 'iterations', data, related, fix: newSession(state) });
    },
    parallel(state, context) {
      const { dataFlow } = context.analyses;
      for (const [task, other] of sharingBranches(state, dataFlow)) {
        const data = { state: task.name, other: other.name, owner: state.name, uuid: uuidIn(task) };
        const related = [{ at: sessionTarget(other), note: 'the same session id' }];
        context.report({ at: sessionTarget(task), message: 'branches', data, related, fix: newSession(task) });
      }
    },
  },
);

function sessionOf(state: TaskState, dataFlow: DataFlow): Shape | undefined {
  const call = state.aiCall;
  if (call === undefined || !call.exists || CALLS[call.operation.name] === undefined) return undefined;
  if (state.machine.owner === undefined || state.queryLanguage === 'unknown') return undefined;
  if (dataFlow.inputOf(state) === undefined) return undefined;
  return dataFlow.argumentsOf(state).object?.fields.get('RuntimeSessionId');
}

/** The nearest Map whose iterations run at the same time, if the id does not depend on the iteration. */
function sharingMap(state: TaskState, id: Shape, dataFlow: DataFlow): MapState | undefined {
  for (let machine: Machine = state.machine; machine.owner !== undefined; machine = machine.owner.machine) {
    if (machine.owner.type === 'Parallel') continue;
    const varies = deepMarks(id) & variesIn(dataFlow.scopeOf(machine).depth);
    if (varies !== 0) return undefined;
    if (runsAtOnce(machine.owner, dataFlow)) return machine.owner;
  }
  return undefined;
}

/** Unknown numbers, and lists of one, are none that run at once for certain. */
function runsAtOnce(map: MapState, dataFlow: DataFlow): boolean {
  if (map.node.isOpen || map.node.get('MaxConcurrencyPath') !== undefined) return false;
  const limit = map.node.get('MaxConcurrency');
  if (limit !== undefined && (limit.kind !== 'number' || limit.value === 1)) return false;
  const items = dataFlow.itemsOf(map);
  return items.any || items.array === undefined || items.array.max > 1;
}

/** Pairs of calls of one agent in different branches, with one id that is made outside of them. */
function sharingBranches(parallel: ParallelState, dataFlow: DataFlow): readonly (readonly [TaskState, TaskState])[] {
  const seen = new Map<string, { readonly task: TaskState; readonly branch: Machine }>();
  const pairs: (readonly [TaskState, TaskState])[] = [];
  for (const branch of parallel.branches) {
    for (const task of agentTasks(branch)) {
      const key = sharedKey(task, branch, dataFlow);
      if (key === undefined) continue;
      const first = seen.get(key);
      if (first === undefined) seen.set(key, { task, branch });
      else if (first.branch !== branch) pairs.push([task, first.task]);
    }
  }
  return pairs;
}

function agentTasks(branch: Machine): readonly TaskState[] {
  return [...machinesWithin(branch)].flatMap(({ states }) =>
    states.filter((state) => state.type === 'Task' && CALLS[state.aiCall?.operation.name ?? ''] !== undefined),
  ) as readonly TaskState[];
}

/** The agent and the session, as far as they are the same for all that reads the same. */
function sharedKey(task: TaskState, branch: Machine, dataFlow: DataFlow): string | undefined {
  const id = sessionOf(task, dataFlow);
  if (id === undefined || task.machine !== branch) return undefined;
  if ((deepMarks(id) & variesIn(dataFlow.scopeOf(branch).depth)) !== 0) return undefined;
  const agent = textOfNode(argument(task, CALLS[task.aiCall?.operation.name ?? ''] ?? ''));
  const session = id.text?.literal ?? executionText(argument(task, 'RuntimeSessionId'));
  return agent === undefined || session === undefined ? undefined : `${agent} ${session}`;
}

/** A text that reads nothing but the execution's own part of the context object and its input is the same everywhere. */
function executionText(node: Node | undefined): string | undefined {
  const text = textOfNode(node);
  if (text === undefined) return undefined;
  const read = text.match(/\$[$\w.]*/g) ?? [];
  const isOfExecution = read.length > 0 && read.every((path) => /^\$(?:\$|states\.context)\.Execution\.\w+/.test(path));
  return isOfExecution ? text : undefined;
}

function argument(task: TaskState, name: string): Node | undefined {
  const member = memberOf(task.arguments, name, task.queryLanguage);
  return member.kind === 'literal' || member.kind === 'computed' ? member.node : undefined;
}

function textOfNode(node: Node | undefined): string | undefined {
  if (node?.kind === 'string') return node.value;
  return node?.kind === 'unknown' ? (node.template ?? node.reference?.resource.logicalId) : undefined;
}

function sessionTarget(task: TaskState): Target {
  return argument(task, 'RuntimeSessionId') ?? task.arguments ?? { key: task.key };
}

function uuidIn({ queryLanguage }: TaskState): string {
  return queryLanguage === 'JSONata' ? '$uuid()' : 'States.UUID()';
}
