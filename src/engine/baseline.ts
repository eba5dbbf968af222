/**
 * Findings that are known and accepted for now, by fingerprint: they are not shown and do not fail a run. The file is
 * for people to read as well, so it says of each which rule found it where; only the fingerprint counts.
 *
 * Limits: an entry is called stale only when the run looked at its file with its rule; what a run leaves out stays.
 */
import { INTERNAL_ERROR } from '../rules/reserved.ts';
import type { Diagnostic, LintResult, SuppressedDiagnostic } from './diagnostic.ts';
import { fingerprints } from './fingerprint.ts';

export interface BaselineEntry {
  readonly rule: string;
  readonly file: string;
  readonly machine?: string;
  readonly state?: string;
  readonly message: string;
  readonly fingerprint: string;
}

export const BASELINE_VERSION = 1;

/** Whether a run can tell that a finding is gone. */
export interface Coverage {
  /** Whether the file was looked at, or is no longer there. */
  looksAt(file: string): boolean;
  /** Whether the rule says everything that it may find there. */
  runs(rule: string, file: string): boolean;
}

export interface Comparison {
  /** The result without what the baseline holds. */
  readonly result: LintResult;
  /** Entries whose finding is gone. */
  readonly stale: readonly BaselineEntry[];
}

/** `name` is how the baseline is called in a report. */
export function compareWithBaseline(
  result: LintResult,
  baseline: readonly BaselineEntry[],
  name: string,
  coverage: Coverage,
): Comparison {
  const known = new Set(baseline.map(({ fingerprint }) => fingerprint));
  const prints = fingerprintsOf(result);
  const isKnown = (diagnostic: Diagnostic): boolean =>
    isAcceptable(diagnostic) && known.has(prints.get(diagnostic) ?? '');
  const accepted = result.diagnostics.filter(isKnown);
  const suppressed: readonly SuppressedDiagnostic[] = [
    ...result.suppressed,
    ...accepted.map((diagnostic) => ({
      diagnostic,
      kind: 'external' as const,
      reason: `It is in the baseline ${name}.`,
    })),
  ];
  const hidden = new Set(accepted);
  const diagnostics = result.diagnostics.filter((diagnostic) => !hidden.has(diagnostic));
  const stale = staleEntries(baseline, result, prints, coverage);
  return { result: { ...result, diagnostics, suppressed, hasBaseline: true }, stale };
}

function staleEntries(
  baseline: readonly BaselineEntry[],
  { diagnostics, unread }: LintResult,
  prints: ReadonlyMap<Diagnostic, string>,
  coverage: Coverage,
): readonly BaselineEntry[] {
  const present = new Set(diagnostics.map((diagnostic) => prints.get(diagnostic)));
  const failed = diagnostics.some(({ rule }) => rule === INTERNAL_ERROR.id);
  return baseline.filter(
    ({ rule, file, fingerprint }) =>
      !failed && !present.has(fingerprint) && !unread.has(file) && coverage.looksAt(file) && coverage.runs(rule, file),
  );
}

/** The entries for everything that a result shows, and those of `kept`, in an order that edits elsewhere do not change. */
export function baselineOf(result: LintResult, kept: readonly BaselineEntry[]): readonly BaselineEntry[] {
  const prints = fingerprintsOf(result);
  const entries = new Map(kept.map((entry) => [entry.fingerprint, entry]));
  for (const diagnostic of result.diagnostics) {
    const fingerprint = prints.get(diagnostic);
    if (fingerprint !== undefined && isAcceptable(diagnostic))
      entries.set(fingerprint, entryOf(diagnostic, fingerprint));
  }
  return [...entries.values()].sort(compareEntries);
}

export function baselineText(entries: readonly BaselineEntry[]): string {
  return `${JSON.stringify({ version: BASELINE_VERSION, findings: entries }, undefined, 2)}\n`;
}

/** A rule that failed must never be taken for one that finds nothing. */
function isAcceptable({ rule }: Diagnostic): boolean {
  return rule !== INTERNAL_ERROR.id;
}

function entryOf({ rule, primary, machine, state, message }: Diagnostic, fingerprint: string): BaselineEntry {
  return {
    rule,
    file: primary.file.path,
    ...(machine === undefined ? {} : { machine }),
    ...(state === undefined ? {} : { state }),
    message,
    fingerprint,
  };
}

function fingerprintsOf({ found }: LintResult): ReadonlyMap<Diagnostic, string> {
  const prints = fingerprints(found);
  return new Map(found.map((diagnostic, i) => [diagnostic, prints[i] ?? '']));
}

const ORDER = ['file', 'machine', 'state', 'rule', 'message', 'fingerprint'] as const;

function compareEntries(a: BaselineEntry, b: BaselineEntry): number {
  for (const field of ORDER) {
    const [left, right] = [a[field] ?? '', b[field] ?? ''];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
