/** The options of a lint run, checked: unknown rules, levels, presets and formats are errors of usage. */
import path from 'node:path';
import { PRESETS, RULE_LEVELS, knownRuleIds } from '../engine/selection.ts';
import type { FixSelection } from '../engine/fixes/fix-loop.ts';
import type { SelectionOptions } from '../engine/selection.ts';
import { REPORT_FORMATS } from '../reporters/index.ts';
import type { ReportFormat } from '../reporters/reporter.ts';
import { RULES } from '../rules/index.ts';
import type { Severity } from '../rules/rule.ts';
import type { BaselineOptions } from './baseline-file.ts';
import type { Configuration } from './configuration.ts';
import { FAIL_LEVELS } from './exit-code.ts';
import type { FailLevel } from './exit-code.ts';
import { UsageError, listOf, oneOf, suggestion } from './options.ts';
import type { OptionValues } from './options.ts';
import { isTerminal } from './output.ts';

export interface LintOptions {
  readonly format: ReportFormat;
  readonly outputs: readonly Output<ReportFormat>[];
  readonly selection: SelectionOptions;
  readonly failOn: FailLevel;
  readonly maxWarnings: number | undefined;
  readonly quiet: boolean;
  readonly exitZero: boolean;
  readonly color: boolean;
  readonly reportSuppressed: boolean;
  /** Undefined in a run that only reports. */
  readonly fixing: FixOptions | undefined;
  /** Whether a fix that leaves a function unused takes it out. */
  readonly removesFunctions: boolean;
}

export interface FixOptions extends FixSelection {
  /** Whether the fixes are printed as a patch rather than written. */
  readonly asPatch: boolean;
}

/** The command line's word, else the configuration's, else the default. */
export function readLintOptions(options: OptionValues, configuration: Configuration): LintOptions {
  return {
    format: oneOf('format', options.format ?? 'pretty', REPORT_FORMATS),
    outputs: readOutputs(options.output, REPORT_FORMATS),
    selection: readSelection(options, configuration),
    failOn: oneOf('fail-on', options['fail-on'] ?? configuration.failOn ?? 'error', FAIL_LEVELS),
    maxWarnings: readMaxWarnings(options['max-warnings']) ?? configuration.maxWarnings,
    quiet: options.quiet === true,
    exitZero: options['exit-zero'] === true,
    color: options.color ?? wantsColor(),
    reportSuppressed: options['report-suppressed'] === true,
    fixing: readFixing(options),
    removesFunctions: options['remove-functions'] === true,
  };
}

export function readFixing(options: OptionValues): FixOptions | undefined {
  const rules = options['fix-rule'] === undefined ? undefined : ruleIds('fix-rule', options['fix-rule']);
  const asPatch = options.diff === true;
  if (options.fix !== true && !asPatch) {
    if (options.unsafe === true || rules !== undefined) {
      throw new UsageError(`--${options.unsafe === true ? 'unsafe' : 'fix-rule'} goes with --fix or --diff`);
    }
    if (options['remove-functions'] === true) throw new UsageError('--remove-functions goes with --fix or --diff');
    return undefined;
  }
  // The last task of a function takes it out, so that each has to see what the others did.
  const alone = options['remove-functions'] === true ? MIGRATIONS : [];
  return { safeties: options.unsafe === true ? ['safe', 'unsafe'] : ['safe'], rules, asPatch, alone };
}

/** Rules about what runs behind Lambda tasks. */
export const MIGRATIONS: readonly string[] = RULES.filter(({ meta }) => meta.readsHandlers === true).map(
  ({ meta }) => meta.id,
);

/** Which rules run, by the command line and the configuration. */
export function readSelection(options: OptionValues, configuration: Configuration): SelectionOptions {
  return {
    preset: oneOf('preset', options.preset ?? configuration.preset ?? 'recommended', PRESETS),
    configured: configuration.rules,
    overrides: configuration.overrides,
    only: ruleIds('only', options.only),
    skip: ruleIds('skip', options.skip),
    levels: new Map(listOf(options.rule).map(readLevel)),
  };
}

/** The baseline that the call names, relative to the working directory, else the configuration's. */
export function readBaselineOptions(
  { baseline, 'update-baseline': updates }: OptionValues,
  configuration: Configuration,
  root: string,
): BaselineOptions {
  if (baseline === '') throw new UsageError('--baseline takes the name of a file');
  const named = baseline === undefined ? undefined : path.resolve(process.cwd(), baseline);
  const configured = configuration.baseline === undefined ? undefined : path.resolve(root, configuration.baseline);
  const file = named ?? configured;
  if (updates === true && file === undefined) throw new UsageError('--update-baseline goes with --baseline FILE');
  return { file, updates: updates === true };
}

export interface Output<Format> {
  readonly format: Format;
  readonly file: string;
}

/** The files that a run writes besides what it prints. */
export function readOutputs<Format extends string>(
  outputs: readonly string[] | undefined,
  formats: readonly Format[],
): readonly Output<Format>[] {
  return (outputs ?? []).map((text) => {
    const equals = text.indexOf('=');
    const file = text.slice(equals + 1);
    if (equals < 0 || file === '') throw new UsageError(`--output takes FORMAT=FILE, not "${text}"`);
    return { format: oneOf('output', text.slice(0, equals), formats), file };
  });
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

function readMaxWarnings(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new UsageError(`--max-warnings takes a number from 0 on, not "${text}"`);
  return Number(text);
}

/** The environment's wish, else colours on a terminal. */
function wantsColor(): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return isTerminal('stdout') && process.env.TERM !== 'dumb';
}
