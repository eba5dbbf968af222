/** Decides on the Lambda tasks of one machine, and makes of each decision what rules and commands need: verdict and fix. */
import type { Analyses } from '../analysis/index.ts';
import type { TaskState } from '../asl/model.ts';
import type { Fix, FixSafety } from '../fixers/fix.ts';
import type { MigrationVerdict, TaskMigration } from '../fixers/task-migration.ts';
import { decide } from './decide.ts';
import type { CalledFunction, Decision, Outcome } from './outcome.ts';
import { editOf } from './edit/edit.ts';
import type { MigrationEdit } from './edit/edit.ts';
import { ordered } from './reason.ts';
import { spanOf } from '../tree/node.ts';

export interface MigratedTask {
  /** With what the edit adds to the reasons. */
  readonly decision: Decision;
  readonly migration: TaskMigration;
  /** Of what is safe or guarded. */
  readonly edit: MigrationEdit | undefined;
}

export interface MigrateOptions {
  readonly removesFunctions: boolean;
  /** Whether there is a file of that name, as reported. */
  readonly exists: (path: string) => boolean;
}

export interface CalledTask {
  readonly state: TaskState;
  readonly called: CalledFunction;
}

export async function migrateTasks(
  tasks: readonly CalledTask[],
  analyses: Analyses,
  options: MigrateOptions,
): Promise<readonly MigratedTask[]> {
  const { services, dataFlow } = analyses;
  const migrated: MigratedTask[] = [];
  for (const task of tasks) {
    const decision = await decide(task.state, task.called, { services, input: dataFlow.inputOf(task.state) });
    migrated.push(withEdit(decision, tasks, options));
  }
  return migrated;
}

/** A decision with the edit that it comes to, or what stands in the way of one. */
export function withEdit(decision: Decision, tasks: readonly CalledTask[], options: MigrateOptions): MigratedTask {
  const { state, function: called, outcome } = decision;
  if (outcome.kind !== 'safe' && outcome.kind !== 'guarded') return { decision, ...told(decision, undefined) };
  const made = editOf(state, called, outcome.target, {
    isInvokedElsewhere: tasks.some((other) => other.state !== state && mayRun(other.called, called)),
    removesFunctions: options.removesFunctions,
    exists: options.exists,
  });
  if (made.kind === 'edit') return { decision, ...told(decision, made) };
  const { subject, calls } = outcome;
  const stays: Outcome = { kind: 'plan', subject, calls, reasons: ordered(made.reasons), split: [] };
  const changed = { ...decision, outcome: stays };
  return { decision: changed, ...told(changed, undefined) };
}

/** Whether another task runs the same function, or may run it. A plain text is another one: it would have been found. */
function mayRun({ resource, source }: CalledFunction, wanted: CalledFunction): boolean {
  if (resource !== undefined) return resource === wanted.resource;
  const named =
    source.kind === 'unknown' && source.place !== undefined && 'kind' in source.place ? source.place : undefined;
  return named?.kind !== 'string' || wanted.property('FunctionName')?.kind === 'unknown';
}

function told(decision: Decision, edit: MigrationEdit | undefined): Omit<MigratedTask, 'decision'> {
  const { function: called, outcome } = decision;
  const calls = 'calls' in outcome ? outcome.calls : [];
  const migration: TaskMigration = {
    functionName: called.label,
    code: called.source.kind === 'file' ? { file: called.source.file.path, handler: called.source.handler } : undefined,
    verdict: outcome.kind,
    isSplit: isSplit(outcome),
    wraps: 'subject' in outcome ? outcome.subject : 'model',
    calls: [...new Set(calls.map(({ name }) => name))],
    why: outcome.kind === 'unknown' ? outcome.why : undefined,
    reasons: outcome.kind === 'plan' ? outcome.reasons : [],
    guards: outcome.kind === 'safe' || outcome.kind === 'guarded' ? outcome.target.guards : [],
    fix: fixOf(decision, edit),
  };
  return { migration, edit };
}

const SAFETY: Readonly<Partial<Record<MigrationVerdict, FixSafety>>> = {
  safe: 'safe',
  guarded: 'unsafe',
  plan: 'plan',
};

const TITLES: Readonly<Record<FixSafety | 'split', string>> = {
  plan: 'Make the call in the state machine',
  safe: 'Let the state make the call itself',
  unsafe: 'Let the state machine make the call itself',
  split: 'Split the function around the call, and let the state machine make the call',
};

function isSplit(outcome: Outcome): boolean {
  return outcome.kind === 'guarded' && outcome.target.files.length > 0;
}

function fixOf({ state, outcome }: Decision, edit: MigrationEdit | undefined): Fix | undefined {
  const safety = SAFETY[outcome.kind];
  if (safety === undefined) return undefined;
  const title = TITLES[isSplit(outcome) ? 'split' : safety];
  const turn = edit?.sharesUses === true ? { turn: turnOf(state) } : {};
  return { title, safety, edits: edit?.edits ?? [], files: edit?.files ?? [], ...turn };
}

/** All tasks of a machine, also those within its states. */
function turnOf({ machine }: TaskState): string {
  const { file, start } = spanOf(machine.written);
  return `${String(start)}:${file.path}`;
}
