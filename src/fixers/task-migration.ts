/**
 * What is known of a Lambda task whose function may call a model: the verdict, every reason, and the fix. Plain data for
 * rules and reports; whoever reads the handlers makes it, which is not done here.
 */
import type { State } from '../asl/model.ts';
import type { HostSpan } from '../text/layer.ts';
import type { Fix } from './fix.ts';

export interface MigrationReason {
  /** Which gate it does not pass. */
  readonly gate: string;
  /** One sentence without its full stop. */
  readonly message: string;
  readonly unblock: string;
  /** A place of the definition, the template or the handler. */
  readonly span: HostSpan | undefined;
}

/**
 * - `unknown`: where the code is cannot be told.
 * - `noModel`: it calls no model by name.
 * - `plan`: it stays, for the reasons.
 * - `guarded`: the same, or a failure before any call.
 */
export type MigrationVerdict = 'unknown' | 'noModel' | 'plan' | 'guarded' | 'safe';

export interface TaskMigration {
  /** The function by the name to show. */
  readonly functionName: string;
  /** Where its code is. */
  readonly code: { readonly file: string; readonly handler: string } | undefined;
  readonly verdict: MigrationVerdict;
  /** Whether the function is split around its call: it does not leave, but the call does. */
  readonly isSplit: boolean;
  readonly wraps: 'model' | 'agent';
  /** The calls to models and agents, each once: `converse`. */
  readonly calls: readonly string[];
  /** Why it is unknown. */
  readonly why: string | undefined;
  /** Of a plan, all of them. */
  readonly reasons: readonly MigrationReason[];
  /** What a guarded state refuses that the function took. */
  readonly guards: readonly string[];
  /** Undefined where nothing is found. */
  readonly fix: Fix | undefined;
}

export type TaskMigrations = ReadonlyMap<State, TaskMigration>;

/** Undefined for a state that is no Lambda task, and where nobody has looked. */
export type MigrationOf = (state: State) => TaskMigration | undefined;
