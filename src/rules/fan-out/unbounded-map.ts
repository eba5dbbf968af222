/** A Map that starts as many iterations at once as the service allows, each of which makes costly calls. */
import type { DataFlow } from '../../analysis/data-flow/data-flow.ts';
import { invokesFunction, startsExecution } from '../../asl/integrations.ts';
import { nestedMachines } from '../../asl/model.ts';
import type { Machine, MapState, TaskState } from '../../asl/model.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import { groupedNumber } from '../../text/grouped-number.ts';
import { defineRule } from '../rule.ts';
import type { Target } from '../rule.ts';

export default defineRule(
  {
    id: 'unbounded-map',
    category: 'fan-out',
    summary: 'A Map without a concurrency limit runs costly calls as often at once as the service allows.',
    why:
      'Without `MaxConcurrency`, or with 0, an Inline Map runs up to 40 iterations at once and a Distributed Map up to ' +
      '10,000. Model, agent and function quotas are far below that: calls are throttled, retries pile up, and a long ' +
      'list turns into a bill before anybody notices.',
    remedy: 'Set `MaxConcurrency` to what the quota of the called service can carry.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety: 'Fewer iterations run at once, so that the Map takes longer.',
    options: {
      concurrency: {
        type: 'integer',
        default: 10,
        description:
          'The `MaxConcurrency` to suggest. A Map over a list of which it is known that it has at most this many items is quiet.',
      },
    },
    messages: {
      costly: {
        text: 'Map "{state}" has no concurrency limit: up to {ceiling} iterations run at once, and each reaches {reached}.',
        help: 'Set MaxConcurrency, for example to {concurrency}.',
      },
      other: {
        text: 'Map "{state}" has no concurrency limit: up to {ceiling} iterations run at once.',
        help: 'Set MaxConcurrency, for example to {concurrency}.',
        severity: 'note',
        preset: 'strict',
      },
    },
    references: [
      'AWS Step Functions developer guide: Using Map state in Inline mode, Using Map state in Distributed mode',
    ],
  },
  {
    map(state, context) {
      const at = unboundedAt(state);
      const concurrency = context.integerOption('concurrency');
      if (at === undefined || state.processor === undefined || state.mode === 'unknown') return;
      if (mayBeShort(state, context.analyses.dataFlow, concurrency)) return;
      const { inlineMapConcurrency, distributedMapConcurrency } = context.facts.limits;
      const ceiling = state.mode === 'DISTRIBUTED' ? distributedMapConcurrency : inlineMapConcurrency;
      const suggested = Math.min(concurrency, ceiling);
      const fix: Fix = {
        title: `Set MaxConcurrency to ${suggested}`,
        safety: 'unsafe',
        edits: [edit.set(state.node, 'MaxConcurrency', suggested)],
      };
      const data = { state: state.name, ceiling: groupedNumber(ceiling), concurrency: suggested };
      const tasks = tasksWithin(state.processor);
      const costly = tasks.map((task) => ({ task, reached: costlyCall(task) })).find(({ reached }) => reached);
      if (costly?.reached !== undefined) {
        const related = [{ at: { key: costly.task.key }, note: 'each iteration reaches this state' }];
        context.report({ at, message: 'costly', data: { ...data, reached: costly.reached }, related, fix });
      } else if (isKnown(state.processor)) {
        context.report({ at, message: 'other', data, fix });
      }
    },
  },
);

/** The state's key when the limit is absent, the value when it is 0, nothing when there is one or it is not known. */
function unboundedAt(state: MapState): Target | undefined {
  if (state.node.get('MaxConcurrencyPath') !== undefined) return undefined;
  const limit = state.node.get('MaxConcurrency');
  if (limit === undefined) return state.node.isOpen ? undefined : { key: state.key };
  return limit.kind === 'number' && limit.value === 0 ? limit : undefined;
}

const SOURCES_OF_ITEMS: readonly string[] = ['Items', 'ItemsPath', 'InputPath'];

/** Whether the list is known to have at most so many items, or may be such a list where not all of the machine is known. */
function mayBeShort(state: MapState, dataFlow: DataFlow, most: number): boolean {
  const written = state.queryLanguage === 'JSONPath' ? undefined : state.node.get('Items');
  if (written?.kind === 'array') return written.items.length <= most;
  if (dataFlow.isOpen || state.queryLanguage === 'unknown') return true;
  if (SOURCES_OF_ITEMS.some((field) => state.node.get(field)?.kind === 'unknown')) return true;
  const { any, array, object } = dataFlow.itemsOf(state);
  return !any && object === undefined && array !== undefined && array.max <= most;
}

function tasksWithin(machine: Machine): readonly TaskState[] {
  return machine.states.flatMap((state) =>
    state.type === 'Task' ? [state] : nestedMachines(state).flatMap((nested) => tasksWithin(nested)),
  );
}

/** Whether it is known of every state within what it does. */
function isKnown(machine: Machine): boolean {
  return machine.states.every((state) => {
    if (state.type === 'untyped' || (state.type === 'Task' && state.integration.kind === 'unknown')) return false;
    return nestedMachines(state).every(isKnown);
  });
}

function costlyCall(task: TaskState): string | undefined {
  if (task.aiCall !== undefined) return `the AI call of "${task.name}"`;
  if (invokesFunction(task.integration)) return `the Lambda function of "${task.name}"`;
  return startsExecution(task.integration) ? `the nested execution of "${task.name}"` : undefined;
}
