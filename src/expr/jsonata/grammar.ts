/**
 * Reads JSONata text into an `Expression` with exact ranges: operator precedence as in the `jsonata` library, whose own
 * tree has the end of one token for each node, and folds paths, signs and defaults away. Tests hold the two side by side.
 *
 * Bounded: a text that nests deeper than MAX_NESTING, or a chain of operators longer than MAX_DEPTH, is given up, so
 * that neither this parser nor anything that walks its trees runs out of stack.
 */
import type { Range } from '../../text/source-file.ts';
import type {
  BinaryOperator,
  Expression,
  ExpressionMember,
  NameExpression,
  SortTerm,
  VariableExpression,
} from './expression.ts';
import { childrenOf, coreOf } from './expression.ts';
import { ExpressionFault, Tokenizer } from './tokens.ts';
import type { Token } from './tokens.ts';

const MAX_NESTING = 400;
const MAX_DEPTH = 1000;

/** What binds tighter takes its operands first. Other tokens end an expression. */
const BINDING: ReadonlyMap<string, number> = new Map([
  ['[', 80],
  ['(', 80],
  ['@', 80],
  ['#', 80],
  ['.', 75],
  ['{', 70],
  ['*', 60],
  ['/', 60],
  ['%', 60],
  ['+', 50],
  ['-', 50],
  ['&', 50],
  ['=', 40],
  ['!=', 40],
  ['<', 40],
  ['<=', 40],
  ['>', 40],
  ['>=', 40],
  ['^', 40],
  ['~>', 40],
  ['?:', 40],
  ['??', 40],
  ['in', 40],
  ['and', 30],
  ['or', 25],
  ['?', 20],
  [':=', 10],
]);
const SIGN_BINDING = 70;

/** Throws an `ExpressionFault` for what it does not read. */
export function readExpression(text: string): Expression {
  return new Grammar(text).whole();
}

class Grammar {
  readonly #tokenizer: Tokenizer;
  readonly #depths = new WeakMap<Expression, number>();
  #token: Token;
  /** Where the token before the current one ends. */
  #end = 0;
  #nesting = 0;

  constructor(text: string) {
    this.#tokenizer = new Tokenizer(text);
    this.#token = this.#tokenizer.next(false);
  }

  whole(): Expression {
    const expression = this.#expression(0);
    if (this.#token.kind !== 'end') this.#fail(this.#token);
    return expression;
  }

  #expression(binding: number): Expression {
    if (++this.#nesting > MAX_NESTING) throw new ExpressionFault('limit', this.#token);
    const first = this.#advance(true);
    let left = this.#prefix(first);
    while (this.#token.kind === 'operator' && (BINDING.get(this.#token.text) ?? 0) > binding) {
      const operator = this.#token;
      this.#advance(false);
      left = this.#bounded(this.#infix(left, operator.text, operator));
    }
    this.#nesting--;
    return left;
  }

  /** An expression that begins with this token, already passed. */
  #prefix(token: Token): Expression {
    const { start, end } = token;
    switch (token.kind) {
      case 'string':
        return { kind: 'string', value: token.text, start, end };
      case 'number':
        return { kind: 'number', value: token.value, start, end };
      case 'constant':
        return token.value === null
          ? { kind: 'null', start, end }
          : { kind: 'boolean', value: token.value, start, end };
      case 'regex':
        return { kind: 'regex', pattern: token.pattern, flags: token.flags, compiles: compiles(token), start, end };
      case 'variable':
        return { kind: 'variable', name: token.text, start, end };
      case 'name':
        return { kind: 'name', name: token.text, spelling: 'plain', start, end };
      case 'backticks':
        return { kind: 'name', name: token.text, spelling: 'backticks', start, end };
      case 'operator':
        return this.#prefixOperator(token.text, token);
      case 'end':
        return this.#fail(token);
    }
  }

  #prefixOperator(operator: string, range: Range): Expression {
    const { start, end } = range;
    switch (operator) {
      case '(':
        return this.#block(start);
      case '[':
        return this.#array(start);
      case '{': {
        const members = this.#members();
        return this.#bounded({ kind: 'object', members, start, end: this.#end });
      }
      case '|':
        return this.#transform(start);
      case '-': {
        const operand = this.#expression(SIGN_BINDING);
        return this.#bounded({ kind: 'negation', operand, start, end: operand.end });
      }
      case '*':
        return { kind: 'wildcard', start, end };
      case '**':
        return { kind: 'descendant', start, end };
      case '%':
        return { kind: 'parent', start, end };
      case 'and':
      case 'or':
      case 'in':
        return { kind: 'name', name: operator, spelling: 'plain', start, end };
      default:
        return this.#fail(range);
    }
  }

  /** What an operator, already passed, makes of the expression before it. */
  #infix(left: Expression, operator: string, operatorRange: Range): Expression {
    const { start } = left;
    switch (operator) {
      case '.':
        return this.#path(left);
      case '(':
        return this.#call(left);
      case '[':
        return this.#predicate(left);
      case '{': {
        const members = this.#members();
        return { kind: 'group', of: left, members, start, end: this.#end };
      }
      case '^':
        return this.#sort(left);
      case '@':
      case '#': {
        const variable = this.#variable(this.#expression(80));
        return { kind: operator === '@' ? 'focus' : 'position', of: left, variable, start, end: variable.end };
      }
      case ':=': {
        const variable = this.#variable(left);
        const value = this.#expression(9);
        return { kind: 'binding', variable, value, start, end: value.end };
      }
      case '?':
        return this.#condition(left, operatorRange);
      case '?:':
      case '??': {
        const otherwise = this.#expression(0);
        const range = { start, end: otherwise.end };
        return { kind: 'condition', operator, operatorRange, condition: undefined, then: left, otherwise, ...range };
      }
      default:
        return this.#binary(left, operator);
    }
  }

  #binary(left: Expression, operator: string): Expression {
    const right = this.#expression(BINDING.get(operator) ?? 0);
    const range = { start: left.start, end: right.end };
    if (operator === '&') return { kind: 'concatenation', left, right, ...range };
    if (operator === '~>') return { kind: 'chain', left, right, ...range };
    return { kind: 'binary', operator: operator as BinaryOperator, left, right, ...range };
  }

  /** One list for all the steps of a path, which grows as it is read. */
  #path(left: Expression): Expression {
    const right = this.#expression(75);
    const steps = left.kind === 'path' ? (left.steps as Expression[]) : [asStep(left)];
    steps.push(asStep(right));
    const path: Expression = { kind: 'path', steps, start: left.start, end: right.end };
    const depthBefore = left.kind === 'path' ? this.#depthOf(left) : this.#depthOf(left) + 1;
    this.#depths.set(path, Math.max(depthBefore, this.#depthOf(right) + 1));
    return path;
  }

  #call(callee: Expression): Expression {
    const list: Expression[] = [];
    if (!this.#isAt(')')) {
      do {
        list.push(this.#isAt('?') ? this.#placeholder() : this.#expression(0));
      } while (this.#accept(','));
    }
    this.#expect(')', true);
    if (callee.kind === 'name' && (callee.name === 'function' || callee.name === 'λ')) {
      return this.#lambda(list, callee.start);
    }
    return { kind: 'call', callee, arguments: list, start: callee.start, end: this.#end };
  }

  #placeholder(): Expression {
    const { start, end } = this.#advance(false);
    return { kind: 'placeholder', start, end };
  }

  #lambda(list: readonly Expression[], start: number): Expression {
    const parameters = list.map((parameter) => this.#variable(parameter));
    if (this.#isAt('<')) this.#signature();
    this.#expect('{');
    const body = this.#expression(0);
    this.#expect('}');
    return { kind: 'lambda', parameters, body, start, end: this.#end };
  }

  /** `<a<s>-n?:s>`: what stands in it is the library's to judge. */
  #signature(): void {
    let depth = 1;
    while (depth > 0 && !this.#isAt('{') && this.#token.kind !== 'end') {
      this.#advance(false);
      if (this.#isAt('>')) depth--;
      else if (this.#isAt('<')) depth++;
    }
    this.#expect('>');
  }

  #block(start: number): Expression {
    const expressions: Expression[] = [];
    while (!this.#isAt(')')) {
      expressions.push(this.#expression(0));
      if (!this.#accept(';')) break;
    }
    this.#expect(')', true);
    return this.#bounded({ kind: 'block', expressions, start, end: this.#end });
  }

  #array(start: number): Expression {
    const items: Expression[] = [];
    if (!this.#isAt(']')) {
      do {
        const left = this.#expression(0);
        items.push(this.#accept('..') ? this.#bounded(this.#binary(left, '..')) : left);
      } while (this.#accept(','));
    }
    this.#expect(']', true);
    return this.#bounded({ kind: 'array', items, start, end: this.#end });
  }

  #predicate(left: Expression): Expression {
    const { start } = left;
    if (this.#accept(']')) return { kind: 'keep-array', of: left, start, end: this.#end };
    const predicate = this.#expression(0);
    this.#expect(']', true);
    return { kind: 'filter', of: left, predicate, start, end: this.#end };
  }

  #sort(left: Expression): Expression {
    this.#expect('(');
    const terms: SortTerm[] = [];
    do {
      const isDescending = this.#isAt('>');
      if (isDescending || this.#isAt('<')) this.#advance(false);
      terms.push({ isDescending, expression: this.#expression(0) });
    } while (this.#accept(','));
    this.#expect(')');
    return { kind: 'sort', of: left, terms, start: left.start, end: this.#end };
  }

  #members(): readonly ExpressionMember[] {
    const members: ExpressionMember[] = [];
    if (!this.#isAt('}')) {
      do {
        const key = this.#expression(0);
        this.#expect(':');
        members.push({ key, value: this.#expression(0) });
      } while (this.#accept(','));
    }
    this.#expect('}', true);
    return members;
  }

  #condition(condition: Expression, operatorRange: Range): Expression {
    const then = this.#expression(0);
    const otherwise = this.#accept(':') ? this.#expression(0) : undefined;
    const range = { start: condition.start, end: (otherwise ?? then).end };
    return { kind: 'condition', operator: '?', operatorRange, condition, then, otherwise, ...range };
  }

  #transform(start: number): Expression {
    const pattern = this.#expression(0);
    this.#expect('|');
    const update = this.#expression(0);
    const removal = this.#accept(',') ? this.#expression(0) : undefined;
    this.#expect('|');
    return this.#bounded({ kind: 'transform', pattern, update, removal, start, end: this.#end });
  }

  #variable(expression: Expression): VariableExpression {
    return expression.kind === 'variable' ? expression : this.#fail(expression);
  }

  /** Goes on to the next token; gives the one it leaves. */
  #advance(isInfix: boolean): Token {
    const left = this.#token;
    this.#token = this.#tokenizer.next(isInfix);
    this.#end = left.end;
    return left;
  }

  #isAt(operator: string): boolean {
    return this.#token.kind === 'operator' && this.#token.text === operator;
  }

  #accept(operator: string): boolean {
    if (!this.#isAt(operator)) return false;
    this.#advance(false);
    return true;
  }

  /** Which tokens may begin with a slash after a closing bracket is as the library has it. */
  #expect(operator: string, isInfix = false): void {
    if (!this.#isAt(operator)) this.#fail(this.#token);
    this.#advance(isInfix);
  }

  /** Counts how deep a tree has become: chains of operators grow it without nesting. */
  #bounded(expression: Expression): Expression {
    // The steps of a path were counted as they came.
    if (expression.kind !== 'path') {
      const depth = childrenOf(expression).reduce((most, part) => Math.max(most, this.#depthOf(part)), 0);
      this.#depths.set(expression, depth + 1);
    }
    if (this.#depthOf(expression) > MAX_DEPTH) throw new ExpressionFault('limit', expression);
    return expression;
  }

  #depthOf(expression: Expression): number {
    return this.#depths.get(expression) ?? 0;
  }

  #fail(range: Range): never {
    throw new ExpressionFault('syntax', { start: range.start, end: range.end });
  }
}

/** A string in a path is a name, also with a predicate behind it. */
function asStep(expression: Expression): Expression {
  if (expression.kind === 'string') {
    const { value: name, start, end } = expression;
    return { kind: 'name', name, spelling: 'string', start, end } satisfies NameExpression;
  }
  if (!('of' in expression) || coreOf(expression).kind !== 'string') return expression;
  return { ...expression, of: asStep(expression.of) };
}

function compiles({ pattern, flags }: { pattern: string; flags: string }): boolean {
  try {
    return new RegExp(pattern, flags) instanceof RegExp;
  } catch {
    return false;
  }
}
