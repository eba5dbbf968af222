/** Builds lint results by hand for the reporter tests: spans are found by the text they cover. */
import type { Diagnostic, DiagnosticFix, LintResult } from '../../src/engine/diagnostic.ts';
import type { EnabledRule, RenderOptions } from '../../src/reporters/reporter.ts';
import type { RuleMeta } from '../../src/rules/rule.ts';
import type { HostSpan } from '../../src/text/layer.ts';
import { SourceFile } from '../../src/text/source-file.ts';

export function file(path: string, text: string): SourceFile {
  return new SourceFile(path, text);
}

export function span(source: SourceFile, start: number, end: number = start): HostSpan {
  return { file: source, start, end, exact: true };
}

/** The span of the first occurrence of `text` after `from`. */
export function spanOf(source: SourceFile, text: string, from = 0): HostSpan {
  const start = source.text.indexOf(text, from);
  if (start < 0) throw new Error(`not in the file: ${text}`);
  return span(source, start, start + text.length);
}

export function diagnostic(primary: HostSpan, overrides: Partial<Diagnostic> = {}): Diagnostic {
  return {
    rule: 'some-rule',
    severity: 'error',
    message: 'State "A" is wrong.',
    primary,
    related: [],
    statePath: [],
    data: {},
    fixes: [],
    refusedFixes: [],
    ...overrides,
  };
}

interface Replacement {
  readonly span: HostSpan;
  readonly text: string;
}

export function fix(
  safety: DiagnosticFix['safety'],
  title: string,
  replacements: readonly Replacement[] = [],
): DiagnosticFix {
  const edits = replacements.map(({ span: { file: source, start, end }, text }) => ({
    file: source,
    start,
    end,
    text,
  }));
  return { title, safety, edits, changes: [] };
}

export function result(diagnostics: readonly Diagnostic[], overrides: Partial<LintResult> = {}): LintResult {
  const files = [...new Set(diagnostics.map(({ primary }) => primary.file.path))].sort();
  return {
    diagnostics,
    suppressed: [],
    found: diagnostics,
    notes: [],
    files,
    fileGroups: [],
    unread: new Set(),
    machineCount: 1,
    stateCount: 2,
    ...overrides,
  };
}

export function ruleMeta(id: string, overrides: Partial<RuleMeta> = {}): RuleMeta {
  return {
    id,
    category: 'flow',
    summary: 'A state is wrong.',
    why: 'It fails when it runs.',
    remedy: 'Put it right.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {},
    references: [],
    ...overrides,
  };
}

export function enabled(meta: RuleMeta, severity = meta.severity): EnabledRule {
  return { meta, severity };
}

export const plain: RenderOptions = {
  color: false,
  version: '1.2.3',
  rules: [enabled(ruleMeta('some-rule'))],
  exitCode: 1,
};

/** Texts that would act on a terminal, a build agent or a page if they were printed as they are. */
export const HOSTILE: readonly string[] = [
  '\u001b[31mred\u001b[0m',
  '\u001b]0;title\u0007',
  'two\nlines',
  'two\r\n::error file=x::planted',
  '%0A::error::planted',
  '::stop-commands::token',
  '##[error]planted',
  '##vso[task.setvariable variable=x]planted',
  '\u202Etxt.exe\u2066',
  'zero\u200Bwidth\u2060\uFEFF',
  'line\u2028paragraph\u2029',
  'tags\u{E0041}\u{E0042}',
  'lone \uD800 high, \uDC00 low',
  'nul \u0000 del \u007F c1 \u009B31m',
  '[planted](https://example.com)',
  'a](1) b) [c',
  'back\\slash \\[',
];

/** What no report may hold raw; a line feed is the only control character a report is written with. */
export const RAW =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e0fff}]|\p{Surrogate}/u;
