/**
 * What a rule is: its facts first (`RuleMeta`), then listeners that the one walk over all machines calls.
 * Rules see the model and the analyses only; they know nothing of hosts, files or reporters.
 */
import type { Analyses } from '../analysis/index.ts';
import type { Declaration, Machine, MapState, ParallelState, State, TaskState } from '../asl/model.ts';
import type { Part } from '../asl/parts.ts';
import type { Facts } from '../aws/facts.ts';
import type { Fix } from '../fixers/fix.ts';
import type { TaskMigration } from '../fixers/task-migration.ts';
import type { HostSpan } from '../text/layer.ts';
import type { Range } from '../text/source-file.ts';
import type { Node, Place, StringNode, UnknownNode } from '../tree/node.ts';

export type Severity = 'error' | 'warning' | 'note';

/** Each preset holds the rules of the ones before it: recommended, strict, all. */
export type Preset = 'recommended' | 'strict' | 'all';

export type FixKind = 'none' | 'plan' | 'unsafe' | 'safe';

/** Codes of ValidateStateMachineDefinition; documented, and the two for JSONata as measured. */
export type ServiceCode =
  | 'DUPLICATE_LABEL_NAME'
  | 'DUPLICATE_STATE_NAME'
  | 'INVALID_JSONATA_EXPRESSION'
  | 'INVALID_JSON_DESCRIPTION'
  | 'INVALID_LABEL_NAME'
  | 'INVALID_RESOURCE'
  | 'INVALID_STATE_NAME'
  | 'MISSING_DESCRIPTION'
  | 'MISSING_END_STATE'
  | 'MISSING_TRANSITION_TARGET'
  | 'NO_DOLLAR'
  | 'NO_PATH'
  | 'PASS_RESULT_IS_STATIC'
  | 'SCHEMA_VALIDATION_FAILED'
  | 'STATE_MACHINE_NAME_EMPTY'
  | 'STATE_MACHINE_NAME_INVALID'
  | 'STATE_MACHINE_NAME_TOO_LONG'
  | 'TOO_DEEPLY_NESTED'
  | 'UNSUPPORTED_JSONATA_EXPRESSION';

export interface MessageMeta {
  /** `{name}` is replaced from the report's data. One or two plain sentences; the first names the state. */
  readonly text: string;
  /** What to do, as one sentence; shown as the help line. */
  readonly help?: string;
  /** The code under which ValidateStateMachineDefinition reports the same, where it does. */
  readonly serviceCode?: ServiceCode;
  /** Where the message differs from its rule. */
  readonly severity?: Severity;
  readonly preset?: Preset;
}

export type OptionValue = number | string | readonly string[];

export interface RuleOption {
  readonly type: 'integer' | 'string' | 'strings';
  readonly default: OptionValue;
  readonly description: string;
}

export interface RuleMeta {
  readonly id: string;
  readonly category: string;
  /** The defect in one sentence. */
  readonly summary: string;
  /** Why it matters at deployment or run time; plain Markdown, may be several paragraphs. */
  readonly why: string;
  /** How to mend it; plain Markdown. */
  readonly remedy: string;
  readonly severity: Severity;
  readonly preset: Preset;
  readonly since: string;
  readonly fix: FixKind;
  /** Required unless there is no fix or every fix is safe. */
  readonly fixSafety?: string;
  readonly options?: Readonly<Record<string, RuleOption>>;
  readonly messages: Readonly<Record<string, MessageMeta>>;
  /**
   * It finds more when a template declares the machine, so that finding nothing in a definition alone means little. Goes
   * without saying of a rule that listens for declarations.
   */
  readonly needsTemplate?: true;
  /** It asks for the code behind Lambda tasks, which is read only where such a rule is run. */
  readonly readsHandlers?: true;
  /** What the rule finds is never to be shown: reports name the place and leave out the code. */
  readonly hidesSource?: true;
  /** Titles or addresses of the facts the rule rests on. */
  readonly references: readonly string[];
}

/** What a finding points at: a value, a key, a range of a string's decoded text, or what is written within a value. */
export type Target =
  | Node
  | { readonly key: StringNode }
  | { readonly slice: StringNode | UnknownNode; readonly range: Range }
  | { readonly written: Place; readonly within: Node };

export interface Report {
  readonly at: Target;
  /** An id in `meta.messages`. */
  readonly message: string;
  readonly data?: Readonly<Record<string, string | number>>;
  readonly related?: readonly { readonly at: Target | { readonly span: HostSpan }; readonly note: string }[];
  /** What would mend it. */
  readonly fix?: Fix | undefined;
  /** The declaration it is about, for a finding in a template that a listener for something else reports. */
  readonly declaration?: Declaration;
}

/** What every listener gets. */
export interface ReportContext {
  /** Limits, models and prices, with the user's own entries: what a message quotes comes from here. */
  readonly facts: Facts;
  /** The value of an integer option, the user's or the default. */
  integerOption(name: string): number;
  /** The same of a text, and of a list of texts. */
  stringOption(name: string): string;
  stringsOption(name: string): readonly string[];
  report(report: Report): void;
}

/** What listeners for a machine and its parts get. */
export interface RuleContext extends ReportContext {
  readonly analyses: Analyses;
  /** What is known of the function behind a task. */
  migrationOf(state: State): TaskMigration | undefined;
}

export type Listener<Part, Context extends ReportContext = RuleContext> = (part: Part, context: Context) => void;

export interface RuleListeners {
  /** A place where a machine is declared: a template resource, or the definition file itself. */
  readonly declaration?: Listener<Declaration, ReportContext>;
  /** A whole definition. */
  readonly machine?: Listener<Machine>;
  /** A whole definition, and each branch and item processor. */
  readonly anyMachine?: Listener<Machine>;
  /** A machine, a state, or a part of one such as a retrier or a choice rule. */
  readonly part?: Listener<Part>;
  readonly state?: Listener<State>;
  readonly task?: Listener<TaskState>;
  readonly map?: Listener<MapState>;
  readonly parallel?: Listener<ParallelState>;
}

export interface RuleModule {
  readonly meta: RuleMeta;
  readonly listeners: RuleListeners;
}

export function defineRule(meta: RuleMeta, listeners: RuleListeners): RuleModule {
  return { meta, listeners };
}
