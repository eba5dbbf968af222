/**
 * From what was found out of a handler to the states that do the same, with every reason against them: the event is what the
 * task sends, the result becomes the output of the task, Retry and Catch get the names under which the same failures arrive.
 * What comes of it is tried against the handler before it is given out.
 */
import type { TaskState } from '../asl/model.ts';
import { somePart } from '../handlers/ir.ts';
import type { Blocker, CallFailures, Expr, PerItem, Program, Summary } from '../handlers/ir.ts';
import { mayFail } from '../handlers/fallible.ts';
import type { KnownKinds } from '../handlers/kinds.ts';
import { rebase, rebaseProgram } from '../handlers/rewrite.ts';
import type { Range, SourceFile } from '../text/source-file.ts';
import { callTarget } from './call-target.ts';
import type { LoweredTask } from './call-target.ts';
import { refuseRepeated } from './changing-values.ts';
import { lowerChain, tasksOf } from './chain.ts';
import type { LoweredChain } from './chain.ts';
import { ChainNames } from './chain-names.ts';
import { chainTarget, permissionsOf } from './chain-target.ts';
import type { LoweredProgram } from './chain-target.ts';
import { errorHandlers } from './error-names.ts';
import type { ErrorContext, HandlersOfErrors } from './error-names.ts';
import { planFailures } from './failures.ts';
import type { FailurePlan } from './failures.ts';
import { functionSeconds, roleReasons } from './function-gates.ts';
import { inputKinds } from './input-kinds.ts';
import { itemsTarget } from './items-target.ts';
import { Unwritable } from './jsonata-text.ts';
import { NO_CALL } from './known-calls.ts';
import { lowerCall } from './lower.ts';
import type { LoweredCall, LoweringContext } from './lower.ts';
import type { CalledFunction, DecisionContext } from './outcome.ts';
import { NotFollowed, eventOf, outputOf } from './payload.ts';
import type { TaskForm } from './payload.ts';
import { lowerItems, validateAround } from './per-item.ts';
import { reasonAt, reasonIn } from './reason.ts';
import type { Reason } from './reason.ts';
import type { Target } from './target.ts';
import type { Mismatch } from './validate.ts';

export class TaskLowering {
  readonly reasons: Reason[] = [];
  readonly #state: TaskState;
  readonly #called: CalledFunction;
  readonly #context: DecisionContext & { readonly file: SourceFile };
  readonly #form: TaskForm;

  constructor(state: TaskState, called: CalledFunction, context: DecisionContext & { readonly file: SourceFile }) {
    this.#state = state;
    this.#called = called;
    this.#context = context;
    this.#form = state.integration.kind === 'lambda' ? 'arn' : 'invoke';
  }

  async lower(summary: Summary): Promise<Target | undefined> {
    const call = this.#lowered(summary);
    if (call === undefined) return undefined;
    const { native } = call.lowered;
    this.reasons.push(...roleReasons(this.#state, native.permissions));
    const handlers = errorHandlers(this.#state, {
      native,
      raised: summary.errorNames,
      attempts: summary.client.attempts,
      ...(summary.failures === undefined ? {} : { handled: handledBy(summary.failures, call.failing) }),
    });
    this.reasons.push(...handlers.reasons);
    const seconds = this.#seconds();
    await this.#check(call.summary, call.lowered, call.failing);
    if (this.reasons.length > 0) return undefined;
    return callTarget(this.#state, call, { handlers, seconds: seconds ?? 0, known: this.#known() });
  }

  /** The states of one item keep its failures; the Map has Retry and Catch of the task, which were for the whole loop. */
  async lowerItems(perItem: PerItem): Promise<Target | undefined> {
    const made = this.#attempt(() => {
      const event = eventOf(this.#state, this.#form);
      const compose = (result: Expr): Expr => this.#compose(result);
      return lowerItems(this.#state, perItem, event, { compose, context: this.#writing() });
    });
    if (made === undefined) return undefined;
    const { native } = made.lowered;
    const { failures, errorNames, client } = perItem.body;
    const failing = made.failing.reasons.map((blocker) => reasonIn(this.#context.file, blocker));
    this.reasons.push(...failing, ...roleReasons(this.#state, native.permissions));
    const handled = failures === undefined ? {} : { handled: handledBy(failures, made.failing) };
    const alone = { ...this.#state, retriers: [], catchers: [] };
    const inner = errorHandlers(alone, { native, raised: errorNames, attempts: client.attempts, ...handled });
    const outer = errorHandlers(this.#state, { native, raised: errorNames, attempts: 1 });
    this.reasons.push(...outer.reasons);
    if (failures?.courses.some(({ end }) => end.kind === 'raise') === true)
      this.reasons.push(this.#otherClass(perItem));
    const seconds = this.#seconds() ?? 0;
    const isGuarded = made.guards.length > 0;
    await this.#check(made.body, made.lowered, made.failing, { known: made.known, isGuarded });
    const mismatch = await validateAround(made, this.#known());
    if (mismatch !== undefined) this.#differs(mismatch, perItem);
    if (this.reasons.length > 0) return undefined;
    return itemsTarget(this.#state, perItem, made, { inner, outer, seconds });
  }

  #otherClass({ start, end }: PerItem): Reason {
    const message = 'a failed call becomes an error of another class in the loop';
    const unblock = 'Raise the error again as it is.';
    return reasonIn(this.#context.file, { gate: 'errors', message, unblock, range: { start, end } });
  }

  async lowerProgram(program: Program): Promise<Target | undefined> {
    const task = this.#loweredProgram(program);
    if (task === undefined) return undefined;
    this.reasons.push(...roleReasons(this.#state, permissionsOf(task.chain)));
    const handlers = new Map<string, HandlersOfErrors>();
    for (const { name, native, call } of tasksOf(task.chain)) {
      const { attempts } = call.client;
      const made = errorHandlers(this.#state, { native, raised: program.errorNames, attempts });
      handlers.set(name, made);
      // What is wrong with Retry and Catch is wrong for every state.
      this.reasons.push(...made.reasons.filter((reason) => !this.reasons.some((known) => isSameReason(known, reason))));
    }
    const seconds = this.#seconds();
    await this.#checkChain(task.chain);
    if (this.reasons.length > 0) return undefined;
    const native = NO_CALL;
    const checks = errorHandlers(this.#state, { native, raised: program.errorNames, attempts: 1 });
    return chainTarget(this.#state, task, { handlers, checks, seconds: seconds ?? 0 }, this.#known());
  }

  #loweredProgram(program: Program): LoweredProgram | undefined {
    return this.#attempt(() => {
      const event = eventOf(this.#state, this.#form);
      const rebased = rebaseProgram(program, event);
      const names = new ChainNames(this.#state);
      const isHandled = this.#state.retriers.length + this.#state.catchers.length > 0;
      const setting = { task: this.#state.name, names, isHandled };
      const chain = lowerChain(rebased, (result) => this.#compose(result), this.#writing(), setting);
      return { event, program: rebased, chain };
    });
  }

  #compose(result: Expr): Expr {
    return outputOf(this.#state, this.#form, result);
  }

  /** What is known of the input. */
  #known(): KnownKinds {
    return inputKinds(this.#context.input);
  }

  #writing(): LoweringContext {
    return { services: this.#context.services, known: this.#known(), event: '$states.input', code: (text) => text };
  }

  #lowered(summary: Summary): LoweredTask | undefined {
    return this.#attempt(() => {
      const event = eventOf(this.#state, this.#form);
      const rebased = rebase(summary, event);
      const lowering = this.#writing();
      const compose = (made: Expr): Expr => this.#compose(made);
      const lowered = lowerCall(rebased, compose, lowering);
      const failing = planFailures({ state: this.#state, summary: rebased, lowered, compose, lowering });
      this.reasons.push(...failing.reasons.map((blocker) => reasonIn(this.#context.file, blocker)));
      this.#checkOutside(failing, event, lowering.known);
      refuseRepeated(
        event,
        [lowered.arguments, lowered.output],
        failing.rescues.map(({ state }) => state),
      );
      return { event, summary: rebased, lowered, failing };
    });
  }

  #attempt<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.reasons.push(this.#reasonOf(error));
      return undefined;
    }
  }

  async #checkChain(chain: LoweredChain): Promise<void> {
    const { validateChain } = await import('./validate-chain.ts');
    const mismatch = await validateChain({
      chain,
      compose: (result) => this.#compose(result),
      knownInput: this.#known(),
      services: this.#context.services,
    });
    const [call] = chain.calls.keys();
    if (mismatch !== undefined && call !== undefined) this.#differs(mismatch, call.call);
  }

  #reasonOf(error: unknown): Reason {
    if (error instanceof NotFollowed) return error.reason;
    if (!(error instanceof Unwritable)) throw error;
    const { gate, message, unblock, range } = error;
    const blocker: Blocker = { gate, message, unblock, range };
    return range.end > 0 ? reasonIn(this.#context.file, blocker) : reasonAt(gate, message, unblock, this.#state.key);
  }

  #seconds(): number | undefined {
    const seconds = functionSeconds(this.#called);
    if (seconds === undefined) {
      this.reasons.push(
        reasonAt(
          'fn-config',
          'the timeout of the function is known at deployment only',
          'Write Timeout out as a number.',
          this.#called.property('Timeout'),
        ),
      );
    }
    return seconds;
  }

  /**
   * What the payload lacks fails before the function is called, and its own catcher handles that; the catcher of what the
   * function swallows would come first.
   */
  #checkOutside({ catchesOwn }: FailurePlan, event: Expr, known: KnownKinds): void {
    const handlers = [...this.#state.retriers, ...this.#state.catchers];
    if (!catchesOwn || this.#state.queryLanguage !== 'JSONata' || handlers.length === 0) return;
    if (!somePart(event, (part) => mayFail(part) && known(part)?.includes('missing') !== false)) return;
    this.reasons.push(
      reasonAt(
        'errors',
        'the function swallows every error, and Retry or Catch of this state may be for a payload that cannot be made',
        'Make the payload in a state before, or catch the errors of the client alone (ClientError).',
        this.#state.key,
      ),
    );
  }

  async #check(
    summary: Summary,
    lowered: LoweredCall,
    { rescues, catchesOwn }: FailurePlan,
    inner?: { readonly known: KnownKinds; readonly isGuarded: boolean },
  ): Promise<void> {
    const { validate } = await import('./validate.ts');
    const mismatch = await validate({
      summary,
      ...lowered,
      knownInput: inner?.known ?? this.#known(),
      isGuarded: inner?.isGuarded ?? lowered.differences.length > 0,
      rescues: rescues.map(({ rescue, expectedOutput, output }) => ({ checks: rescue.checks, expectedOutput, output })),
      catchesOwn,
    });
    if (mismatch !== undefined) this.#differs(mismatch, summary.call);
  }

  #differs(mismatch: Mismatch, { start, end }: Range): void {
    const shown = JSON.stringify(mismatch.input).slice(0, 200);
    this.reasons.push(
      reasonIn(this.#context.file, {
        gate: 'validate',
        message: `a trial of the new state differs from the handler (${mismatch.what}), for the input ${shown}`,
        unblock: 'Please report this handler: it should have been understood or refused.',
        range: { start, end },
      }),
    );
  }
}

function handledBy(
  failures: CallFailures,
  { rescues, retriesOwn, catchesOwn }: FailurePlan,
): NonNullable<ErrorContext['handled']> {
  return { failures, retriesOwn, catchesOwn, rescueStates: rescues.map(({ name }) => name) };
}

function isSameReason(one: Reason, other: Reason): boolean {
  return one.message === other.message && one.span?.start === other.span?.start;
}
