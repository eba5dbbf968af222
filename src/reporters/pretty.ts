/**
 * The `pretty` format, for people: each finding with the code it is about, then one line that sums up.
 *
 * Limits: notes about the run are not shown here, and of many related places only the first few are.
 */
import type {
  Diagnostic,
  DiagnosticFix,
  FixSafety,
  LintResult,
  RefusedFix,
  RelatedLocation,
} from '../engine/diagnostic.ts';
import type { Severity } from '../rules/rule.ts';
import type { HostSpan } from '../text/layer.ts';
import { codeFrame, shortFrame, type FrameRow } from './code-frame.ts';
import { printable } from './printable.ts';
import type { RenderOptions, Reporter } from './reporter.ts';
import { countFindings, countHidden, type ResultCounts } from './result-counts.ts';

type Paint = (text: string) => string;

interface Theme {
  readonly severity: Readonly<Record<Severity, Paint>>;
  readonly strong: Paint;
  readonly faint: Paint;
  readonly place: Paint;
  readonly good: Paint;
}

const DEFAULT_WIDTH = 120;
const LEAST_CODE_WIDTH = 40;
const MOST_RELATED = 6;

export const renderPretty: Reporter = (result, options) => {
  const theme = createTheme(options.color);
  const findings = result.diagnostics.map((diagnostic) => `${renderFinding(diagnostic, theme, options)}\n\n`);
  return [...findings, renderSummary(result, theme), '\n'].join('');
};

function createTheme(color: boolean): Theme {
  const paint = (on: number, off: number): Paint =>
    color ? (text) => `\u001b[${on}m${text}\u001b[${off}m` : (text) => text;
  const strong = paint(1, 22);
  const strongly = (on: number): Paint => {
    const inner = paint(on, 39);
    return (text) => strong(inner(text));
  };
  return {
    severity: { error: strongly(31), warning: strongly(33), note: strongly(34) },
    strong,
    faint: paint(2, 22),
    place: paint(36, 39),
    good: paint(32, 39),
  };
}

// A finding: header, primary frame, related frames, then help and fixes.

function renderFinding(diagnostic: Diagnostic, theme: Theme, options: RenderOptions): string {
  const related = diagnostic.related.slice(0, MOST_RELATED);
  const left = new Gutter(lastLineShown(diagnostic.primary, related), theme);
  const budget = Math.max(LEAST_CODE_WIDTH, (options.width ?? DEFAULT_WIDTH) - left.columns);
  const paint = theme.severity[diagnostic.severity];
  return [
    renderHeader(diagnostic, theme),
    left.branch('╭─', renderPlace(diagnostic.primary, theme)),
    ...(diagnostic.hidesSource === true
      ? []
      : renderFrame(codeFrame(diagnostic.primary, budget), '^', paint, left, theme)),
    ...related.flatMap((place) => renderRelated(place, left, budget, theme)),
    ...renderTail(diagnostic, left, theme),
  ].join('\n');
}

function lastLineShown(primary: HostSpan, related: readonly RelatedLocation[]): number {
  const starts = related.map(({ span }) => span.file.position(span.start).line);
  return Math.max(primary.file.position(primary.end).line, ...starts);
}

function renderHeader({ severity, message, rule }: Diagnostic, theme: Theme): string {
  return `${theme.severity[severity](severity)}  ${theme.strong(printable(message))}  ${theme.faint(printable(rule))}`;
}

function renderPlace({ file, start }: HostSpan, theme: Theme): string {
  const { line, column } = file.position(start);
  return theme.place(`${printable(file.path)}:${line}:${column}`);
}

function renderRelated({ span, note }: RelatedLocation, left: Gutter, budget: number, theme: Theme): readonly string[] {
  return [
    left.branch('├─', `${renderPlace(span, theme)}  ${printable(note)}`),
    ...renderFrame(shortFrame(span, budget), '-', theme.place, left, theme),
  ];
}

function renderTail(diagnostic: Diagnostic, left: Gutter, theme: Theme): readonly string[] {
  const unshown = diagnostic.related.length - MOST_RELATED;
  const lines = [
    ...(unshown > 0 ? [theme.faint(`and ${plural(unshown, 'more related place')}`)] : []),
    ...(diagnostic.help === undefined ? [] : [`${theme.strong('help:')} ${printable(diagnostic.help)}`]),
    ...diagnostic.fixes.map((fix) => renderFix(fix, theme)),
    ...diagnostic.refusedFixes.map((fix) => renderRefused(fix, theme)),
  ];
  return lines.map((line, index) => left.branch(index === lines.length - 1 ? '╰─' : '├─', line));
}

const HOW_TO_FIX: Readonly<Record<FixSafety, string>> = {
  safe: '--fix',
  unsafe: '--fix --unsafe',
  plan: 'plan, not applied',
};

function renderFix({ title, safety }: DiagnosticFix, theme: Theme): string {
  return `${theme.strong('fix:')} ${printable(title)} ${theme.faint(`(${HOW_TO_FIX[safety]})`)}`;
}

function renderRefused({ title, reason }: RefusedFix, theme: Theme): string {
  return `${theme.strong('no fix:')} ${printable(title)} ${theme.faint(`(not possible here: ${printable(reason)})`)}`;
}

// Frames: a gutter with line numbers, then code or an underline.

/** The left edge shared by all frames of a finding. */
class Gutter {
  readonly #digits: number;
  readonly #theme: Theme;

  constructor(lastLine: number, theme: Theme) {
    this.#digits = String(lastLine).length;
    this.#theme = theme;
  }

  /** Columns before the code. */
  get columns(): number {
    return this.#digits + 3;
  }

  row(label: string, bar: string, text: string): string {
    const edge = `${this.#theme.faint(label.padStart(this.#digits))} ${bar}`;
    return text === '' ? edge : `${edge} ${text}`;
  }

  branch(corner: string, text: string): string {
    return `${' '.repeat(this.#digits)} ${this.#theme.faint(corner)} ${text}`;
  }
}

function renderFrame(
  rows: readonly FrameRow[],
  mark: '^' | '-',
  paint: Paint,
  left: Gutter,
  theme: Theme,
): readonly string[] {
  return rows.map((row) => {
    switch (row.kind) {
      case 'code':
        return left.row(String(row.line), renderBar(row.spanned, paint, theme), row.text);
      case 'mark':
        return left.row(
          '',
          renderBar(row.spanned, paint, theme),
          ' '.repeat(row.indent) + paint(mark.repeat(row.width)),
        );
      case 'gap':
        return left.row('', paint('┆'), theme.faint(`… ${plural(row.lines, 'more line')}`));
    }
  });
}

/** A heavy bar runs along a range of several lines. */
function renderBar(spanned: boolean, paint: Paint, theme: Theme): string {
  return spanned ? paint('┃') : theme.faint('│');
}

// The summary.

function renderSummary(result: LintResult, theme: Theme): string {
  const fixed = listFixed(result);
  return renderRemaining(result, theme) + (fixed === '' ? '' : `\n  ${fixed}`);
}

/** `3 fixed: unbounded-map (2), shadowed-retrier`. */
function listFixed({ fixed }: LintResult): string {
  const counts = [...(fixed ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const rules = counts.map(([rule, count]) => (count === 1 ? rule : `${rule} (${count})`));
  return total === 0 ? '' : `${total} fixed: ${rules.join(', ')}`;
}

function renderRemaining(result: LintResult, theme: Theme): string {
  const total = result.diagnostics.length;
  const checked = `${plural(result.machineCount, 'state machine')} checked${listHidden(result)}`;
  if (total === 0) return renderClean(result, theme);
  const counts = countFindings(result);
  const files = new Set(result.diagnostics.map(({ primary }) => primary.file.path)).size;
  const text = `✖ ${plural(total, 'problem')} (${listSeverities(counts)}) in ${plural(files, 'file')}; ${checked}`;
  const fixable = listFixable(counts);
  return theme.severity[gravest(counts)](text) + (fixable === '' ? '' : `\n  ${fixable}`);
}

function renderClean(result: LintResult, theme: Theme): string {
  const { files, machineCount, stateCount } = result;
  const machines = plural(machineCount, 'state machine');
  return theme.good(
    `✔ No problems in ${plural(files.length, 'file')}; ${machines}, ${plural(stateCount, 'state')} checked${listHidden(result)}`,
  );
}

function listSeverities({ errors, warnings, notes }: ResultCounts): string {
  const counted: readonly (readonly [number, string])[] = [
    [errors, 'error'],
    [warnings, 'warning'],
    [notes, 'note'],
  ];
  return counted
    .filter(([count]) => count > 0)
    .map(([count, noun]) => plural(count, noun))
    .join(', ');
}

function listHidden(result: LintResult): string {
  const { suppressed, baselined } = countHidden(result);
  return [
    ...(suppressed > 0 ? [`; ${suppressed} suppressed`] : []),
    ...(baselined > 0 ? [`; ${baselined} in the baseline`] : []),
  ].join('');
}

function listFixable({ fixable }: ResultCounts): string {
  const { safe, unsafe, plan } = fixable;
  return [
    ...(safe > 0 ? [`${safe} fixable with --fix`] : []),
    ...(unsafe > 0 ? [safe > 0 ? `${unsafe} more with --fix --unsafe` : `${unsafe} fixable with --fix --unsafe`] : []),
    ...(plan > 0 ? [plural(plan, 'plan')] : []),
  ].join(', ');
}

function gravest({ errors, warnings }: ResultCounts): Severity {
  if (errors > 0) return 'error';
  return warnings > 0 ? 'warning' : 'note';
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
