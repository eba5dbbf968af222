/**
 * The `json` format: every finding with exact positions, and a summary, for scripts.
 *
 * Limits: texts are given as they are in the source (escaped as JSON, never rewritten); what is absent is left out;
 * notes about the run are not findings and do not appear.
 */
import type { Diagnostic, LintResult } from '../engine/diagnostic.ts';
import type { HostSpan, TextEdit } from '../text/layer.ts';
import type { Position } from '../text/source-file.ts';
import { toJsonText } from './json-text.ts';
import type { Reporter } from './reporter.ts';
import { findingsToReport } from './reported-findings.ts';
import { countFindings, countHidden } from './result-counts.ts';

export const renderJson: Reporter = (result, options) =>
  toJsonText({
    findings: findingsToReport(result, options).map(({ diagnostic, suppression }) => ({
      ...toFinding(diagnostic),
      ...(suppression === undefined ? {} : { suppressions: [suppression] }),
    })),
    summary: toSummary(result),
  });

function toFinding(diagnostic: Diagnostic) {
  const { rule, severity, serviceCode, message, help, primary, machine, state, pointer, refusedFixes } = diagnostic;
  return {
    rule,
    severity,
    ...(serviceCode === undefined ? {} : { serviceCode }),
    message,
    ...(help === undefined ? {} : { help }),
    ...toPlace(primary),
    ...(primary.exact ? {} : { exact: false }),
    ...(machine === undefined ? {} : { machine }),
    ...(state === undefined ? {} : { state }),
    ...(pointer === undefined ? {} : { pointer }),
    related: diagnostic.related.map(({ span, note }) => ({ message: note, ...toPlace(span) })),
    fixes: diagnostic.fixes.map(({ title, safety, edits }) => ({
      title,
      safety,
      edits: edits.map((edit) => ({ ...toPlace(edit), text: edit.text })),
    })),
    ...(refusedFixes.length === 0 ? {} : { refusedFixes }),
  };
}

function toPlace({ file, start, end }: HostSpan | TextEdit): { file: string; start: Position; end: Position } {
  return { file: file.path, start: file.position(start), end: file.position(end) };
}

function toSummary(result: LintResult) {
  const { errors, warnings, notes, fixable } = countFindings(result);
  const { suppressed, baselined } = countHidden(result);
  return {
    errors,
    warnings,
    notes,
    files: result.files.length,
    machines: result.machineCount,
    states: result.stateCount,
    fixable,
    suppressed,
    baselined,
    ...(result.fixed === undefined ? {} : { fixed: Object.fromEntries(result.fixed) }),
  };
}
