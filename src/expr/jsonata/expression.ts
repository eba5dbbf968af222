/**
 * A JSONata expression as written: every part of it, with its range in the text between the delimiters. A parent's
 * range contains those of its children, and children stand in writing order.
 */
import type { Range } from '../../text/source-file.ts';

export type Expression = Leaf | Step | Operation | Construction | FunctionExpression;

type Leaf =
  /** The range includes the quotes. */
  | (Range & { readonly kind: 'string'; readonly value: string })
  /** Never negative: a sign is a `negation`. */
  | (Range & { readonly kind: 'number'; readonly value: number })
  | (Range & { readonly kind: 'boolean'; readonly value: boolean })
  | (Range & { readonly kind: 'null' })
  /** `/pattern/im`; `compiles`: whether JavaScript takes it, which is not the engine that the service runs. */
  | (Range & {
      readonly kind: 'regex';
      readonly pattern: string;
      readonly flags: string;
      readonly compiles: boolean;
    })
  | VariableExpression
  | NameExpression
  /** `*`, `**`, `%` as operands */
  | (Range & { readonly kind: 'wildcard' | 'descendant' | 'parent' })
  /** `?` in place of an argument: the call then gives a function of what is left open. */
  | (Range & { readonly kind: 'placeholder' });

/** `$name`; the name is empty for `$`, the context item, and `$` for `$$`, the root. The range includes the dollar sign. */
export interface VariableExpression extends Range {
  readonly kind: 'variable';
  readonly name: string;
}

/** A field of the context item, or of what the step before it gives; quoted ones with their quotes in the range. */
export interface NameExpression extends Range {
  readonly kind: 'name';
  readonly name: string;
  /** A string that is a step of a path stands for a name: `a."b c"`. */
  readonly spelling: 'plain' | 'backticks' | 'string';
}

/** What navigates, and what is written behind a value to choose from it. */
type Step =
  /** `a.b.c`: two steps or more; the first is evaluated where the path stands, each later one on what came before. */
  | (Range & { readonly kind: 'path'; readonly steps: readonly Expression[] })
  /** `of[predicate]` */
  | (Range & { readonly kind: 'filter'; readonly of: Expression; readonly predicate: Expression })
  /** `of[]` */
  | (Range & { readonly kind: 'keep-array'; readonly of: Expression })
  /** `of^(>a, <b)` */
  | (Range & { readonly kind: 'sort'; readonly of: Expression; readonly terms: readonly SortTerm[] })
  /** `of{key: value}` */
  | (Range & { readonly kind: 'group'; readonly of: Expression; readonly members: readonly ExpressionMember[] })
  /** `of@$variable`, `of#$variable` */
  | (Range & { readonly kind: 'focus' | 'position'; readonly of: Expression; readonly variable: VariableExpression });

type Operation =
  /** `-operand` */
  | (Range & { readonly kind: 'negation'; readonly operand: Expression })
  /** `left operator right`, but for `&` and `~>`. `..` occurs in lists only. */
  | (Range & {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  /** `left & right` */
  | (Range & { readonly kind: 'concatenation'; readonly left: Expression; readonly right: Expression })
  /** `left ~> right` */
  | (Range & { readonly kind: 'chain'; readonly left: Expression; readonly right: Expression })
  /** `condition ? then : otherwise`; for `then ?: otherwise` and `then ?? otherwise` there is no condition of its own. */
  | (Range & {
      readonly kind: 'condition';
      readonly operator: '?' | '?:' | '??';
      readonly operatorRange: Range;
      readonly condition: Expression | undefined;
      readonly then: Expression;
      readonly otherwise: Expression | undefined;
    })
  /** `$x := value` */
  | (Range & { readonly kind: 'binding'; readonly variable: VariableExpression; readonly value: Expression });

type Construction =
  /** `(a; b; c)`: bindings and, last, the value. */
  | (Range & { readonly kind: 'block'; readonly expressions: readonly Expression[] })
  | (Range & { readonly kind: 'object'; readonly members: readonly ExpressionMember[] })
  | (Range & { readonly kind: 'array'; readonly items: readonly Expression[] });

type FunctionExpression =
  /** `callee(a, b)`; the range ends with the closing parenthesis. */
  | CallExpression
  /** `function($a, $b)<s-n:s>{ body }` */
  | (Range & {
      readonly kind: 'lambda';
      readonly parameters: readonly VariableExpression[];
      readonly body: Expression;
    })
  /** `| pattern | update, removal |` */
  | (Range & {
      readonly kind: 'transform';
      readonly pattern: Expression;
      readonly update: Expression;
      readonly removal: Expression | undefined;
    });

export interface CallExpression extends Range {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly arguments: readonly Expression[];
}

export interface ExpressionMember {
  readonly key: Expression;
  readonly value: Expression;
}

export interface SortTerm {
  readonly isDescending: boolean;
  readonly expression: Expression;
}

export type BinaryOperator =
  '+' | '-' | '*' | '/' | '%' | '=' | '!=' | '<' | '<=' | '>' | '>=' | 'and' | 'or' | 'in' | '..';

export type ExpressionParse =
  | { readonly expression: Expression; readonly problem?: undefined }
  | { readonly problem: ExpressionProblem; readonly expression?: undefined };

export interface ExpressionProblem extends Range {
  /**
   * `syntax`: JSONata refuses the text. `limit`: it is too deep to be read here, or has a regular expression that this
   * engine cannot read; that says nothing about what the service makes of it.
   */
  readonly kind: 'syntax' | 'limit';
  /** The code of JSONata, such as S0202; empty for a limit. */
  readonly code: string;
  /** The words of JSONata without the code. */
  readonly message: string;
}

export type ParseJsonata = (text: string) => ExpressionParse;

/** The parts of an expression, in writing order. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
    case 'regex':
    case 'variable':
    case 'name':
    case 'wildcard':
    case 'descendant':
    case 'parent':
    case 'placeholder':
      return [];
    case 'path':
      return expression.steps;
    case 'filter':
      return [expression.of, expression.predicate];
    case 'keep-array':
      return [expression.of];
    case 'sort':
      return [expression.of, ...expression.terms.map((term) => term.expression)];
    case 'group':
      return [expression.of, ...partsOfMembers(expression.members)];
    case 'focus':
    case 'position':
      return [expression.of, expression.variable];
    case 'negation':
      return [expression.operand];
    case 'binary':
    case 'concatenation':
    case 'chain':
      return [expression.left, expression.right];
    case 'condition':
      return [expression.condition, expression.then, expression.otherwise].filter((part) => part !== undefined);
    case 'binding':
      return [expression.variable, expression.value];
    case 'block':
      return expression.expressions;
    case 'object':
      return partsOfMembers(expression.members);
    case 'array':
      return expression.items;
    case 'call':
      return [expression.callee, ...expression.arguments];
    case 'lambda':
      return [...expression.parameters, expression.body];
    case 'transform':
      return [expression.pattern, expression.update, expression.removal].filter((part) => part !== undefined);
  }
}

/**
 * The parts that the value of an expression is put together from, in writing order: what is compared, computed with,
 * used as a key or as a condition is none of it. Of a call, all arguments count, for the function may return any of them.
 */
export function valueParts(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'filter':
    case 'keep-array':
    case 'sort':
    case 'group':
    case 'focus':
    case 'position':
      return [expression.of];
    case 'binary':
    case 'negation':
    case 'transform':
      return [];
    case 'condition':
      return expression.otherwise === undefined ? [expression.then] : [expression.then, expression.otherwise];
    case 'binding':
      return [expression.value];
    case 'object':
      return expression.members.map((member) => member.value);
    case 'call':
      return expression.arguments;
    case 'lambda':
      return [expression.body];
    default:
      return childrenOf(expression);
  }
}

/** An expression without the predicates, order and grouping written behind it: `a` of `a[0]^(b)`. */
export function coreOf(expression: Expression): Expression {
  let core = expression;
  while ('of' in core) core = core.of;
  return core;
}

function partsOfMembers(members: readonly ExpressionMember[]): readonly Expression[] {
  return members.flatMap(({ key, value }) => [key, value]);
}
