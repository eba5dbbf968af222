/**
 * Which variables are bound where, inside one expression: blocks and lambdas open a frame of their own. A variable that
 * a path binds with `@` or `#` counts for the block around the path, which is further than it really reaches.
 */
import { childrenOf } from './expression.ts';
import type { Expression } from './expression.ts';

interface Frame {
  /** What has been bound by now, in the order of evaluation. */
  readonly bound: Set<string>;
  /** What is bound anywhere in the frame: a lambda may be called after all of it. */
  readonly declared: ReadonlySet<string>;
  /** Its body is evaluated later than it is written. */
  readonly isDeferred: boolean;
}

export class Bindings {
  readonly #frames: Frame[] = [];

  /** Runs `visit` in a new frame for the variables that these expressions bind. */
  within(expressions: readonly Expression[], visit: () => void): void {
    this.#open({ bound: new Set(), declared: declaredBy(expressions), isDeferred: false }, visit);
  }

  /** The same for what is evaluated when it is called: it sees all that the frames around it ever bind. */
  deferred(parameters: readonly string[], body: readonly Expression[], visit: () => void): void {
    const declared = new Set([...parameters, ...declaredBy(body)]);
    this.#open({ bound: new Set(parameters), declared, isDeferred: true }, visit);
  }

  bind(name: string): void {
    this.#frames.at(-1)?.bound.add(name);
  }

  isBound(name: string): boolean {
    let isLater = false;
    for (let i = this.#frames.length - 1; i >= 0; i--) {
      const frame = this.#frames[i];
      if (frame === undefined) continue;
      if ((isLater ? frame.declared : frame.bound).has(name)) return true;
      isLater ||= frame.isDeferred;
    }
    return false;
  }

  #open(frame: Frame, visit: () => void): void {
    this.#frames.push(frame);
    visit();
    this.#frames.pop();
  }
}

function declaredBy(expressions: readonly Expression[]): ReadonlySet<string> {
  const names = new Set<string>();
  const waiting = [...expressions];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.kind === 'binding' || next.kind === 'focus' || next.kind === 'position') names.add(next.variable.name);
    if (next.kind === 'block' || next.kind === 'lambda' || next.kind === 'transform') continue;
    for (const child of childrenOf(next)) waiting.push(child);
  }
  return names;
}
