/**
 * What becomes of one Lambda task: safe (the same for every input), guarded (the same, or a failure before any call), or a
 * plan with every reason why it stays. All gates are asked; nothing stops at the first. The target is plain data: a state
 * that others write into the user's files.
 */
import type { Shape } from '../analysis/data-flow/shape.ts';
import type { Declaration, TaskState } from '../asl/model.ts';
import { AGENT_OPERATIONS, SDK_CALL_SECONDS } from '../aws/handler-calls.ts';
import type { ServiceTables } from '../aws/services/tables.ts';
import { ownExprs, somePart, stepsFrom } from '../handlers/ir.ts';
import type {
  Blocker,
  CallFailures,
  Expr,
  Json,
  PerItem,
  Program,
  SeenCall,
  Summary,
  Understanding,
} from '../handlers/ir.ts';
import { itemsTarget } from './items-target.ts';
import { lowerItems, validateAround } from './per-item.ts';
import { mayFail } from '../handlers/interpret.ts';
import type { KnownKinds } from '../handlers/kinds.ts';
import { rebase, rebaseProgram } from '../handlers/rewrite.ts';
import { mayCallModel } from '../handlers/mentions-model.ts';
import { understand } from '../handlers/understand.ts';
import type { Range, SourceFile } from '../text/source-file.ts';
import type { Resource } from '../tree/node.ts';
import { refuseRepeated } from './changing-values.ts';
import { lowerChain } from './chain.ts';
import type { LoweredChain } from './chain.ts';
import { ChainNames } from './chain-names.ts';
import {
  chainChanges,
  chainStates,
  distinctCalls,
  keptFields,
  partitionOf,
  timeoutOf,
  withFields,
} from './chain-states.ts';
import { proposeHarness } from './agent/proposal.ts';
import type { AgentPlace, Proposal } from './agent/proposal.ts';
import { errorHandlers } from './error-names.ts';
import { planFailures } from './failures.ts';
import type { FailurePlan } from './failures.ts';
import type { ErrorContext, HandlersOfErrors } from './error-names.ts';
import {
  causeReasons,
  environmentOf,
  formReasons,
  functionReasons,
  functionSeconds,
  roleReasons,
} from './function-gates.ts';
import type { FunctionFacts } from './function-gates.ts';
import { inputKinds } from './input-kinds.ts';
import { Unwritable } from './jsonata-text.ts';
import { NO_CALL, isModelOperation } from './known-calls.ts';
import { lowerCall } from './lower.ts';
import type { LoweredCall, LoweringContext } from './lower.ts';
import { NotFollowed, eventOf, outputOf } from './payload.ts';
import type { TaskForm } from './payload.ts';
import { ordered, reasonAt, reasonIn } from './reason.ts';
import type { Reason } from './reason.ts';
import { sizeReasons } from './size-gate.ts';
import type { SplitOutcome } from './split/split.ts';
import type { Mismatch } from './validate.ts';

/** A function as the project found it. */
export interface CalledFunction extends FunctionFacts {
  /** Absent where the function is declared elsewhere. */
  readonly resource: Resource | undefined;
  readonly declaration: Declaration | undefined;
  readonly source:
    | { readonly kind: 'file'; readonly file: SourceFile; readonly handler: string; readonly path: string }
    | {
        readonly kind: 'unknown';
        readonly why: string;
        readonly unblock: string;
        readonly place: Parameters<typeof reasonAt>[3];
      };
}

export interface DecisionContext {
  readonly services: ServiceTables;
  /** What is known of the input of the state. */
  readonly input: Shape | undefined;
}

export interface Decision {
  readonly state: TaskState;
  readonly function: CalledFunction;
  readonly outcome: Outcome;
}

export type Outcome =
  /** No model is called by name. */
  | { readonly kind: 'noModel' }
  /** Where the code is cannot be told. */
  | { readonly kind: 'unknown'; readonly why: string; readonly unblock: string }
  | {
      readonly kind: 'plan';
      readonly subject: Subject;
      readonly calls: readonly SeenCall[];
      readonly reasons: readonly Reason[];
      /** Why it is not split around its call either; empty where there is no call to split it at. */
      readonly split: readonly Reason[];
      /** What could stand in its place, for a person to judge. */
      readonly proposal?: Proposal | undefined;
    }
  | {
      readonly kind: 'safe' | 'guarded';
      readonly subject: Subject;
      readonly calls: readonly SeenCall[];
      readonly target: Target;
    };

/** What a function is around: a call of a model or a knowledge base, or an agent. */
export type Subject = 'model' | 'agent';

/** One state of what stands in the place of the task. */
export interface NewState {
  readonly name: string;
  readonly state: Json;
}

/** What a placeholder of the new states is: an environment variable of the function, or the ARN of a copy of it. */
export type Substitution =
  | { readonly kind: 'variable'; readonly name: string; readonly variable: string }
  | { readonly kind: 'function'; readonly name: string; readonly copy: string };

/** The function once more under another logical id, with another handler of the same code. */
export interface FunctionCopy {
  readonly logicalId: string;
  /** As `Handler` names it. */
  readonly handler: string;
}

/** A source file to be written beside that of the handler. */
export interface NewFile {
  /** In the project, as `CodeSource.path`. */
  readonly path: string;
  readonly text: string;
}

/** What may be another once the task is migrated; the order is that of the table. */
export const ASPECTS = ['result', 'failures', 'retries', 'timeout', 'permissions', 'logs', 'history', 'cost'] as const;

/** An aspect without a change is equal. */
export interface Change {
  readonly aspect: (typeof ASPECTS)[number];
  readonly text: string;
}

export interface Target {
  /** The first one has the name of the task and is where one comes in; the others are new, in the same machine. */
  readonly states: readonly NewState[];
  /** IAM actions that the machine needs, and the function no more. */
  readonly permissions: readonly string[];
  readonly substitutions: readonly Substitution[];
  readonly functions: readonly FunctionCopy[];
  readonly files: readonly NewFile[];
  /** What a guarded state refuses that the function took. */
  readonly guards: readonly string[];
  readonly changes: readonly Change[];
  /** What is taken for granted. */
  readonly assumptions: readonly string[];
}

export async function decide(state: TaskState, called: CalledFunction, context: DecisionContext): Promise<Decision> {
  return { state, function: called, outcome: await outcomeOf(state, called, context) };
}

async function outcomeOf(state: TaskState, called: CalledFunction, context: DecisionContext): Promise<Outcome> {
  const { source } = called;
  if (source.kind === 'unknown') return { kind: 'unknown', why: source.why, unblock: source.unblock };
  if (!mayCallModel(source.file.text)) return { kind: 'noModel' };
  const found = await understand({
    path: source.path,
    text: source.file.text,
    name: source.handler,
    environment: environmentOf(called),
  });
  if (found.calls.length === 0 && found.blockers.every(({ gate }) => gate !== 'parse' && gate !== 'source'))
    return { kind: 'noModel' };
  const reasons: Reason[] = [
    ...formReasons(state, called),
    ...sizeReasons(called),
    ...found.blockers.map((blocker) => reasonIn(source.file, blocker)),
    ...functionReasons(called),
    ...causeReasons(state),
  ];
  const lowering = new TaskLowering(state, called, { ...context, file: source.file });
  const target = await loweredTarget(lowering, found);
  reasons.push(...lowering.reasons);
  const { calls } = found;
  const subject = subjectOf(found);
  if (reasons.length > 0 || target === undefined) {
    const split = maySplit(subject, reasons, source.file) ? await splitOf(state, called, found, context) : undefined;
    if (split?.target !== undefined) return { kind: 'guarded', subject, calls, target: split.target };
    const proposal = proposed(found, { state, called, file: source.file, services: context.services });
    return { kind: 'plan', subject, calls, reasons: ordered(reasons), split: ordered(split?.reasons ?? []), proposal };
  }
  // Several states are never the same in all that may happen between two of them.
  const isGuarded = target.guards.length > 0 || found.program !== undefined;
  return { kind: isGuarded ? 'guarded' : 'safe', subject, calls, target };
}

/**
 * What stands against a task in its definition alone is sooner mended there than by two functions more, and what is too
 * large for one state is so for three.
 */
function maySplit(subject: Subject, reasons: readonly Reason[], file: SourceFile): boolean {
  if (subject !== 'model' || reasons.some(({ gate }) => gate === 'size')) return false;
  return reasons.some(({ gate, span }) => gate !== 'validate' && span?.file === file);
}

/** Its reader of sources is loaded only for what does not leave the function whole. */
async function splitOf(
  state: TaskState,
  called: CalledFunction,
  found: Understanding,
  { services }: DecisionContext,
): Promise<SplitOutcome> {
  const { splitTask } = await import('./split/split.ts');
  return splitTask({ state, called, found, services });
}

async function loweredTarget(
  lowering: TaskLowering,
  { summary, program, perItem }: Understanding,
): Promise<Target | undefined> {
  if (perItem !== undefined) return lowering.lowerItems(perItem);
  if (summary !== undefined) return lowering.lower(summary);
  return program === undefined ? undefined : lowering.lowerProgram(program);
}

function subjectOf({ agent, calls }: Understanding): Subject {
  const asksAgent = agent !== undefined || calls.some(({ operation }) => AGENT_OPERATIONS.includes(operation));
  return asksAgent ? 'agent' : 'model';
}

function proposed({ agent }: Understanding, place: AgentPlace): Proposal | undefined {
  return agent === undefined ? undefined : proposeHarness(agent, place);
}

const WILDCARDS: readonly string[] = ['States.ALL', 'States.TaskFailed', 'States.QueryEvaluationError'];

interface LoweredProgram {
  readonly event: Expr;
  readonly program: Program;
  readonly chain: LoweredChain;
}

interface LoweredTask {
  readonly event: Expr;
  readonly summary: Summary;
  readonly lowered: LoweredCall;
  readonly failing: FailurePlan;
}

class TaskLowering {
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
    return this.#target(call, { handlers, seconds });
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
    const mismatch = await validateAround(made, inputKinds(this.#context.input));
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
    const natives = distinctCalls(task.chain);
    const permissions = [...new Set(natives.flatMap(({ native }) => native.permissions))];
    this.reasons.push(...roleReasons(this.#state, permissions));
    const handlers = new Map<string, HandlersOfErrors>();
    for (const { name, native, call } of natives) {
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
    return this.#chainTarget(task, { handlers, checks, seconds, permissions });
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

  #writing(): LoweringContext {
    const known = inputKinds(this.#context.input);
    return { services: this.#context.services, known, event: '$states.input', code: (text) => text };
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
      knownInput: inputKinds(this.#context.input),
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
      knownInput: inner?.known ?? inputKinds(this.#context.input),
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

  /** Whether a payload that cannot be made would now be handled, where it ended the execution before. */
  #isCaughtNow(event: Expr): boolean {
    if (this.#state.queryLanguage === 'JSONata') return false;
    const known = inputKinds(this.#context.input);
    const mayBeMissing = somePart(
      event,
      (part) => (part.kind === 'member' || part.kind === 'index') && known(part)?.includes('missing') !== false,
    );
    const entries = [...this.#state.retriers, ...this.#state.catchers];
    return (
      mayBeMissing &&
      entries.some(({ errors }) => errors.some((node) => node.kind === 'string' && WILDCARDS.includes(node.value)))
    );
  }

  #chainTarget(
    { event, program, chain }: LoweredProgram,
    made: {
      readonly handlers: ReadonlyMap<string, HandlersOfErrors>;
      readonly checks: HandlersOfErrors;
      readonly seconds: number | undefined;
      readonly permissions: readonly string[];
    },
  ): Target {
    const { handlers, checks, seconds = 0, permissions } = made;
    const guards = new Set(chain.differences.map(({ what }) => what));
    if (this.#isCaughtNow(event)) guards.add(CAUGHT_NOW);
    const isLong = distinctCalls(chain).some(
      ({ native, call }) => isModelOperation(call.operation) && !native.isOptimised,
    );
    if (isLong && seconds > SDK_CALL_SECONDS) guards.add(cutOff(seconds));
    if ([...stepsFrom(chain.first)].flatMap(ownExprs).some(parsesJson)) guards.add(MANY_DIGITS);
    return {
      states: chainStates(this.#state, chain, { handlers, checks, seconds }),
      permissions,
      substitutions: chain.deployed.map((variable) => ({ kind: 'variable', name: variable, variable })),
      functions: [],
      files: [],
      guards: [...guards],
      changes: chainChanges(program, chain, { handlers, checks, seconds }),
      assumptions: assumptionsOf(program),
    };
  }

  #target(call: LoweredTask, made: { handlers: HandlersOfErrors; seconds: number | undefined }): Target {
    const { handlers, seconds = 0 } = made;
    const { lowered, summary, failing } = call;
    const { native } = lowered;
    const guards = [...new Set(lowered.differences.map(({ what }) => what)), ...handlers.guards];
    const isLong = !native.isOptimised && seconds > SDK_CALL_SECONDS;
    if (this.#isCaughtNow(call.event)) guards.push(CAUGHT_NOW);
    if (isLong) guards.push(cutOff(seconds));
    if ([summary.result, ...summary.call.parameters.values()].some(parsesJson)) guards.push(MANY_DIGITS);
    guards.push(...guardsOf(summary, failing));
    const deployed = new Set([...lowered.deployed, ...failing.rescues.flatMap((rescue) => rescue.deployed)]);
    return {
      states: [
        { name: this.#state.name, state: newState(this.#state, lowered, { handlers, seconds }) },
        ...failing.rescues.map(({ name, state }) => ({ name, state })),
      ],
      permissions: native.permissions,
      substitutions: [...deployed].map((variable) => ({ kind: 'variable', name: variable, variable })),
      functions: [],
      files: [],
      guards,
      changes: changesOf(summary, handlers, failing),
      assumptions: assumptionsOf(summary),
    };
  }
}

const CAUGHT_NOW =
  'a path of the payload that is missing was an error that nothing catches; now Retry and Catch of this state handle it';

const MANY_DIGITS = 'numbers in the JSON that is parsed must not need more than 15 digits';

function cutOff(seconds: number): string {
  return `the function may run ${String(seconds)} seconds, and a call through an SDK integration may be cut off after ${String(SDK_CALL_SECONDS)}`;
}

function parsesJson(expr: Expr): boolean {
  return somePart(expr, ({ kind }) => kind === 'parseJson');
}

function newState(
  state: TaskState,
  lowered: LoweredCall,
  { handlers, seconds }: { handlers: HandlersOfErrors; seconds: number },
): Json {
  const kept = keptFields(state);
  return withFields([
    ['Type', 'Task'],
    ['Comment', kept.Comment],
    ['QueryLanguage', 'JSONata'],
    ['Resource', `arn:${partitionOf(state)}:states:::${lowered.native.resource}`],
    ['Arguments', lowered.arguments],
    ['Output', lowered.output],
    ['Assign', kept.Assign],
    ['TimeoutSeconds', timeoutOf(state, seconds)],
    ['Retry', handlers.retry.length > 0 ? handlers.retry : undefined],
    ['Catch', handlers.catch.length > 0 ? handlers.catch : undefined],
    ['Next', kept.Next],
    ['End', kept.End],
  ]);
}

function handledBy(
  failures: CallFailures,
  { rescues, retriesOwn, catchesOwn }: FailurePlan,
): NonNullable<ErrorContext['handled']> {
  return { failures, retriesOwn, catchesOwn, rescueStates: rescues.map(({ name }) => name) };
}

/** What a handler does about failures is never the same to the letter: waits, limits of time, sizes of data. */
function guardsOf({ failures }: Summary, { rescues }: FailurePlan): readonly string[] {
  if (failures === undefined) return [];
  const isTriedAgain = failures.courses.some(({ attempts }) => attempts > 1);
  return [
    ...(isTriedAgain ? ['the attempts that the handler made in a loop are made by Retry of the state'] : []),
    ...rescues.map(({ name }) => `what the handler returned after a failed call comes from the new state "${name}"`),
    ...(isTriedAgain || rescues.length > 0
      ? []
      : ['a failed call arrives under its own name, where the handler raised an error of another class']),
  ];
}

function rescueChanges(rescues: FailurePlan['rescues']): readonly Change[] {
  return rescues.length === 0
    ? []
    : [
        {
          aspect: 'failures',
          text: 'an answer or a state beyond 256 KiB (States.DataLimitExceeded), States.Runtime and States.Timeout are not swallowed',
        },
      ];
}

function changesOf(summary: Summary, handlers: HandlersOfErrors, failing: FailurePlan): readonly Change[] {
  const logs = summary.notes.filter(({ kind }) => kind === 'log').length;
  return [
    {
      aspect: 'failures',
      text: `failures of the handler's own code arrive as States.QueryEvaluationError, those of the call with a prefix`,
    },
    ...rescueChanges(failing.rescues),
    ...handlers.changes.map((text): Change => ({ aspect: 'retries', text })),
    {
      aspect: 'logs',
      text:
        logs === 0
          ? 'the log group and the metrics of the function stay empty'
          : `${String(logs)} log line${logs === 1 ? '' : 's'} of the function ${logs === 1 ? 'is' : 'are'} no longer written`,
    },
    {
      aspect: 'history',
      text: 'prompts and answers appear in the history of the execution, and in its log if that includes execution data',
    },
    { aspect: 'cost', text: 'no Lambda time is paid for while the model answers' },
  ];
}

function isSameReason(one: Reason, other: Reason): boolean {
  return one.message === other.message && one.span?.start === other.span?.start;
}

function assumptionsOf({ notes }: Pick<Summary, 'notes'>): readonly string[] {
  return [...new Set(notes.flatMap(({ kind, text }) => (kind === 'assumption' ? [text] : [])))];
}
