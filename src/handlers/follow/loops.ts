/** Loops that are not followed, for what their bodies do; and comprehensions, which are a value of each item. */
import type { Range } from '../../text/source-file.ts';
import type { LoopStatement } from '../attempts.ts';
import type { Expr } from '../ir.ts';
import type { Expression } from '../syntax.ts';
import type { Value } from '../values.ts';
import type { Completion } from './completion.ts';
import type { Run } from './run.ts';
import { unknownTimes } from './surroundings.ts';

export function passLoop(run: Run, statement: LoopStatement): Completion {
  const { memory, findings, around } = run;
  const { known, end, before, isTold } = around.looping(() => {
    const before = memory.snapshot();
    const calls = findings.calls.length;
    const blockers = findings.blockers.length;
    const over = statement.of === undefined ? undefined : run.evaluate(statement.of);
    // What is wrong with the list has been said.
    const known = over?.kind === 'opaque' ? over : undefined;
    memory.setAll(statement.names, known ?? unfollowed(run, `${statement.what} is not followed`, statement));
    const end = around.under(unknownTimes(statement), () => run.execute([...statement.body, ...statement.otherwise]));
    const isTold = known !== undefined || findings.calls.length !== calls || findings.blockers.length !== blockers;
    return { known, end, before, isTold };
  });
  if (!isTold) {
    const help = 'Write it as a comprehension or with `join`, if it only builds a value.';
    run.block('pure-ops', `${statement.what} is not followed`, help, statement);
  }
  memory.restore(before);
  // What the loop assigns is not known after it.
  const changed = end.kind === 'next' ? end.state.locals : new Map<string, Value>();
  for (const [name, value] of changed) {
    if (before.locals.get(name) === value) continue;
    memory.set(name, known ?? unfollowed(run, `${name} is made by ${statement.what}`, statement));
  }
  return { kind: 'next', state: memory.snapshot() };
}

function unfollowed(run: Run, message: string, range: Range): Value {
  return run.standIn('pure-ops', message, 'Use a comprehension.', range);
}

/** `[element for target in of if condition]` */
export function eachOf(
  run: Run,
  of: Expr,
  target: string,
  { conditions, element }: { readonly conditions: readonly Expression[]; readonly element: Expression },
  range: Range,
): Value {
  const { memory } = run;
  const hidden = memory.ownValue(target);
  const name = `${target}${String(memory.newNumber())}`;
  memory.set(target, { kind: 'data', expr: { kind: 'item', name, ...range } });
  const { tests, body } = run.around.looping(() => ({
    tests: conditions.map((condition) => run.test(condition)),
    body: run.data(run.evaluate(element), element),
  }));
  if (hidden === undefined) memory.forget(target);
  else memory.set(target, hidden);
  if (of.kind === 'opaque') return { kind: 'data', expr: of };
  const items = tests.reduce<Expr>(
    (list, test) => ({ kind: 'filter', of: list, variable: name, body: test, ...range }),
    of,
  );
  return { kind: 'data', expr: { kind: 'map', of: items, variable: name, body, ...range } };
}
