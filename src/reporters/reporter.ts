/** What a reporter is: a pure function from a result to text. */
import type { LintResult } from '../engine/diagnostic.ts';
import type { RuleMeta, Severity } from '../rules/rule.ts';

/** A rule that ran, with the level it ran at. */
export interface EnabledRule {
  readonly meta: RuleMeta;
  readonly severity: Severity;
}

export interface RenderOptions {
  readonly color: boolean;
  readonly version: string;
  /** Sorted by id; every rule that ran, whether it found something or not. */
  readonly rules: readonly EnabledRule[];
  /** 0, 1 or 2: what the process will exit with. */
  readonly exitCode: number;
  /** Whether reports for programs hold what is suppressed or in the baseline as well. */
  readonly reportSuppressed?: boolean;
  /** Width of the terminal in columns; absent when the output is not a terminal. */
  readonly width?: number;
}

/** Renders a whole report, ending in a line feed unless it is empty. No I/O. */
export type Reporter = (result: LintResult, options: RenderOptions) => string;

export type ReportFormat = 'pretty' | 'json' | 'sarif' | 'github';
