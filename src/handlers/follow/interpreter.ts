/**
 * Follows one handler without running it: statements in their order, same-file functions inlined, branches joined where they
 * choose values. Gives a trace of what is checked and called, and the result. What is not understood becomes an opaque value,
 * which matters only where it is used, or a blocker, where it cannot be passed over.
 *
 * Limits: no recursion, functions a few deep, a bounded number of branches. Of loops, one with the call in it is followed.
 */
import type { Range } from '../../text/source-file.ts';
import type { Dialect } from '../dialect.ts';
import type { Environment } from '../environment.ts';
import type { Expr, Gate } from '../ir.ts';
import type { Expression, FunctionParts, Statement } from '../syntax.ts';
import type { Box, Value } from '../values.ts';
import { checkExpr, discard } from './checks.ts';
import type { Completion } from './completion.ts';
import { evaluate, testOf } from './expressions.ts';
import { Findings } from './findings.ts';
import { collect } from './item-loops.ts';
import { resultOf } from './joins.ts';
import { eachOf } from './loops.ts';
import { Memory } from './memory.ts';
import type { Run } from './run.ts';
import { defineFunction, execute } from './statements.ts';
import { Surroundings } from './surroundings.ts';
import type { Route } from './surroundings.ts';
import { dataOf, dataOrTrue } from './value-data.ts';

export interface RunSettings {
  readonly dialect: Dialect;
  readonly environment: Environment;
  /** Whether the source gives a model what a tool returned. */
  readonly returnsToolResults: boolean;
  readonly route: Route | undefined;
}

export class Interpreter implements Run {
  readonly dialect: Dialect;
  readonly environment: Environment;
  readonly findings: Findings;
  readonly memory = new Memory();
  readonly around: Surroundings;

  constructor({ dialect, environment, returnsToolResults, route }: RunSettings) {
    this.dialect = dialect;
    this.environment = environment;
    this.findings = new Findings(returnsToolResults);
    this.around = new Surroundings(route);
  }

  /** The statements of the file itself: imports, constants, clients, functions. */
  module(statements: readonly Statement[]): void {
    this.memory.inModule(() => {
      // Functions may be used above where they stand.
      for (const statement of statements) if (statement.kind === 'define') defineFunction(this, statement);
      for (const statement of statements) if (statement.kind !== 'define') this.execute([statement]);
    });
  }

  functionNamed(name: string): FunctionParts | undefined {
    const value = this.memory.ofModule(name);
    return value?.kind === 'function' ? value.parts : undefined;
  }

  /** The handler itself. */
  handler({ parameters, body }: FunctionParts, values: readonly Value[]): Expr {
    const locals = new Map(parameters.map(({ name }, i): [string, Value] => [name, values[i] ?? { kind: 'context' }]));
    return this.memory.inFunction('the handler', locals, undefined, () => {
      const end = this.around.surely(() => this.execute(body));
      return resultOf(this, end, { start: 0, end: 0 });
    });
  }

  execute(statements: readonly Statement[]): Completion {
    return execute(this, statements);
  }

  evaluate(expression: Expression): Value {
    return evaluate(this, expression);
  }

  test(expression: Expression): Expr {
    return testOf(this, expression);
  }

  lookUp(name: string, range: Range): Value {
    const value = this.memory.lookUp(name) ?? this.dialect.builtin(name, range);
    return (
      value ?? this.opaque('pure-ops', `${name} is not defined in this file`, 'Define it in the same file.', range)
    );
  }

  nothing({ start, end }: Range): Value {
    return { kind: 'data', expr: this.dialect.nothing({ start, end }) };
  }

  newBox(box: Box): Value {
    return this.memory.newBox(box);
  }

  boxOf(value: Value): Box | undefined {
    return this.memory.boxOf(value);
  }

  data(value: Value, range: Range): Expr {
    return dataOf(this.memory, value, range);
  }

  dataOrTrue(value: Value, range: Range): Expr {
    return dataOrTrue(this.memory, value, range);
  }

  block(gate: Gate, message: string, unblock: string, range: Range): void {
    this.findings.block(gate, message, unblock, range);
  }

  opaque(gate: Gate, message: string, unblock: string, range: Range): Value {
    const { start, end } = range;
    if (this.around.mustRun && gate === 'pure-ops')
      this.findings.unsure.push({ gate, message, unblock, range: { start, end } });
    return this.standIn(gate, message, unblock, range);
  }

  standIn(gate: Gate, message: string, unblock: string, { start, end }: Range): Value {
    return { kind: 'opaque', blocker: { gate, message, unblock, range: { start, end } } };
  }

  discard(value: Value, range: Range): void {
    discard(this, value, range);
  }

  check(expr: Expr): void {
    checkExpr(this, expr);
  }

  noteForks(): void {
    for (const origin of this.around.forks()) this.findings.forks.add(origin);
  }

  collect(list: Value, added: Value, range: Range): boolean {
    return collect(this, list, added, range);
  }

  over(
    of: Expr,
    target: string,
    each: { readonly conditions: readonly Expression[]; readonly element: Expression },
    range: Range,
  ): Value {
    return eachOf(this, of, target, each, range);
  }
}
