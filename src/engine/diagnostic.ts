/**
 * What a run produces: diagnostics, notes about what was not read, and the files they point into.
 * Plain data; reporters render it and nothing else.
 */
import type { FixSafety, NewFileIntent } from '../fixers/fix.ts';
import type { IntendedChange } from '../fixers/lower.ts';
import type { ServiceCode, Severity } from '../rules/rule.ts';
import type { HostSpan, TextEdit } from '../text/layer.ts';

export type { FixSafety };

export interface RelatedLocation {
  readonly span: HostSpan;
  /** What is to be seen there, a short phrase without a full stop. */
  readonly note: string;
}

export interface DiagnosticFix {
  readonly title: string;
  readonly safety: FixSafety;
  /** Of the files as they are; none for a plan without edits. */
  readonly edits: readonly TextEdit[];
  /** Files that it makes. */
  readonly files?: readonly NewFileIntent[];
  /** What the files are to say after it. */
  readonly changes: readonly IntendedChange[];
  /** Of those that name the same, one goes in at a time. */
  readonly turn?: string;
}

/** A fix that cannot be written into the file, and why. */
export interface RefusedFix {
  readonly title: string;
  readonly safety: FixSafety;
  readonly reason: string;
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
  /** How many machines that source code makes at one place it holds for, where that is more than one. */
  readonly timesSaid?: number | undefined;
  readonly fixes: readonly DiagnosticFix[];
  readonly refusedFixes: readonly RefusedFix[];
  /** Where the value is written, when its place is that of a YAML alias. */
  readonly anchor?: HostSpan | undefined;
  /** The logical id of the one resource that declares the machine. */
  readonly declaredAt?: HostSpan | undefined;
}

/** A finding that is not shown, and does not count. */
export interface SuppressedDiagnostic {
  readonly diagnostic: Diagnostic;
  /** Whether the files say so, or a baseline. */
  readonly kind: 'inSource' | 'external';
  readonly reason: string;
}

/** Something about the run rather than the code: a file not recognised, a definition not read. */
export interface RunNote {
  readonly text: string;
  readonly span?: HostSpan | undefined;
}

export interface LintResult {
  /** Sorted by file, position, rule. */
  readonly diagnostics: readonly Diagnostic[];
  /** What is not shown, in the same order. */
  readonly suppressed: readonly SuppressedDiagnostic[];
  /** Everything found, whether it is shown or not, in the same order: fingerprints count among these. */
  readonly found: readonly Diagnostic[];
  readonly notes: readonly RunNote[];
  /** Files that were read and held a state machine or a template with one; relative paths, sorted. */
  readonly files: readonly string[];
  /** Files that hold a text which cannot be read; rules have not seen all of them. */
  readonly unread: ReadonlySet<string>;
  /** How many findings of each rule are mended, in a run that fixes. */
  readonly fixed?: ReadonlyMap<string, number>;
  /** Files that one machine is made of, for each machine made of several. */
  readonly fileGroups: readonly (readonly string[])[];
  readonly machineCount: number;
  readonly stateCount: number;
  /** Whether a baseline was compared with, so that what is shown is new. */
  readonly hasBaseline?: true;
}
