/** `try` and its clauses. One around the call is followed for what becomes of its failures; of others the clauses are looked at. */
import { sceneOfLoop, sceneOfTry } from '../attempts.ts';
import type { LoopStatement, TryStatement } from '../attempts.ts';
import type { ErrorClause, Statement } from '../syntax.ts';
import { bindCaught } from './caught.ts';
import type { Completion } from './completion.ts';
import { followScene } from './failed-calls.ts';
import type { Run } from './run.ts';
import { unknownTimes } from './surroundings.ts';

export function followTry(run: Run, statement: TryStatement): Completion {
  const isPlain = statement.clauses.every((clause) => run.dialect.clauseVerdict(clause) === 'raisesAgain');
  const isScene = !isPlain && statement.finally.length === 0;
  return (isScene ? followScene(run, sceneOfTry(statement), statement) : undefined) ?? plainTry(run, statement);
}

/** A loop that makes one call until it succeeds. */
export function followAttempts(run: Run, loop: LoopStatement): Completion | undefined {
  const scene = sceneOfLoop(loop);
  return scene === undefined || scene.attempt.finally.length > 0 ? undefined : followScene(run, scene, loop);
}

function plainTry(run: Run, statement: TryStatement): Completion {
  for (const clause of statement.clauses) followClause(run, clause, statement.body);
  const body = run.execute([...statement.body, ...statement.otherwise]);
  if (statement.finally.length === 0) return body;
  const kept = run.memory.snapshot();
  if (body.kind === 'next') run.memory.restore(body.state);
  const last = run.execute(statement.finally);
  if (last.kind !== 'next')
    run.block('errors', 'the `finally` block ends the function', 'Return after the block.', statement);
  run.memory.restore(kept);
  return body;
}

/** What handles an error may log it and raise it again; anything else changes what a failure looks like outside. */
function followClause(run: Run, clause: ErrorClause, body: readonly Statement[]): void {
  const verdict = run.dialect.clauseVerdict(clause);
  followBody(run, clause);
  if (verdict === 'raisesAgain') return;
  const types = clause.types.length === 0 ? 'every error' : clause.types.join(', ');
  const caught = body.length > 0 && run.dialect.seesCall(body) ? `${types} of the model call` : types;
  const message =
    verdict === 'raisesOther'
      ? `${caught} becomes an error of another class here`
      : `${caught} is swallowed here: the task succeeds where it should fail`;
  const help = 'Raise the error again after logging it, and let Retry and Catch of the state handle it.';
  run.block('errors', message, help, clause);
}

/** What a clause does beside raising again is followed for its effects alone. */
function followBody(run: Run, clause: ErrorClause): void {
  const { memory, around, findings } = run;
  const kept = memory.snapshot();
  findings.aside(() => {
    bindCaught(run, clause, 'Let Catch of the state hand on the error.');
    around.handling('Error', () =>
      around.atEase(() => around.under(unknownTimes(clause), () => run.execute(clause.body))),
    );
  });
  memory.restore(kept);
}
