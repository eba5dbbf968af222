/**
 * `not`, `and` and `or` as Python binds them. The parser gives `not a or b` as `not (a or b)`, so their words and operands
 * are taken in the order of the text, and bound anew: `not` before `and`, `and` before `or`.
 */
import type { Expression } from '../syntax.ts';

export type LogicPart = 'not' | 'and' | 'or' | { readonly operand: Expression };

/** With the place of each `not`, which an expression starts at. */
export interface LogicToken {
  readonly part: LogicPart;
  readonly start: number;
}

/** Undefined where the parts are no expression. */
export function boundLogic(tokens: readonly LogicToken[]): Expression | undefined {
  const binder = new Binder(tokens);
  const whole = binder.or();
  return binder.isAtEnd ? whole : undefined;
}

class Binder {
  readonly #tokens: readonly LogicToken[];
  #at = 0;

  constructor(tokens: readonly LogicToken[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  or(): Expression | undefined {
    return this.#joined('or', () => this.#joined('and', () => this.#not()));
  }

  #joined(operator: 'and' | 'or', operand: () => Expression | undefined): Expression | undefined {
    let left = operand();
    while (this.#take(operator) !== undefined) {
      const right = operand();
      if (left === undefined || right === undefined) return undefined;
      left = { kind: 'logical', operator, left, right, start: left.start, end: right.end };
    }
    return left;
  }

  #not(): Expression | undefined {
    const word = this.#take('not');
    if (word !== undefined) {
      const of = this.#not();
      return of === undefined ? undefined : { kind: 'not', of, start: word.start, end: of.end };
    }
    const token = this.#tokens[this.#at];
    if (token === undefined || typeof token.part === 'string') return undefined;
    this.#at++;
    return token.part.operand;
  }

  #take(word: LogicPart): LogicToken | undefined {
    const token = this.#tokens[this.#at];
    if (token?.part !== word) return undefined;
    this.#at++;
    return token;
  }
}
