/**
 * Variables of a CDK program. A scope knows at which level of certainty it was opened: a variable that is set from
 * within code that may not run, or may run more often, is not known afterwards.
 */
import type { Value } from './values.ts';

export class Scope {
  readonly parent: Scope | undefined;
  readonly born: number;
  readonly #values = new Map<string, Value | (() => Value)>();

  constructor(parent: Scope | undefined, born: number) {
    this.parent = parent;
    this.born = born;
  }

  /** `value` may be a function that gives it when it is first asked for, as for an import. */
  declare(name: string, value: Value | (() => Value)): void {
    this.#values.set(name, value);
  }

  find(name: string): Value | undefined {
    const scope = this.holderOf(name);
    if (scope === undefined) return undefined;
    const value = scope.#values.get(name);
    if (typeof value !== 'function') return value;
    const made = value();
    scope.#values.set(name, made);
    return made;
  }

  /** The same variables once more, for the next time round of a loop: a function keeps those it was made with. */
  copy(): Scope {
    const next = new Scope(this.parent, this.born);
    for (const [name, value] of this.#values) next.declare(name, value);
    return next;
  }

  holderOf(name: string): Scope | undefined {
    if (this.#values.has(name)) return this;
    let at = this.parent;
    while (at !== undefined && !at.has(name)) at = at.parent;
    return at;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }
}
