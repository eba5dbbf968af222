/** What a report for programs lists: the findings, and on request those that are not shown, each with the reason why. */
import type { Diagnostic, LintResult, SuppressedDiagnostic } from '../engine/diagnostic.ts';
import type { RenderOptions } from './reporter.ts';

/** As SARIF spells it. */
export interface ReportedSuppression {
  readonly kind: SuppressedDiagnostic['kind'];
  readonly justification: string;
}

export interface ReportedFinding {
  readonly diagnostic: Diagnostic;
  readonly suppression: ReportedSuppression | undefined;
}

/** In the order of the result. */
export function findingsToReport(result: LintResult, { reportSuppressed }: RenderOptions): readonly ReportedFinding[] {
  const shown = new Set(result.diagnostics);
  const hidden = new Map(result.suppressed.map((entry) => [entry.diagnostic, entry]));
  if (reportSuppressed !== true || hidden.size === 0) {
    return result.diagnostics.map((diagnostic) => ({ diagnostic, suppression: undefined }));
  }
  return result.found.flatMap((diagnostic): readonly ReportedFinding[] => {
    const entry = hidden.get(diagnostic);
    if (entry !== undefined) return [{ diagnostic, suppression: { kind: entry.kind, justification: entry.reason } }];
    return shown.has(diagnostic) ? [{ diagnostic, suppression: undefined }] : [];
  });
}
