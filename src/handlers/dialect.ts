/** What differs between the languages of handlers: truth, operators, members, methods, modules. */
import type { Range } from '../text/source-file.ts';
import type { Run } from './follow/run.ts';
import type { Expr } from './ir.ts';
import type { ErrorClause, Expression, Language, Statement } from './syntax.ts';
import type { Value } from './values.ts';

export interface CallArgument {
  readonly name: string | undefined;
  readonly value: Value;
  readonly isSpread: boolean;
  readonly source: Expression;
}

export interface CallParts {
  readonly list: readonly CallArgument[];
  readonly isNew: boolean;
}

export interface MethodCall extends CallParts {
  readonly name: string;
  readonly source: Extract<Expression, { kind: 'attribute' }>;
}

export interface SliceBounds {
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** Without an end. */
  readonly isOpen: boolean;
}

export interface Operands {
  readonly left: Value;
  readonly right: Value;
}

export interface Dialect {
  readonly language: Language;
  /** What a function without `return` gives. */
  nothing(range: Range): Expr;
  builtin(name: string, range: Range): Value | undefined;
  isTransparentDecorator(name: string): boolean;
  isClientOrModule(value: Value): boolean;
  /** What a clause does with the errors it catches. */
  clauseVerdict(clause: ErrorClause): 'raisesAgain' | 'raisesOther' | 'swallows';
  /** Whether statements name a model call. */
  seesCall(statements: readonly Statement[]): boolean;
  /** As true or false; a literal where it is known. */
  truth(expr: Expr): Expr;
  /** Neither null nor undefined. */
  present(expr: Expr): Expr;
  logical(operator: 'and' | 'or' | '??', left: Expr, right: Expr, range: Range): Expr;
  /** What a value puts into an object that it is spread into. */
  spread(expr: Expr): Expr;
  binary(run: Run, operator: string, operands: Operands, range: Range): Value;
  attribute(run: Run, of: Value, member: { readonly name: string; readonly isOptional: boolean }, range: Range): Value;
  subscript(run: Run, of: Value, at: { readonly index: Value; readonly isOptional: boolean }, range: Range): Value;
  destructure(
    run: Run,
    of: Value,
    member: { readonly key: string; readonly fallback: Expression | undefined },
    range: Range,
  ): Value;
  slice(run: Run, of: Value, bounds: SliceBounds, range: Range): Value;
  /** Undefined where the member is to be read and then called. */
  method(run: Run, of: Value, call: MethodCall, range: Range): Value | undefined;
  callModule(run: Run, name: string, call: CallParts, range: Range): Value;
}
