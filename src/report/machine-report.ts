/**
 * What a report says of one machine, as plain data that JSON can hold: every format is made of it, and of nothing else.
 * Lists that a definition can make as long as it likes are cut, with the number of all their members beside them.
 */
import type { ModelTier } from '../aws/models.ts';
import type { ModelPrices, TransitionPrice } from '../aws/prices.ts';
import type { MigrationVerdict } from '../fixers/task-migration.ts';
import type { Severity } from '../rules/rule.ts';
import type { Diagram } from './diagram.ts';

/** The first members of a list, and how many there are. */
export interface Cut<T> {
  readonly items: readonly T[];
  readonly total: number;
}

export function cut<T>(all: readonly T[], most: number): Cut<T> {
  return { items: all.slice(0, most), total: all.length };
}

export interface ReportPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A state by name, with the names of those that hold it, outermost first. */
export interface StateReference {
  readonly name: string;
  readonly within: readonly string[];
}

export interface MachineReport {
  readonly name: string;
  readonly place: ReportPlace;
  /** The template resources that declare it. */
  readonly declarations: readonly { readonly name: string; readonly place: ReportPlace }[];
  readonly type: 'STANDARD' | 'EXPRESS' | 'unknown';
  readonly queryLanguage: 'JSONPath' | 'JSONata' | 'mixed' | 'unknown';
  readonly states: StateCounts;
  readonly aiTasks: Cut<AiTaskReport>;
  /** Absent where there are none, or nobody looked for their code. */
  readonly lambdaTasks?: Cut<LambdaTaskReport>;
  readonly duration: DurationReport;
  /** Undefined when the machine has no start. */
  readonly transitions?: TransitionReport;
  readonly errorRoutes: Cut<ErrorRoute>;
  /** What the role of the machine needs; absent when nobody has worked it out, and then no format speaks of it. */
  readonly permissions?: PermissionReport;
  readonly findings: Cut<ReportedFinding>;
  readonly severities: Readonly<Record<Severity, number>>;
  /** Undefined when the machine has more states than a diagram shows. */
  readonly diagram?: Diagram;
}

export interface StateCounts {
  readonly total: number;
  /** By type, in the order of the specification; `untyped` for those without a type that exists. */
  readonly byType: readonly { readonly type: string; readonly count: number }[];
}

export interface AiTaskReport {
  readonly state: StateReference;
  readonly place: ReportPlace;
  readonly operation: string;
  readonly model: ModelReport;
  readonly calls: CallReport;
  readonly prompts: Cut<PromptReport>;
  readonly findings: number;
}

export interface LambdaTaskReport {
  readonly state: StateReference;
  readonly place: ReportPlace;
  readonly function: string;
  /** Where its code is; absent when that is not known. */
  readonly code?: { readonly file: string; readonly handler: string };
  /** Calls to models and agents. */
  readonly calls: readonly string[];
  readonly verdict: MigrationVerdict;
  /** Why the code is not known, or why the call cannot move into the state. */
  readonly why: readonly string[];
}

export type ModelReport =
  | { readonly kind: 'model'; readonly id: string; readonly tier?: ModelTier; readonly prices?: ModelPrices }
  /** Something other than a model, or one that its own definition names: an agent, a knowledge base, a prompt. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unknown' };

export interface CallReport {
  /** At worst, for one item of each Map around the task. */
  readonly perItem: number;
  /** False when a factor is not known: there may be more. */
  readonly isExact: boolean;
  /** At worst in one execution; undefined when that is not known. */
  readonly perExecution?: number;
  /** Innermost first. */
  readonly factors: readonly FactorReport[];
  /** How many at once at most; undefined when a Map around the task does not say. */
  readonly atOnce?: number;
  readonly concurrency: readonly ConcurrencyReport[];
  /** One run of the state at worst, with its retries; undefined without a known time limit. */
  readonly secondsPerRun?: number;
}

export interface FactorReport {
  readonly kind: 'attempts' | 'loop' | 'items';
  readonly type: string;
  readonly state: StateReference;
  /** Undefined when it is not known. */
  readonly count?: number;
}

export interface ConcurrencyReport {
  readonly map: StateReference;
  readonly count?: number;
  readonly by: 'limit' | 'items' | 'service';
}

export interface PromptReport {
  readonly state: StateReference;
  readonly field: string;
  readonly place: ReportPlace;
  /** UTF-16 units of literal text; 0 when all of it comes from elsewhere. */
  readonly length: number;
  readonly hasSeveralLines: boolean;
}

export type OpenReasonName = 'noTimeout' | 'unknownTime' | 'loop' | 'items' | 'retries' | 'unknownState';

export interface DurationReport {
  readonly seconds?: number;
  readonly open: Cut<{ readonly state: StateReference; readonly why: OpenReasonName }>;
  /** False when some transition is not known: there may be longer ways. */
  readonly isWhole: boolean;
  readonly hasLoops: boolean;
  readonly limit?: { readonly seconds: number; readonly by: 'machine' | 'service' };
}

export interface TransitionReport {
  readonly steps: number;
  readonly perItem: Cut<{ readonly map: StateReference; readonly steps: number; readonly mode: string }>;
  readonly unboundedLoops: Cut<StateReference>;
  readonly isWhole: boolean;
  /** Of a STANDARD machine. */
  readonly price?: TransitionPrice;
}

export interface ErrorRoute {
  readonly state: StateReference;
  readonly error: string;
  /** Attempts after the first; undefined when that is not known. */
  readonly retries?: number;
  readonly then: RouteEnd;
  /** Whether the execution can still end well after that. */
  readonly outcome: 'survives' | 'fails' | 'unknown';
}

export type RouteEnd =
  | { readonly kind: 'caught'; readonly by: StateReference; readonly next?: string }
  | { readonly kind: 'tolerated'; readonly by: StateReference }
  | { readonly kind: 'uncaught' }
  | { readonly kind: 'unknown' };

/** An IAM policy statement, and what could not be found out for it. */
export interface PermissionReport {
  readonly statements: readonly PermissionStatement[];
  readonly open: readonly string[];
}

export interface PermissionStatement {
  readonly sid?: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

export interface ReportedFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help?: string;
  readonly state?: StateReference;
  readonly place: ReportPlace;
}

/** All machines of a run, in the order of their files and places. */
export interface ProjectReport {
  readonly version: string;
  readonly machines: readonly MachineReport[];
  /** Findings that belong to none of the machines, such as a definition that cannot be read. */
  readonly others: Cut<ReportedFinding>;
}
