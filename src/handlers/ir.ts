/**
 * What a handler does, as plain data. Around one model call it is a `Summary`: what is checked before the call, the call,
 * what is checked after it, the result. With several calls, or calls on one side of a branch, it is a `Program`: a tree
 * of calls, choices and ends. An expression means exactly what the source means, its failures included; it says nothing
 * of how that may be written elsewhere. Every part has its range in the source.
 *
 * Limits: JSON values only. What is not understood is an `opaque` part with the reason.
 */
import { STORE_CALLS } from '../aws/store-calls.ts';
import type { StoreOperation } from '../aws/store-calls.ts';
import type { Range } from '../text/source-file.ts';
import type { Failure } from './caught-errors.ts';
import type { Language } from './syntax.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The kinds of a JSON value, and JavaScript's `undefined`. */
export type Kind = 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object' | 'missing';

/** Names of the gates that a migration has to pass; the order is that in which they are told. */
export const GATES = [
  'form',
  'source',
  'parse',
  'one-call',
  'effects',
  'nondet',
  'context',
  'types',
  'pure-ops',
  'errors',
  'result-use',
  'size',
  'fn-config',
  'iam',
  'validate',
] as const;

export type Gate = (typeof GATES)[number];

/** A reason in the source why a handler is not migrated. */
export interface Blocker {
  readonly gate: Gate;
  /** One sentence without its full stop: what is there. */
  readonly message: string;
  /** The smallest change that would help. */
  readonly unblock: string;
  readonly range: Range;
}

/** What happens to a value of another kind than the one that is needed. */
export type Otherwise =
  /** The source fails there. */
  | 'fails'
  /** The source goes on with another text than a state machine would make. */
  | 'differs';

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly value: Expr; readonly otherwise: Otherwise };

export type ObjectItem =
  | { readonly kind: 'entry'; readonly key: string; readonly value: Expr }
  | { readonly kind: 'spread'; readonly value: Expr };

export type Expr = Range &
  (
    | { readonly kind: 'literal'; readonly value: Json }
    /** The event of the handler. */
    | { readonly kind: 'event' }
    /**
     * What a call returned, by its number among the calls on the way to it, from 0. Of InvokeModel, its body as JSON; of
     * GetObject, its body as a text.
     */
    | { readonly kind: 'reply'; readonly call: number }
    /** A text that is known when the function is deployed: an environment variable. */
    | { readonly kind: 'deployed'; readonly variable: string }
    /** An expression of the state itself, written in JSONata; `kinds` where they are known. */
    | { readonly kind: 'code'; readonly text: string; readonly kinds: readonly Kind[] | undefined }
    /** The item that a `map` or `filter` goes over. */
    | { readonly kind: 'item'; readonly name: string }
    /** Fails unless `of` is an object that has the key. */
    | { readonly kind: 'member'; readonly of: Expr; readonly key: string }
    /** As JavaScript reads a member: `undefined` when absent. Fails of null and `undefined`; differs of what is no object. */
    | {
        readonly kind: 'property';
        readonly of: Expr;
        readonly key: string;
        /** `a?.b`: of null and `undefined` it gives `undefined`. */
        readonly isOptional?: true;
      }
    /** As JavaScript reads an item: `undefined` when absent. Fails of null and `undefined`; differs of what is no list. */
    | { readonly kind: 'element'; readonly of: Expr; readonly index: number; readonly isOptional?: true }
    /** JavaScript's `undefined`. */
    | { readonly kind: 'undefined' }
    /** Fails unless `of` is an array that has the item. Negative ones count from the end. */
    | {
        readonly kind: 'index';
        readonly of: Expr;
        readonly index: number;
        /** A member of what it gives is read, so that a character of a text fails as well. */
        readonly isBase?: true;
      }
    /** Fails unless `of` is an object; what is absent gives `otherwise`. */
    | { readonly kind: 'get'; readonly of: Expr; readonly key: string; readonly otherwise: Expr }
    /** A member of a table of the source by a key that is computed; without `otherwise` an absent one fails. */
    | {
        readonly kind: 'lookup';
        readonly table: readonly { readonly key: string; readonly value: Expr }[];
        readonly key: Expr;
        readonly otherwise: Expr | undefined;
      }
    | { readonly kind: 'object'; readonly items: readonly ObjectItem[] }
    | { readonly kind: 'array'; readonly items: readonly Expr[] }
    | { readonly kind: 'concat'; readonly parts: readonly Part[] }
    | { readonly kind: 'conditional'; readonly test: Expr; readonly then: Expr; readonly otherwise: Expr }
    /** `left or right`: the left one if it is true in the sense of the language. */
    | { readonly kind: 'either'; readonly left: Expr; readonly right: Expr; readonly language: Language }
    | { readonly kind: 'truth'; readonly of: Expr; readonly language: Language }
    | { readonly kind: 'not'; readonly of: Expr }
    | { readonly kind: 'both' | 'any'; readonly left: Expr; readonly right: Expr }
    /** Equality with a text, a number, a boolean or null of the source. */
    | {
        readonly kind: 'equals';
        readonly of: Expr;
        readonly value: string | number | boolean | null;
        readonly language: Language;
      }
    /** Fails unless `of` is an object. */
    | { readonly kind: 'has'; readonly of: Expr; readonly key: string }
    /** As Python's `in`: a part of a text, a key of an object, an item of a list. Fails of anything else. */
    | { readonly kind: 'includes'; readonly of: Expr; readonly text: string }
    | { readonly kind: 'isKind'; readonly of: Expr; readonly kinds: readonly Kind[] }
    /** Numbers only; anything else fails. */
    | {
        readonly kind: 'compare';
        readonly operator: '<' | '>' | '<=' | '>=';
        readonly left: Expr;
        readonly right: Expr;
      }
    /** Of a text; anything else fails. */
    | {
        readonly kind: 'strip';
        readonly of: Expr;
        readonly side: 'both' | 'start' | 'end';
        readonly language: Language;
      }
    | { readonly kind: 'replace'; readonly of: Expr; readonly search: string; readonly by: Expr; readonly all: boolean }
    | { readonly kind: 'contains' | 'startsWith' | 'endsWith'; readonly of: Expr; readonly text: string }
    /** By characters, not UTF-16 units. Of a text; anything else fails, or differs. */
    | { readonly kind: 'take'; readonly of: Expr; readonly count: number }
    | { readonly kind: 'length'; readonly of: Expr }
    | { readonly kind: 'filter' | 'map'; readonly of: Expr; readonly variable: string; readonly body: Expr }
    /** Fails unless `of` is an array of texts. */
    | { readonly kind: 'join'; readonly of: Expr; readonly separator: string }
    | { readonly kind: 'parseJson'; readonly of: Expr }
    | { readonly kind: 'jsonText'; readonly of: Expr; readonly style: 'compact' | 'indented' | 'other' }
    /** Fails if the value is not of one of the kinds. */
    | { readonly kind: 'ensure'; readonly of: Expr; readonly kinds: readonly Kind[]; readonly otherwise: Otherwise }
    /** Whether the call failed, and this branch of the handler is what follows. A summary has none left. */
    | { readonly kind: 'failed'; readonly branch: number }
    | { readonly kind: 'opaque'; readonly blocker: Blocker }
  );

export type ExprOf<K extends Expr['kind']> = Extract<Expr, { readonly kind: K }>;

/** Something that is evaluated although its value is not used, or that fails of itself. */
export type Check = Range & {
  /** Numbers of the `try` blocks around it that do more about a failure than raise it again. */
  readonly within?: readonly number[];
} & (
    | { readonly kind: 'evaluate'; readonly value: Expr; readonly when: Expr | undefined }
    /** `raise`, where the test is true. */
    | { readonly kind: 'refuse'; readonly when: Expr; readonly error: string }
  );

/** The operations that have a native counterpart. */
export type ModelOperation = 'InvokeModel' | 'Converse' | 'Retrieve' | 'RetrieveAndGenerate' | 'InvokeHarness';

export interface ModelCall extends Range {
  readonly operation: ModelOperation;
  /** By the name that the API has in the source: `modelId`. Of `body`, the value, not its text. */
  readonly parameters: ReadonlyMap<string, Expr>;
}

export type CallOperation = ModelOperation | StoreOperation;

export function isModelCall(operation: CallOperation): operation is ModelOperation {
  return !Object.hasOwn(STORE_CALLS, operation);
}

/** A call of a program; `number` is what `reply` names it by. */
export interface NumberedCall extends Range {
  readonly number: number;
  readonly operation: CallOperation;
  readonly parameters: ReadonlyMap<string, Expr>;
  readonly client: ClientSettings;
}

/** What happens next; `before` is evaluated first, in its order. Each side of a choice has the rest of its own. */
export type Step =
  | { readonly kind: 'call'; readonly before: readonly Check[]; readonly call: NumberedCall; readonly then: Step }
  | {
      readonly kind: 'choice';
      readonly before: readonly Check[];
      /** True or false. */
      readonly test: Expr;
      readonly then: Step;
      readonly otherwise: Step;
    }
  | { readonly kind: 'end'; readonly before: readonly Check[]; readonly result: Expr }
  /** The last of `before` raises, whatever the event. */
  | { readonly kind: 'fail'; readonly before: readonly Check[]; readonly error: string };

export type StepOf<K extends Step['kind']> = Extract<Step, { readonly kind: K }>;

export interface ClientSettings {
  /** Attempts of the client for one call, the first one included. */
  readonly attempts: number;
  readonly readTimeoutSeconds: number | undefined;
}

/** What becomes of some failures of the call, once the handler has made its attempts. */
export interface FailureCourse {
  readonly failures: readonly Failure[];
  /** Calls in all that the handler makes; each is several attempts of its client. */
  readonly attempts: number;
  readonly firstWaitSeconds: number;
  readonly backoffRate: number;
  readonly longestWaitSeconds: number;
  readonly end:
    | { readonly kind: 'again' }
    /** As an error of another class. */
    | { readonly kind: 'raise'; readonly error: string }
    /** By its number in `rescues`. */
    | { readonly kind: 'rescue'; readonly rescue: number };
}

/** What the handler gives although its call failed. */
export interface Rescue extends Range {
  readonly checks: readonly Check[];
  readonly result: Expr;
}

/** A handler that does more about failures than raise them again. */
export interface CallFailures extends Range {
  readonly courses: readonly FailureCourse[];
  readonly rescues: readonly Rescue[];
  /** Of failures of the handler's own operations; the numbers are those of `Check.within`. */
  readonly own: {
    readonly retriedWithin: number | undefined;
    readonly caughtWithin: number | undefined;
    /** Blocks around it that catch what it does not. */
    readonly alsoWithin: readonly number[];
    /** Set where a clause is for a part of them only. */
    readonly unknown: Blocker | undefined;
  };
}

/** Something that a migration loses, or that the reader should know. */
export interface SideNote extends Range {
  readonly kind: 'log' | 'assumption';
  readonly text: string;
}

export interface Summary {
  readonly language: Language;
  readonly before: readonly Check[];
  readonly call: ModelCall;
  readonly client: ClientSettings;
  readonly after: readonly Check[];
  readonly result: Expr;
  /** Undefined where every failure of the call is one of the handler. */
  readonly failures: CallFailures | undefined;
  readonly notes: readonly SideNote[];
  /** Names of errors that the source raises of itself or that its operations raise. */
  readonly errorNames: readonly string[];
}

/** A handler that makes one call for each item of a list, one after the other. */
export interface PerItem extends Range {
  readonly language: Language;
  /** The list, in the order of the calls. */
  readonly items: Expr;
  readonly before: readonly Check[];
  /** Of one item, which is the item `name` in it; its result is what the list of results gains. */
  readonly body: Summary;
  readonly name: string;
  readonly after: readonly Check[];
  /** The list of results is the code `RESULTS` in it. */
  readonly result: Expr;
}

/** The results of all items, in a state that has just been through them. */
export const RESULTS = '$states.result';

/** A handler with several calls, or with a call that it does not always make. */
export interface Program {
  readonly language: Language;
  readonly first: Step;
  readonly notes: readonly SideNote[];
  readonly errorNames: readonly string[];
}

/** What was found out of a handler. `calls` are all model calls that were seen, also where they are not understood. */
export interface Understanding {
  readonly calls: readonly SeenCall[];
  /** Undefined when something stands in the way; `blockers` then says what, all of it. */
  readonly summary: Summary | undefined;
  /** In its place, where there is more than one call. */
  readonly program: Program | undefined;
  /** In its place, where the call is made for each item of a list. */
  readonly perItem?: PerItem;
  readonly blockers: readonly Blocker[];
  /** The agent that it runs, if it is one. */
  readonly agent?: AgentFacts | undefined;
}

export interface SeenCall extends Range {
  /** As the SDK names it in Python: `invoke_model`. */
  readonly name: string;
  readonly operation: string;
  readonly inLoop: boolean;
  readonly isConditional: boolean;
  /**
   * Of the client: what stands in the way of making the call elsewhere, what is taken for granted, its attempts. Undefined
   * for what a library asks.
   */
  readonly client:
    | {
        readonly blockers: readonly Blocker[];
        readonly notes: readonly SideNote[];
        readonly attempts: number | undefined;
      }
    | undefined;
}

/** A tool that an agent of a handler may use, where it is made. */
export interface AgentTool extends Range {
  readonly name: string;
  /** The package it comes from; undefined for one of the handler's own. */
  readonly library: string | undefined;
}

/** What a handler says of an agent that it runs; undefined where it cannot be seen. */
export interface AgentFacts extends Range {
  readonly kind: 'library' | 'toolLoop' | 'bedrockAgent' | 'inlineAgent' | 'agentRuntime' | 'harness';
  /** Of a call of a harness, as far as they can be seen. */
  readonly parameters?: ReadonlyMap<string, Expr | undefined>;
  readonly model: Expr | undefined;
  readonly systemPrompt: Expr | undefined;
  /** What it is asked, as a text. */
  readonly prompt: Expr | undefined;
  /** False where some of the tools cannot be seen. */
  readonly toolsKnown: boolean;
  readonly tools: readonly AgentTool[];
}

/** The kinds that a value may have; undefined: any. */
export const ALL_KINDS: readonly Kind[] = ['string', 'number', 'boolean', 'null', 'array', 'object'];

/** A name for an expression by what it says, wherever it stands. */
export function keyOf(expr: Expr): string {
  return JSON.stringify(expr, (name, value: unknown) => (name === 'start' || name === 'end' ? undefined : value));
}

/** The expressions directly inside one. */
export function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'literal':
    case 'event':
    case 'reply':
    case 'deployed':
    case 'item':
    case 'undefined':
    case 'code':
    case 'failed':
    case 'opaque':
      return [];
    case 'get':
      return [expr.of, expr.otherwise];
    case 'lookup':
      return [
        expr.key,
        ...expr.table.map(({ value }) => value),
        ...(expr.otherwise === undefined ? [] : [expr.otherwise]),
      ];
    case 'object':
      return expr.items.map(({ value }) => value);
    case 'array':
      return expr.items;
    case 'concat':
      return expr.parts.flatMap((part) => (part.kind === 'value' ? [part.value] : []));
    case 'conditional':
      return [expr.test, expr.then, expr.otherwise];
    case 'either':
    case 'both':
    case 'any':
    case 'compare':
      return [expr.left, expr.right];
    case 'replace':
      return [expr.of, expr.by];
    case 'filter':
    case 'map':
      return [expr.of, expr.body];
    default:
      return [expr.of];
  }
}

export function somePart(expr: Expr, isWanted: (part: Expr) => boolean): boolean {
  return isWanted(expr) || partsOf(expr).some((part) => somePart(part, isWanted));
}

/** The values of a check, in the order in which they are evaluated. */
export function valuesOf(check: Check): readonly Expr[] {
  const value = check.kind === 'evaluate' ? [check.value] : [];
  return check.when === undefined ? value : [check.when, ...value];
}

/** The expressions of one step alone. */
export function ownExprs(step: Step): readonly Expr[] {
  const checked = step.before.flatMap(valuesOf);
  switch (step.kind) {
    case 'call':
      return [...checked, ...step.call.parameters.values()];
    case 'choice':
      return [...checked, step.test];
    case 'end':
      return [...checked, step.result];
    case 'fail':
      return checked;
  }
}

/** What may come directly after a step. */
export function stepsAfter(step: Step): readonly Step[] {
  if (step.kind === 'call') return [step.then];
  return step.kind === 'choice' ? [step.then, step.otherwise] : [];
}

export function* stepsFrom(step: Step): Generator<Step> {
  yield step;
  for (const next of stepsAfter(step)) yield* stepsFrom(next);
}

/** The reasons that are part of a value. */
export function blockersIn(expr: Expr): readonly Blocker[] {
  return expr.kind === 'opaque' ? [expr.blocker] : partsOf(expr).flatMap(blockersIn);
}
