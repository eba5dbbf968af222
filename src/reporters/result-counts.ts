/** The numbers that summaries state: of findings, and apart from them of what is suppressed or in the baseline. */
import type { Diagnostic, DiagnosticFix, FixSafety, LintResult } from '../engine/diagnostic.ts';

export interface ResultCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  /** Findings by the safest fix they offer; each is counted once. */
  readonly fixable: Readonly<Record<FixSafety, number>>;
}

const SAFEST_FIRST: readonly FixSafety[] = ['safe', 'unsafe', 'plan'];

export function countFindings({ diagnostics }: LintResult): ResultCounts {
  const severity = { error: 0, warning: 0, note: 0 };
  const fixable = { safe: 0, unsafe: 0, plan: 0 };
  for (const diagnostic of diagnostics) {
    severity[diagnostic.severity]++;
    const fix = safestFix(diagnostic);
    if (fix !== undefined) fixable[fix.safety]++;
  }
  return { errors: severity.error, warnings: severity.warning, notes: severity.note, fixable };
}

export interface HiddenCounts {
  /** By what the files say. */
  readonly suppressed: number;
  /** By the baseline. */
  readonly baselined: number;
}

export function countHidden({ suppressed }: LintResult): HiddenCounts {
  const inSource = suppressed.filter(({ kind }) => kind === 'inSource').length;
  return { suppressed: inSource, baselined: suppressed.length - inSource };
}

/** The fix to offer when there is room for one. */
export function safestFix({ fixes }: Diagnostic): DiagnosticFix | undefined {
  for (const safety of SAFEST_FIRST) {
    const fix = fixes.find((candidate) => candidate.safety === safety);
    if (fix !== undefined) return fix;
  }
  return undefined;
}
