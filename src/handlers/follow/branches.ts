/** Branches: each side is followed by itself, and joined with the other where both go on. A fork is followed on one side alone. */
import { negate } from '../expr-makers.ts';
import type { Expr } from '../ir.ts';
import type { Statement } from '../syntax.ts';
import { checkNow } from './checks.ts';
import { onlyRaises } from './completion.ts';
import type { Completion } from './completion.ts';
import { joinStates } from './joins.ts';
import type { Run } from './run.ts';

const START = { start: 0, end: 0 };

export function followIf(run: Run, statement: Extract<Statement, { kind: 'if' }>): Completion {
  const test = run.test(statement.test);
  if (test.kind === 'literal') return run.execute(test.value === true ? statement.then : statement.otherwise);
  checkNow(run, test);
  const origin = statement.test.start;
  const taken = decided(run, test, origin);
  if (taken !== undefined) return run.execute(taken ? statement.then : statement.otherwise);
  const start = run.memory.snapshot();
  const then = run.around.under({ test, origin }, () => run.execute(statement.then));
  run.memory.restore(start);
  const otherwise = run.around.under(onlyRaises(then) ? undefined : { test: negate(test), origin }, () =>
    run.execute(statement.otherwise),
  );
  if (onlyRaises(then)) return otherwise;
  if (onlyRaises(otherwise)) return then;
  if (then.kind === 'next' && otherwise.kind === 'next')
    return { kind: 'next', state: joinStates(run, test, then.state, otherwise.state) };
  return { kind: 'split', test, origin, then, otherwise };
}

/** Which side of a branch is followed alone, if one is. */
export function decided({ around, findings }: Run, test: Expr, origin: number): boolean | undefined {
  const taken = around.decision(origin, findings.choices);
  if (taken !== undefined) findings.trace.push({ kind: 'choice', test, taken });
  return taken;
}

/** Goes on with the rest in every branch that has not ended. */
export function goOn(run: Run, end: Completion, rest: readonly Statement[]): Completion {
  switch (end.kind) {
    case 'return':
    case 'raise':
      return end;
    case 'next':
      if (!run.around.takeBranch()) {
        const help = 'Split the function into smaller ones.';
        run.block('pure-ops', 'it has too many branches to follow', help, rest[0] ?? START);
        return { kind: 'raise' };
      }
      run.memory.restore(end.state);
      return run.execute(rest);
    case 'split': {
      const { test, origin } = end;
      const then = run.around.under(onlyRaises(end.otherwise) ? undefined : { test, origin }, () =>
        goOn(run, end.then, rest),
      );
      const otherwise = run.around.under(onlyRaises(end.then) ? undefined : { test: negate(test), origin }, () =>
        goOn(run, end.otherwise, rest),
      );
      return { kind: 'split', test, origin, then, otherwise };
    }
  }
}
