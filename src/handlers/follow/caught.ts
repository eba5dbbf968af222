/** The error that a clause has caught: it is there under its name, and what it holds is not known. */
import type { ErrorClause } from '../syntax.ts';
import type { Value } from '../values.ts';
import type { Run } from './run.ts';

const CAUGHT = 'the error itself is used';

export function isCaught(value: Value): boolean {
  return value.kind === 'opaque' && value.blocker.message === CAUGHT;
}

export function bindCaught(run: Run, { variable, start, end }: ErrorClause, help: string): void {
  if (variable !== undefined) run.memory.set(variable, run.opaque('errors', CAUGHT, help, { start, end }));
}
