/**
 * Takes down, while a handler is followed, what it does about failures of its call: the `try` blocks around the call, how
 * often the loops around it try, and the branches in which the handler goes on without an answer.
 */
import type { HandlerOperation } from '../aws/handler-calls.ts';
import type { Range } from '../text/source-file.ts';
import { play } from './attempts.ts';
import type { Course, Exit, Scene } from './attempts.ts';
import { failuresOf } from './caught-errors.ts';
import type { Failure } from './caught-errors.ts';
import type { Blocker } from './ir.ts';
import type { Names } from './loop-values.ts';
import type { Language } from './syntax.ts';

export interface Ending {
  readonly failure: Failure;
  readonly attempts: number;
  readonly waits: readonly number[];
  readonly isJittered: boolean;
  readonly end:
    | { readonly kind: 'again' }
    | { readonly kind: 'raise'; readonly error: string }
    | { readonly kind: 'branch'; readonly branch: number };
}

/** A branch in which the handler goes on although its call failed. */
export interface FailedBranch {
  readonly branch: number;
  readonly exit: Extract<Exit, { kind: 'goesOn' }>;
  /** Whether failures of the handler's own operations come here as well. */
  readonly isForOwn: boolean;
}

/** A name that is set inside such a `try`. */
export interface BoundName {
  readonly name: string;
  /** Of the function it is in. */
  readonly depth: number;
  readonly isAfterCall: boolean;
  /** Checks after the call that were noted by then. */
  readonly checks: number;
}

export class Failing {
  readonly #levels: number[] = [];
  readonly #bound: BoundName[][] = [];
  #nextLevel = 0;
  #nextBranch = 0;
  #endings: readonly Ending[] | undefined;
  /** The `try` that a branch comes of. */
  readonly levelOfBranch = new Map<number, number>();
  range: Range | undefined;
  retriedWithin: number | undefined;
  caughtWithin: number | undefined;
  /** Blocks around that one which catch other failures of the handler's own operations. */
  readonly alsoWithin: number[] = [];
  unknownOwn: Blocker | undefined;

  /** Undefined while every failure is one of the handler. */
  get endings(): readonly Ending[] | undefined {
    return this.#endings;
  }

  get within(): readonly number[] | undefined {
    return this.#levels.length === 0 ? undefined : [...this.#levels];
  }

  /** Takes back what is noted from here on. */
  save(): () => void {
    const branches = [...this.levelOfBranch];
    const alsoWithin = [...this.alsoWithin];
    const endings = this.#endings;
    const { range, retriedWithin, caughtWithin, unknownOwn } = this;
    return () => {
      this.#endings = endings;
      this.levelOfBranch.clear();
      for (const [branch, level] of branches) this.levelOfBranch.set(branch, level);
      this.alsoWithin.splice(0, Infinity, ...alsoWithin);
      Object.assign(this, { range, retriedWithin, caughtWithin, unknownOwn });
    };
  }

  enter(): number {
    const level = this.#nextLevel++;
    this.#levels.push(level);
    this.#bound.push([]);
    return level;
  }

  bind(name: BoundName): void {
    for (const names of this.#bound) names.push(name);
  }

  /** The names that were set in it. */
  leave(): readonly BoundName[] {
    this.#levels.pop();
    return this.#bound.pop() ?? [];
  }

  /** What becomes of each failure that gets to this `try`; the reasons where that cannot be told. */
  follow(
    scene: Scene,
    level: number,
    stage: {
      readonly operation: HandlerOperation;
      readonly language: Language;
      readonly names: Names;
      readonly nameOf: (exit: Extract<Exit, { kind: 'raise' }>) => string | undefined;
    },
  ): { readonly branches: readonly FailedBranch[]; readonly blockers: readonly Blocker[] } {
    const branches = new Map<string, FailedBranch>();
    const blockers: Blocker[] = [];
    const known =
      this.#endings ??
      failuresOf(stage.operation).map((failure): Ending => ({ failure, ...ONCE, end: { kind: 'again' } }));
    this.#endings = known.map((ending) => {
      if (ending.end.kind === 'branch') {
        const isOwn = ending.failure.kind === 'own';
        if (isOwn && play(scene, ending.failure, stage.language, stage.names).exit.kind !== 'again')
          this.alsoWithin.push(level);
        return ending;
      }
      const failure: Failure =
        ending.end.kind === 'raise' ? { kind: 'raised', name: ending.end.error } : ending.failure;
      const course = play(scene, failure, stage.language, stage.names);
      const { exit } = course;
      const isOwn = ending.failure.kind === 'own';
      if (isOwn) this.#noteOwn(level, course, blockers);
      const made = joined(ending, course);
      if (exit.kind === 'again') return made;
      if (exit.kind === 'unknown') {
        if (!isOwn) blockers.push({ gate: 'errors', ...exit });
        return made;
      }
      if (exit.kind === 'raise') {
        const error = stage.nameOf(exit);
        return error === undefined ? made : { ...made, end: { kind: 'raise', error } };
      }
      const key = keyOfExit(exit);
      const branch = branches.get(key)?.branch ?? this.#nextBranch++;
      branches.set(key, { branch, exit, isForOwn: isOwn || branches.get(key)?.isForOwn === true });
      this.levelOfBranch.set(branch, level);
      return { ...made, end: { kind: 'branch', branch } };
    });
    return { branches: [...branches.values()], blockers };
  }

  #noteOwn(level: number, { attempts, exit }: Course, blockers: Blocker[]): void {
    if (exit.kind === 'unknown') {
      const { message, unblock, range } = exit;
      this.unknownOwn ??= { gate: 'errors', message, unblock, range };
      this.caughtWithin ??= level;
      return;
    }
    if (attempts > 1 && this.retriedWithin !== undefined) {
      blockers.push({
        gate: 'errors',
        message: 'a loop of attempts is in another one',
        unblock: 'Try again in one place.',
        range: this.range ?? { start: 0, end: 0 },
      });
    }
    if (attempts > 1) this.retriedWithin = level;
    if (exit.kind === 'goesOn') this.caughtWithin ??= level;
  }
}

const ONCE = { attempts: 1, waits: [], isJittered: false } as const;

/** Attempts of a loop inside another one multiply; the waits of the inner one come first. */
function joined(inner: Ending, outer: Course): Ending {
  return {
    failure: inner.failure,
    attempts: inner.attempts * outer.attempts,
    waits: inner.waits.length > 0 ? inner.waits : outer.waits,
    isJittered: inner.isJittered || outer.isJittered,
    end: inner.end,
  };
}

/** The same statements with the same numbers are one branch. */
function keyOfExit({ trace, names, clause }: Extract<Exit, { kind: 'goesOn' }>): string {
  return JSON.stringify([clause.start, trace.map(({ start, end }) => [start, end]), [...names]]);
}
