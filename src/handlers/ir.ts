/**
 * What a handler does around one model call, as plain data: what it checks before the call, what it calls with what, and
 * what it makes of the reply. An expression means exactly what the source means, its failures included; it says nothing
 * of how that may be written elsewhere. Every part has its range in the source.
 *
 * Limits: JSON values only. What is not understood is an `opaque` part with the reason.
 */
import type { Range } from '../text/source-file.ts';
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
    /** What the call returned; of InvokeModel, its body as JSON. */
    | { readonly kind: 'reply' }
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
    | { readonly kind: 'opaque'; readonly blocker: Blocker }
  );

export type ExprOf<K extends Expr['kind']> = Extract<Expr, { readonly kind: K }>;

/** Something that is evaluated although its value is not used, or that fails of itself. */
export type Check = Range &
  (
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

export interface ClientSettings {
  /** Attempts of the client for one call, the first one included. */
  readonly attempts: number;
  readonly readTimeoutSeconds: number | undefined;
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
  readonly notes: readonly SideNote[];
  /** Names of errors that the source raises of itself or that its operations raise. */
  readonly errorNames: readonly string[];
}

/** What was found out of a handler. `calls` are all model calls that were seen, also where they are not understood. */
export interface Understanding {
  readonly calls: readonly SeenCall[];
  /** Undefined when something stands in the way; `blockers` then says what, all of it. */
  readonly summary: Summary | undefined;
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

/** The reasons that are part of a value. */
export function blockersIn(expr: Expr): readonly Blocker[] {
  return expr.kind === 'opaque' ? [expr.blocker] : partsOf(expr).flatMap(blockersIn);
}
