/** The options of a lint run, checked: unknown rules, levels, presets and formats are errors of usage. */
import { knownRuleIds } from '../engine/selection.ts';
import type { SelectionOptions } from '../engine/selection.ts';
import { REPORT_FORMATS } from '../reporters/index.ts';
import type { ReportFormat } from '../reporters/reporter.ts';
import { RULES } from '../rules/index.ts';
import type { Preset, Severity } from '../rules/rule.ts';
import { UsageError, listOf, oneOf, suggestion } from './options.ts';
import type { OptionValues } from './options.ts';
import { isTerminal } from './output.ts';

export type FailLevel = Severity | 'never';

export interface LintOptions {
  readonly format: ReportFormat;
  readonly outputs: readonly { readonly format: ReportFormat; readonly file: string }[];
  readonly selection: SelectionOptions;
  readonly failOn: FailLevel;
  readonly maxWarnings: number | undefined;
  readonly quiet: boolean;
  readonly exitZero: boolean;
  readonly color: boolean;
}

const PRESETS: readonly Preset[] = ['recommended', 'strict', 'all'];
const FAIL_LEVELS: readonly FailLevel[] = ['error', 'warning', 'note', 'never'];
const RULE_LEVELS: readonly (Severity | 'off')[] = ['off', 'note', 'warning', 'error'];

export function readLintOptions(options: OptionValues): LintOptions {
  return {
    format: oneOf('format', options.format ?? 'pretty', REPORT_FORMATS),
    outputs: (options.output ?? []).map(readOutput),
    selection: {
      preset: oneOf('preset', options.preset ?? 'recommended', PRESETS),
      only: ruleIds('only', options.only),
      skip: ruleIds('skip', options.skip),
      levels: new Map(listOf(options.rule).map(readLevel)),
    },
    failOn: oneOf('fail-on', options['fail-on'] ?? 'error', FAIL_LEVELS),
    maxWarnings: options['max-warnings'] === undefined ? undefined : count('max-warnings', options['max-warnings']),
    quiet: options.quiet === true,
    exitZero: options['exit-zero'] === true,
    color: options.color ?? wantsColor(),
  };
}

function readOutput(text: string): LintOptions['outputs'][number] {
  const equals = text.indexOf('=');
  const file = text.slice(equals + 1);
  if (equals < 0 || file === '') throw new UsageError(`--output takes FORMAT=FILE, not "${text}"`);
  return { format: oneOf('output', text.slice(0, equals), REPORT_FORMATS), file };
}

function ruleIds(option: string, values: readonly string[] | undefined): readonly string[] {
  const ids = listOf(values).map((id) => ruleId(option, id));
  // An empty list would mean no restriction at all.
  if (values !== undefined && ids.length === 0) throw new UsageError(`--${option} takes the id of a rule`);
  return ids;
}

function ruleId(option: string, id: string): string {
  const known = knownRuleIds(RULES);
  if (known.includes(id)) return id;
  throw new UsageError(`--${option}: there is no rule ${id}${suggestion(id, known)}`);
}

function readLevel(text: string): readonly [string, Severity | 'off'] {
  const colon = text.lastIndexOf(':');
  if (colon < 0) throw new UsageError(`--rule takes ID:LEVEL, not "${text}"`);
  return [ruleId('rule', text.slice(0, colon)), oneOf('rule', text.slice(colon + 1), RULE_LEVELS)];
}

function count(option: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new UsageError(`--${option} takes a number from 0 on, not "${text}"`);
  return Number(text);
}

/** The environment's wish, else colours on a terminal. */
function wantsColor(): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return isTerminal('stdout') && process.env.TERM !== 'dumb';
}
