/**
 * Plays through what a handler does when its call fails again and again: which clause catches the failure, how often the
 * loop around it tries once more, how long it waits, and how it comes out of it. Nothing but the numbers, texts and tests
 * of the loop and its clauses is computed; a test that depends on anything else makes the course unknown.
 *
 * Limits: loops that count, with one `try` in them; up to a hundred attempts.
 */
import type { Range } from '../text/source-file.ts';
import { catches } from './caught-errors.ts';
import type { Failure } from './caught-errors.ts';
import type { Json } from './ir.ts';
import { LoopValues } from './loop-values.ts';
import type { Known, Names, Wait } from './loop-values.ts';
import type { ErrorClause, Language, Statement } from './syntax.ts';

export type TryStatement = Extract<Statement, { kind: 'try' }>;
export type LoopStatement = Extract<Statement, { kind: 'loop' }>;

/** A `try` around a call, and the loop around it, if there is one. */
export interface Scene {
  readonly attempt: TryStatement;
  readonly loop: LoopStatement | undefined;
  /** In the loop, before the `try` and after it. */
  readonly before: readonly Statement[];
  readonly after: readonly Statement[];
}

export type Exit =
  /** The failure goes on as it is. */
  | { readonly kind: 'again' }
  | { readonly kind: 'raise'; readonly statement: Extract<Statement, { kind: 'raise' }>; readonly clause: ErrorClause }
  /** The handler goes on: with a return at the end of `trace`, or after the `try` or the loop. */
  | {
      readonly kind: 'goesOn';
      readonly trace: readonly Statement[];
      /** What the loop has made of its own names by then. */
      readonly names: ReadonlyMap<string, Json>;
      readonly clause: ErrorClause;
    }
  | { readonly kind: 'unknown'; readonly message: string; readonly unblock: string; readonly range: Range };

export interface Course {
  readonly attempts: number;
  readonly waits: readonly number[];
  readonly isJittered: boolean;
  readonly exit: Exit;
}

const MOST_ATTEMPTS = 100;

export function sceneOfTry(attempt: TryStatement): Scene {
  return { attempt, loop: undefined, before: [], after: [] };
}

/** Undefined for a loop that is no loop of attempts: one over items, or without exactly one `try`. */
export function sceneOfLoop(loop: LoopStatement): Scene | undefined {
  const at = loop.body.findIndex(({ kind }) => kind === 'try');
  const attempt = loop.body[at];
  if (attempt?.kind !== 'try' || attempt.clauses.length === 0) return undefined;
  if (loop.body.findLastIndex(({ kind }) => kind === 'try') !== at) return undefined;
  if (loop.steps === undefined && !isRange(loop)) return undefined;
  return { attempt, loop, before: loop.body.slice(0, at), after: loop.body.slice(at + 1) };
}

function isRange({ of }: LoopStatement): boolean {
  return of?.kind === 'call' && of.callee.kind === 'name' && of.callee.name === 'range' && of.arguments.length <= 2;
}

/** What one round of the loop does when the call succeeds, up to where it leaves; undefined if it may go round again. */
export function successOf({ attempt, loop, before, after }: Scene): readonly Statement[] | undefined {
  const statements = [...before, ...attempt.body, ...attempt.otherwise, ...after];
  if (loop === undefined) return statements;
  const end = statements.findIndex(({ kind }) => kind === 'return' || kind === 'jump' || kind === 'raise');
  const last = statements[end];
  if (last === undefined || (last.kind === 'jump' && last.to === 'continue')) return undefined;
  return last.kind === 'jump' ? statements.slice(0, end) : statements.slice(0, end + 1);
}

export function play(scene: Scene, failure: Failure, language: Language, names: Names): Course {
  return new Play(scene, failure, language, names).run();
}

type Flow = 'next' | 'continue' | 'break' | Exit;

class Play {
  readonly #scene: Scene;
  readonly #failure: Failure;
  readonly #language: Language;
  readonly #values: LoopValues;
  readonly #waits: number[] = [];
  #trace: Statement[] = [];
  #clause: ErrorClause | undefined;
  #attempts = 0;
  #isJittered = false;

  constructor(scene: Scene, failure: Failure, language: Language, names: Names) {
    this.#scene = scene;
    this.#failure = failure;
    this.#language = language;
    this.#values = new LoopValues(names, failure, language);
  }

  run(): Course {
    const exit = this.#scene.loop === undefined ? this.#once() : this.#rounds(this.#scene.loop);
    return { attempts: this.#attempts, waits: this.#waits, isJittered: this.#isJittered, exit };
  }

  #once(): Exit {
    const flow = this.#fail();
    if (flow === 'next') return this.#goesOn();
    if (typeof flow !== 'string') return flow;
    const { attempt } = this.#scene;
    return unknown(`\`${flow}\` stands in a clause`, 'Return a value, or raise again.', attempt.clauses[0] ?? attempt);
  }

  #rounds(loop: LoopStatement): Exit {
    const start = this.#statements(loop.steps?.before ?? []);
    if (typeof start !== 'string') return start;
    const range = loop.steps === undefined ? this.#range(loop) : undefined;
    if (loop.steps === undefined && range === undefined) return unknownCount(loop);
    for (let round = 0; round < MOST_ATTEMPTS; round++) {
      const goes = this.#goesRound(loop, range, round);
      if (goes === undefined) return unknownCount(loop);
      if (!goes) return this.#exhausted(loop);
      const flow = this.#round(loop);
      if (flow === 'break') return this.#goesOn();
      if (typeof flow !== 'string') return flow;
    }
    return unknownCount(loop);
  }

  #exhausted(loop: LoopStatement): Exit {
    const flow = this.#statements(loop.otherwise);
    return typeof flow === 'string' ? this.#goesOn() : flow;
  }

  #range({ of }: LoopStatement): { readonly from: number; readonly to: number } | undefined {
    if (of?.kind !== 'call') return undefined;
    const [first, second] = of.arguments.map(({ value }) => this.#values.number(value));
    if (of.arguments.length === 1) return first === undefined ? undefined : { from: 0, to: first };
    return first === undefined || second === undefined ? undefined : { from: first, to: second };
  }

  #goesRound(
    { steps, target }: LoopStatement,
    range: { readonly from: number; readonly to: number } | undefined,
    round: number,
  ): boolean | undefined {
    if (range === undefined) return steps?.test === undefined ? true : this.#values.truth(steps.test);
    if (range.from + round >= range.to) return false;
    if (target !== undefined) this.#values.set(target, range.from + round);
    return true;
  }

  #round(loop: LoopStatement): Flow {
    this.#trace = [];
    const before = this.#statements(this.#scene.before);
    if (before !== 'next') return before;
    const failed = this.#fail();
    const flow = failed === 'next' ? this.#statements(this.#scene.after) : failed;
    if (flow !== 'next' && flow !== 'continue') return flow;
    const stepped = this.#statements(loop.steps?.after ?? []);
    return stepped === 'next' ? 'continue' : stepped;
  }

  /** The call fails, and the first clause that catches it is followed. */
  #fail(): Flow {
    this.#attempts++;
    const { attempt } = this.#scene;
    for (const clause of attempt.clauses) {
      const isCaught = catches(clause, this.#failure, this.#language);
      if (isCaught === false) continue;
      if (isCaught === undefined) return unknownClause(clause);
      this.#clause = clause;
      this.#values.setError(clause.variable);
      return this.#statements(clause.body);
    }
    return { kind: 'again' };
  }

  #goesOn(): Exit {
    const clause = this.#clause ?? this.#scene.attempt.clauses[0];
    if (clause === undefined) return { kind: 'again' };
    return { kind: 'goesOn', trace: this.#trace, names: this.#values.known(), clause };
  }

  #statements(statements: readonly Statement[]): Flow {
    for (const statement of statements) {
      const flow = this.#statement(statement);
      if (flow !== 'next') return flow;
    }
    return 'next';
  }

  #statement(statement: Statement): Flow {
    switch (statement.kind) {
      case 'pass':
        return 'next';
      case 'jump':
        return statement.to;
      case 'expression':
        return this.#expression(statement);
      case 'assign':
        this.#assign(statement);
        return 'next';
      case 'if':
        return this.#if(statement);
      case 'return':
        this.#trace.push(statement);
        return this.#goesOn();
      case 'raise':
        return this.#raise(statement);
      default:
        return unknown(
          'what is done about a failed call is more than its clauses and counters tell',
          'Keep the clause to waiting, logging, raising again, or returning a value.',
          statement,
        );
    }
  }

  #expression(statement: Extract<Statement, { kind: 'expression' }>): Flow {
    const wait: Wait | undefined = this.#values.wait(statement.value);
    if (wait === undefined) {
      this.#trace.push(statement);
      return 'next';
    }
    if (wait.seconds === undefined)
      return unknown(
        'how long it waits cannot be told',
        'Wait for a number of seconds that is written out.',
        statement,
      );
    this.#waits.push(wait.seconds);
    this.#isJittered ||= wait.isJittered;
    return 'next';
  }

  #assign(statement: Extract<Statement, { kind: 'assign' }>): void {
    const { target, operator, value } = statement;
    if (target.kind !== 'name') {
      this.#trace.push(statement);
      return;
    }
    const known: Known | undefined = this.#values.assigned(target.name, operator, value);
    this.#values.bind(target.name, known);
    if (operator === undefined && known?.kind !== 'value') this.#trace.push(statement);
  }

  #if(statement: Extract<Statement, { kind: 'if' }>): Flow {
    const test = this.#values.truth(statement.test);
    if (test === undefined) {
      return unknown(
        'what happens after a failed call depends on something that is not known before',
        'Test for the code of the error, or for the number of the attempt.',
        statement.test,
      );
    }
    return this.#statements(test ? statement.then : statement.otherwise);
  }

  #raise(statement: Extract<Statement, { kind: 'raise' }>): Flow {
    const { value } = statement;
    if (value === undefined || this.#values.isError(value)) return { kind: 'again' };
    const clause = this.#clause ?? this.#scene.attempt.clauses[0];
    return clause === undefined ? { kind: 'again' } : { kind: 'raise', statement, clause };
  }
}

function unknown(message: string, unblock: string, { start, end }: Range): Exit {
  return { kind: 'unknown', message, unblock, range: { start, end } };
}

function unknownCount(loop: LoopStatement): Exit {
  return unknown(
    'how often the loop tries cannot be told',
    'Count the attempts up to a number that is written out.',
    loop,
  );
}

function unknownClause({ types, start, end }: ErrorClause): Exit {
  return unknown(
    `which failures of the call ${types.join(', ') || 'the clause'} stands for is not known`,
    'Catch ClientError, an error of the client by its name, or Exception.',
    { start, end },
  );
}
