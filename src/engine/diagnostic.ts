/**
 * What a run produces: diagnostics, notes about what was not read, and the files they point into.
 * Plain data; reporters render it and nothing else.
 */
import type { ServiceCode, Severity } from '../rules/rule.ts';
import type { HostSpan } from '../text/layer.ts';

export interface RelatedLocation {
  readonly span: HostSpan;
  /** What is to be seen there, a short phrase without a full stop. */
  readonly note: string;
}

export type FixSafety = 'safe' | 'unsafe' | 'plan';

/** A replacement of host text: `[start, end)` of `span.file` by `text`. */
export interface DiagnosticEdit {
  readonly span: HostSpan;
  readonly text: string;
}

export interface DiagnosticFix {
  readonly title: string;
  readonly safety: FixSafety;
  readonly edits: readonly DiagnosticEdit[];
}

export interface Diagnostic {
  readonly rule: string;
  readonly severity: Severity;
  /** The code under which ValidateStateMachineDefinition reports the same. */
  readonly serviceCode?: ServiceCode | undefined;
  /** Plain text, one or two sentences; the first names the state. */
  readonly message: string;
  /** What to do about it, when the message alone does not say; shown as a help line. */
  readonly help?: string | undefined;
  /** The text at its places is never to be shown. */
  readonly hidesSource?: true;
  readonly primary: HostSpan;
  readonly related: readonly RelatedLocation[];
  /** Name of the state machine, when the finding belongs to one. */
  readonly machine?: string | undefined;
  /** Name of the state, when the finding belongs to one. */
  readonly state?: string | undefined;
  /** JSON pointer of the value inside the definition, or inside the template for its own properties. */
  readonly pointer?: string | undefined;
  /** Names of the states that lead to this one, outermost first; for the fingerprint. */
  readonly statePath: readonly string[];
  /** The values that tell this finding from others of its rule in its state; for the fingerprint. */
  readonly data: Readonly<Record<string, string | number>>;
  readonly fixes: readonly DiagnosticFix[];
}

/** Something about the run rather than the code: a file not recognised, a definition not read. */
export interface RunNote {
  readonly text: string;
  readonly span?: HostSpan | undefined;
}

export interface LintResult {
  /** Sorted by file, position, rule. */
  readonly diagnostics: readonly Diagnostic[];
  readonly notes: readonly RunNote[];
  /** Files that were read and held a state machine or a template with one; relative paths, sorted. */
  readonly files: readonly string[];
  readonly machineCount: number;
  readonly stateCount: number;
}
