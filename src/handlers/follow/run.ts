/**
 * What the parts that follow a handler ask of one another, and what dialects and the readers of calls ask of them. Each part
 * is a module; this is the whole they see.
 */
import type { Range } from '../../text/source-file.ts';
import type { Dialect } from '../dialect.ts';
import type { Environment } from '../environment.ts';
import type { Expr, Gate } from '../ir.ts';
import type { Expression, Statement } from '../syntax.ts';
import type { Box, Value } from '../values.ts';
import type { Completion } from './completion.ts';
import type { Findings } from './findings.ts';
import type { Memory } from './memory.ts';
import type { Surroundings } from './surroundings.ts';

export interface Run {
  readonly dialect: Dialect;
  readonly environment: Environment;
  readonly findings: Findings;
  readonly memory: Memory;
  readonly around: Surroundings;
  execute(statements: readonly Statement[]): Completion;
  evaluate(expression: Expression): Value;
  /** A test, as true or false. An opaque one blocks: what depends on it cannot be told. */
  test(expression: Expression): Expr;
  lookUp(name: string, range: Range): Value;
  /** What a function without `return` gives. */
  nothing(range: Range): Value;
  newBox(box: Box): Value;
  boxOf(value: Value): Box | undefined;
  /** The value as JSON data. */
  data(value: Value, range: Range): Expr;
  /** As data, for a test: things that are no data are there. */
  dataOrTrue(value: Value, range: Range): Expr;
  block(gate: Gate, message: string, unblock: string, range: Range): void;
  /** What is not understood may fail, whether its value is used or not. A clock and the like do not fail. */
  opaque(gate: Gate, message: string, unblock: string, range: Range): Value;
  /** For a name that has no value here, and was never evaluated. */
  standIn(gate: Gate, message: string, unblock: string, range: Range): Value;
  /** Evaluates an expression whose value is thrown away; what fails in it still does. */
  discard(value: Value, range: Range): void;
  /** An evaluation that fails if the source's does. */
  check(expr: Expr): void;
  /** Every branch around a call decides whether it is made. */
  noteForks(): void;
  /** Whether a value is added to a list in the loop that is followed. */
  collect(list: Value, added: Value, range: Range): boolean;
  /** `[element for target in of if condition]` */
  over(
    of: Expr,
    target: string,
    each: { readonly conditions: readonly Expression[]; readonly element: Expression },
    range: Range,
  ): Value;
}
