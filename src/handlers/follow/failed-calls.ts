/**
 * A `try` around the call, in a loop or not: what follows a success is followed as it stands; each failure goes on in a branch
 * of its own, in which there is no answer.
 */
import type { Range } from '../../text/source-file.ts';
import { successOf } from '../attempts.ts';
import type { LoopStatement, Scene, TryStatement } from '../attempts.ts';
import type { BoundName, FailedBranch } from '../failing.ts';
import { isModelCall } from '../ir.ts';
import type { Expr, Json } from '../ir.ts';
import { isWait } from '../loop-values.ts';
import type { Names } from '../loop-values.ts';
import type { ErrorClause, Expression, Statement } from '../syntax.ts';
import type { Value } from '../values.ts';
import { bindCaught } from './caught.ts';
import type { Completion } from './completion.ts';
import { SAME_ERROR } from './findings.ts';
import type { Snapshot } from './memory.ts';
import type { Run } from './run.ts';
import { unknownTimes } from './surroundings.ts';

const START: Range = { start: 0, end: 0 };

const LEAVE_IT_OUT = 'Leave the text of the error out, or let Catch of the state hand it on.';

export function followScene(run: Run, scene: Scene, statement: TryStatement | LoopStatement): Completion | undefined {
  const { memory, findings } = run;
  const { failing } = findings;
  const statements = successOf(scene);
  if (statements === undefined || findings.made.length > 0) return undefined;
  const start = memory.snapshot();
  const undo = findings.mark();
  const level = failing.enter();
  bindCounters(run, scene, statement);
  const body = run.execute(statements);
  const bound = failing.leave().filter(({ depth }) => depth === memory.depth);
  const [call, ...more] = findings.made;
  if (call === undefined || more.length > 0 || !isModelCall(call.operation)) {
    undo();
    memory.restore(start);
    return undefined;
  }
  failing.range ??= { start: statement.start, end: statement.end };
  const names = namesAround(run, start);
  const { branches, blockers } = failing.follow(scene, level, {
    operation: call.operation,
    language: run.dialect.language,
    names,
    nameOf: ({ statement: raised, clause }) => raisedName(run, raised, clause, start),
  });
  for (const { gate, message, unblock, range } of blockers) run.block(gate, message, unblock, range);
  const kept = memory.snapshot();
  for (const clause of scene.attempt.clauses) {
    memory.restore(start);
    followEffects(run, clause, names);
  }
  memory.restore(kept);
  return branches.reduceRight<Completion>((rest, branch) => failedBranch(run, branch, rest, { start, bound }), body);
}

/** The number of the attempt is not known in the round that succeeds. */
function bindCounters(run: Run, { loop }: Scene, range: Range): void {
  if (loop === undefined) return;
  const unknown = run.standIn('pure-ops', 'the number of the attempt is used', 'Leave it out.', range);
  run.memory.setAll(loop.names, unknown);
  for (const statement of [...(loop.steps?.before ?? []), ...loop.body]) {
    if (statement.kind !== 'assign' || statement.target.kind !== 'name') continue;
    if (statement.operator !== undefined || loop.steps?.before.includes(statement) === true)
      run.memory.set(statement.target.name, unknown);
  }
}

function inState<T>({ memory }: Run, state: Snapshot, work: () => T): T {
  const kept = memory.snapshot();
  memory.restore(state);
  const made = work();
  memory.restore(kept);
  return made;
}

function namesAround(run: Run, start: Snapshot): Names {
  const at = <T>(work: () => T): T => inState(run, start, () => run.around.atEase(work));
  const valueOf = (name: string): Value => run.lookUp(name, START);
  return {
    constant: (name) => at(() => fixedValue(run.data(valueOf(name), START))),
    function: (name) => {
      const value = at(() => valueOf(name));
      return value.kind === 'function' ? value.parts : undefined;
    },
    module: (expression) => at(() => moduleName(run, expression)),
  };
}

function fixedValue(expr: Expr): Json | undefined {
  if (expr.kind === 'literal') return expr.value;
  if (expr.kind !== 'array') return undefined;
  const items = expr.items.map(fixedValue);
  return items.every((item) => item !== undefined) ? items : undefined;
}

function moduleName(run: Run, expression: Expression): string | undefined {
  if (expression.kind === 'attribute') {
    const of = moduleName(run, expression.of);
    return of === undefined ? undefined : `${of}.${expression.name}`;
  }
  if (expression.kind !== 'name') return undefined;
  const value = run.lookUp(expression.name, START);
  return value.kind === 'module' ? value.name : undefined;
}

function raisedName(
  run: Run,
  { value, start, end }: Extract<Statement, { kind: 'raise' }>,
  clause: ErrorClause,
  before: Snapshot,
): string | undefined {
  const error = inState(run, before, () => {
    bindCaught(run, clause, LEAVE_IT_OUT);
    return value === undefined ? undefined : run.evaluate(value);
  });
  if (error?.kind === 'error') {
    run.findings.raised.add(error.name);
    return error.name;
  }
  const help = 'Raise an error by the name of its class.';
  run.block('errors', 'it raises an error whose class cannot be seen here', help, { start, end });
  return undefined;
}

/** What a clause does beside choosing what comes next: every call in it is looked at, in whatever branch it is. */
function followEffects(run: Run, clause: ErrorClause, names: Names): void {
  const { findings, around } = run;
  const { collected } = findings;
  if (collected !== undefined) findings.collected = [];
  findings.aside(() => {
    bindCaught(run, clause, LEAVE_IT_OUT);
    around.atEase(() =>
      around.under(unknownTimes(clause), () => {
        for (const expression of expressionsIn(clause.body))
          if (!isWait(expression, names, run.dialect.language)) run.evaluate(expression);
      }),
    );
  });
  findings.collected = collected;
}

/** All that statements evaluate, also where it depends on a test. */
function expressionsIn(statements: readonly Statement[]): readonly Expression[] {
  return statements.flatMap((statement): readonly Expression[] => {
    switch (statement.kind) {
      case 'expression':
      case 'assign':
        return [statement.value];
      case 'return':
      case 'raise':
        return statement.value === undefined ? [] : [statement.value];
      case 'if':
        return [...expressionsIn(statement.then), ...expressionsIn(statement.otherwise)];
      default:
        return [];
    }
  });
}

/** The handler goes on without an answer; what the block had set by then is not known. */
function failedBranch(
  run: Run,
  { branch, exit, isForOwn }: FailedBranch,
  rest: Completion,
  { start, bound }: { readonly start: Snapshot; readonly bound: readonly BoundName[] },
): Completion {
  const { memory, around } = run;
  const range = { start: exit.clause.start, end: exit.clause.end };
  memory.restore(start);
  for (const { name, isAfterCall, checks } of bound) {
    if (isAfterCall && !(isForOwn && checks < run.findings.trace.length)) continue;
    const help = `Set ${name} before the block, or return from it.`;
    memory.set(name, run.opaque('errors', `${name} is set where the call may have failed before`, help, range));
  }
  for (const [name, value] of exit.names)
    memory.set(name, { kind: 'data', expr: { kind: 'literal', value, ...range } });
  bindCaught(run, exit.clause, LEAVE_IT_OUT);
  const test: Expr = { kind: 'failed', branch, ...range };
  const then = around.under({ test, origin: undefined }, () =>
    around.handling(SAME_ERROR, () => run.execute(exit.trace)),
  );
  return { kind: 'split', test, origin: undefined, then, otherwise: rest };
}
