/** What a run exits with: 0 nothing at the fail level, 1 findings, 2 when a rule failed. The format plays no part. */
import type { Diagnostic } from '../engine/diagnostic.ts';
import { INTERNAL_ERROR } from '../rules/reserved.ts';
import type { Severity } from '../rules/rule.ts';
import type { LintOptions } from './lint-options.ts';

export type FailLevel = Severity | 'never';

export const FAIL_LEVELS: readonly FailLevel[] = ['error', 'warning', 'note', 'never'];

const RANK: Readonly<Record<FailLevel, number>> = { note: 1, warning: 2, error: 3, never: 4 };

type FailOptions = Pick<LintOptions, 'failOn' | 'maxWarnings' | 'exitZero'>;

export function exitCodeOf(diagnostics: readonly Diagnostic[], { failOn, maxWarnings, exitZero }: FailOptions): number {
  if (diagnostics.some(({ rule }) => rule === INTERNAL_ERROR.id)) return 2;
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length;
  const isOverLimit = maxWarnings !== undefined && warnings > maxWarnings;
  const fails = isOverLimit || diagnostics.some(({ severity }) => RANK[severity] >= RANK[failOn]);
  return fails && !exitZero ? 1 : 0;
}
