/**
 * What becomes of one Lambda task: safe (the same for every input), guarded (the same, or a failure before any call), or a
 * plan with every reason why it stays. All gates are asked; nothing stops at the first. The target is plain data: a state
 * that others write into the user's files.
 */
import type { Shape } from '../analysis/data-flow/shape.ts';
import type { TaskState } from '../asl/model.ts';
import { AGENT_OPERATIONS, SDK_CALL_SECONDS } from '../aws/handler-calls.ts';
import type { ServiceTables } from '../aws/services/tables.ts';
import { somePart } from '../handlers/ir.ts';
import type { Blocker, Expr, Json, SeenCall, Summary, Understanding } from '../handlers/ir.ts';
import { rebase } from '../handlers/rewrite.ts';
import { mayCallModel, understand } from '../handlers/understand.ts';
import type { SourceFile } from '../text/source-file.ts';
import { proposeHarness } from './agent/proposal.ts';
import type { AgentPlace, Proposal } from './agent/proposal.ts';
import { errorHandlers } from './error-names.ts';
import type { HandlersOfErrors } from './error-names.ts';
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
import { lowerCall } from './lower.ts';
import type { LoweredCall } from './lower.ts';
import { NotFollowed, eventOf, outputOf, plainJson } from './payload.ts';
import type { TaskForm } from './payload.ts';
import { ordered, reasonAt, reasonIn } from './reason.ts';
import type { Reason } from './reason.ts';

/** A function as the project found it. */
export interface CalledFunction extends FunctionFacts {
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
    ...found.blockers.map((blocker) => reasonIn(source.file, blocker)),
    ...functionReasons(called),
    ...causeReasons(state),
  ];
  const lowering =
    found.summary === undefined ? undefined : new TaskLowering(state, called, { ...context, file: source.file });
  const target = found.summary === undefined ? undefined : await lowering?.lower(found.summary);
  reasons.push(...(lowering?.reasons ?? []));
  const { calls } = found;
  const subject = subjectOf(found);
  if (reasons.length > 0 || target === undefined) {
    const proposal = proposed(found, { state, called, file: source.file, services: context.services });
    return { kind: 'plan', subject, calls, reasons: ordered(reasons), proposal };
  }
  return { kind: target.guards.length > 0 ? 'guarded' : 'safe', subject, calls, target };
}

function subjectOf({ agent, calls }: Understanding): Subject {
  const asksAgent = agent !== undefined || calls.some(({ operation }) => AGENT_OPERATIONS.includes(operation));
  return asksAgent ? 'agent' : 'model';
}

function proposed({ agent }: Understanding, place: AgentPlace): Proposal | undefined {
  return agent === undefined ? undefined : proposeHarness(agent, place);
}

const WILDCARDS: readonly string[] = ['States.ALL', 'States.TaskFailed', 'States.QueryEvaluationError'];

interface LoweredTask {
  readonly event: Expr;
  readonly summary: Summary;
  readonly lowered: LoweredCall;
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
    });
    this.reasons.push(...handlers.reasons);
    const seconds = this.#seconds();
    await this.#check(call.summary, call.lowered);
    if (this.reasons.length > 0) return undefined;
    return this.#target(call, { handlers, seconds });
  }

  #lowered(summary: Summary): LoweredTask | undefined {
    try {
      const event = eventOf(this.#state, this.#form);
      const rebased = rebase(summary, event);
      const known = inputKinds(this.#context.input);
      const { services } = this.#context;
      const lowered = lowerCall(rebased, (result) => outputOf(this.#state, this.#form, result), {
        services,
        known,
        event: '$states.input',
        code: (text) => text,
      });
      return { event, summary: rebased, lowered };
    } catch (error) {
      this.reasons.push(this.#reasonOf(error));
      return undefined;
    }
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

  async #check(summary: Summary, lowered: LoweredCall): Promise<void> {
    const { validate } = await import('./validate.ts');
    const mismatch = await validate({
      summary,
      ...lowered,
      knownInput: inputKinds(this.#context.input),
      isGuarded: lowered.differences.length > 0,
    });
    if (mismatch === undefined) return;
    const shown = JSON.stringify(mismatch.input).slice(0, 200);
    const { start, end } = summary.call;
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

  #target(call: LoweredTask, made: { handlers: HandlersOfErrors; seconds: number | undefined }): Target {
    const { handlers, seconds = 0 } = made;
    const { lowered, summary } = call;
    const { native } = lowered;
    const guards = [...new Set(lowered.differences.map(({ what }) => what))];
    const isLong = !native.isOptimised && seconds > SDK_CALL_SECONDS;
    if (this.#isCaughtNow(call.event))
      guards.push(
        'a path of the payload that is missing was an error that nothing catches; now Retry and Catch of this state handle it',
      );
    if (isLong)
      guards.push(
        `the function may run ${String(seconds)} seconds, and a call through an SDK integration may be cut off after ${String(SDK_CALL_SECONDS)}`,
      );
    if ([summary.result, ...summary.call.parameters.values()].some(parsesJson)) {
      guards.push('numbers in the JSON that is parsed must not need more than 15 digits');
    }
    return {
      states: [{ name: this.#state.name, state: newState(this.#state, lowered, { handlers, seconds }) }],
      permissions: native.permissions,
      substitutions: lowered.deployed.map((variable) => ({ kind: 'variable', name: variable, variable })),
      functions: [],
      files: [],
      guards,
      changes: changesOf(summary, handlers),
      assumptions: assumptionsOf(summary),
    };
  }
}

function parsesJson(expr: Expr): boolean {
  return somePart(expr, ({ kind }) => kind === 'parseJson');
}

function newState(
  state: TaskState,
  lowered: LoweredCall,
  { handlers, seconds }: { handlers: HandlersOfErrors; seconds: number },
): Json {
  const { node } = state;
  const text = (name: string): Json | undefined => {
    const value = node.get(name);
    return value?.kind === 'string' || value?.kind === 'boolean' ? value.value : undefined;
  };
  const assign = node.get('Assign');
  const own = node.get('TimeoutSeconds');
  const timeout = own?.kind === 'number' ? Math.min(own.value, seconds) : seconds;
  const fields: readonly (readonly [string, Json | undefined])[] = [
    ['Type', 'Task'],
    ['Comment', text('Comment')],
    ['QueryLanguage', 'JSONata'],
    ['Resource', `arn:${partitionOf(state)}:states:::${lowered.native.resource}`],
    ['Arguments', lowered.arguments],
    ['Output', lowered.output],
    ['Assign', assign === undefined ? undefined : plainJson(assign)],
    ['TimeoutSeconds', timeout],
    ['Retry', handlers.retry.length > 0 ? handlers.retry : undefined],
    ['Catch', handlers.catch.length > 0 ? handlers.catch : undefined],
    ['Next', text('Next')],
    ['End', text('End')],
  ];
  return Object.fromEntries(fields.filter((field): field is readonly [string, Json] => field[1] !== undefined));
}

function partitionOf({ node }: TaskState): string {
  const resource = node.get('Resource');
  const text = resource?.kind === 'string' ? resource.value : '';
  return /^arn:(aws[a-z-]*):/.exec(text)?.[1] ?? 'aws';
}

function changesOf(summary: Summary, handlers: HandlersOfErrors): readonly Change[] {
  const logs = summary.notes.filter(({ kind }) => kind === 'log').length;
  return [
    {
      aspect: 'failures',
      text: `failures of the handler's own code arrive as States.QueryEvaluationError, those of the call with a prefix`,
    },
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

function assumptionsOf({ notes }: Summary): readonly string[] {
  return [...new Set(notes.flatMap(({ kind, text }) => (kind === 'assumption' ? [text] : [])))];
}
