/** A Retry on a Map or Parallel: one failure runs, and bills, all of its calls again. */
import { retriersTaking } from '../../analysis/raised-errors.ts';
import { nestedMachines } from '../../asl/model.ts';
import type { Machine, MapState, ParallelState, Retrier, TaskState } from '../../asl/model.ts';
import type { Fix } from '../../fixers/fix.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { upToTimes } from '../wording.ts';

export default defineRule(
  {
    id: 'map-retry-reruns-all',
    category: 'errors',
    summary: 'A Map or Parallel that holds AI tasks is retried as a whole.',
    why:
      'A Retry on a Map or Parallel starts all of its iterations or branches anew, those that had already succeeded too. ' +
      'One item that fails makes every model call run and bill again, up to the number of attempts, and one item that ' +
      'always fails makes sure of it.',
    remedy:
      'Retry the task that fails, inside the iteration, and catch there what retries cannot mend. For a Distributed Map ' +
      'set a tolerated failure percentage, and redrive the failed items.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'plan',
    fixSafety: 'Which of the tasks inside shall be made again, and after which errors, is for the owner to say.',
    messages: {
      map: {
        text: 'Map "{state}" is retried as a whole, {attempts}: when one item fails, all items run again, and every call of "{task}" is made and billed anew.',
        help: 'Retry the tasks inside the Map instead, and catch there what still fails.',
      },
      parallel: {
        text: 'Parallel "{state}" is retried as a whole, {attempts}: when one branch fails, all branches run again, and every call of "{task}" is made and billed anew.',
        help: 'Retry the tasks inside the branches instead, and catch there what still fails.',
      },
    },
    references: [
      'AWS Step Functions developer guide: Handling errors in Step Functions workflows',
      'AWS Step Functions developer guide: Using Map state in Distributed mode',
    ],
  },
  { map: check, parallel: check },
);

function check(state: MapState | ParallelState, context: RuleContext): void {
  if (state.retriers.length === 0) return;
  const taken = retriersOfItems(state, context);
  const retrier = state.retriers.find((candidate) => (candidate.maxAttempts ?? 0) > 0 && taken.has(candidate));
  const task = retrier === undefined ? undefined : firstAiTask(state);
  if (retrier === undefined || task === undefined) return;
  const at = retrier.node.entry('ErrorEquals')?.key;
  if (at === undefined) return;
  const related = [{ at: { key: task.key }, note: 'called again for every item, whether it had failed or not' }];
  const data = { state: state.name, attempts: upToTimes(retrier.maxAttempts), task: task.name };
  const title =
    task.retriers.length === 0
      ? `Move the retrier from "${state.name}" to "${task.name}"`
      : `Remove the retrier from "${state.name}"; "${task.name}" has its own`;
  const fix: Fix = { title, safety: 'plan', edits: [] };
  context.report({ at: { key: at }, message: state.type === 'Map' ? 'map' : 'parallel', data, related, fix });
}

/** The retriers that take errors which come up while the items run. */
function retriersOfItems(state: MapState | ParallelState, { analyses }: RuleContext): ReadonlySet<Retrier> {
  const { names, hasOwnNames } = analyses.escapingErrors.within(state);
  const taken = new Set(retriersTaking(state.retriers, names).map(({ retrier }) => retrier));
  if (!hasOwnNames) return taken;
  for (const retrier of retriersByOwnName(state.retriers)) taken.add(retrier);
  return taken;
}

/** Those for names that code behind a task may have chosen: whoever retries them knows that they come up. */
function retriersByOwnName(retriers: readonly Retrier[]): readonly Retrier[] {
  const earlier = new Set<string>();
  const found: Retrier[] = [];
  for (const retrier of retriers) {
    if (!retrier.errorsKnown || retrier.errors.some(({ kind }) => kind === 'unknown')) return found;
    const names = retrier.errors.flatMap((entry) => (entry.kind === 'string' ? [entry.value] : []));
    if (names.some((name) => !name.startsWith('States.') && !earlier.has(name))) found.push(retrier);
    if (names.some((name) => WILDCARDS.includes(name))) return found;
    for (const name of names) earlier.add(name);
  }
  return found;
}

const WILDCARDS: readonly string[] = ['States.ALL', 'States.TaskFailed'];

function firstAiTask(state: MapState | ParallelState): TaskState | undefined {
  for (const machine of nestedMachines(state)) {
    const found = aiTaskIn(machine);
    if (found !== undefined) return found;
  }
  return undefined;
}

function aiTaskIn(machine: Machine): TaskState | undefined {
  for (const state of machine.states) {
    if (state.type === 'Task' && state.aiCall !== undefined) return state;
    const inner = state.type === 'Map' || state.type === 'Parallel' ? firstAiTask(state) : undefined;
    if (inner !== undefined) return inner;
  }
  return undefined;
}
