/**
 * Applies fixes in memory until nothing is left to fix: all that fit together in one pass, then the files they changed
 * are linted again. Whole fixes only. A pass after which a file no longer reads is undone.
 */
import { EditedFiles } from '../../project/edited-files.ts';
import type { ProjectFiles } from '../../project/files.ts';
import { INTERNAL_ERROR, PARSE_ERROR } from '../../rules/reserved.ts';
import type { Diagnostic, DiagnosticFix, FixSafety, LintResult } from '../diagnostic.ts';
import { bareDiagnostic, formatMessage, sortDiagnostics } from '../report.ts';
import { EditSet, chooseTogether } from './choose.ts';
import { FileGroups } from './file-groups.ts';
import { readFixesBack, rightTogether } from './read-back.ts';

export interface FixSelection {
  readonly safeties: readonly FixSafety[];
  /** Only fixes of these rules; of all rules when there is no list. */
  readonly rules: readonly string[] | undefined;
  /** Rules whose fixes go in one at a time, because the last of them does more than the others. */
  readonly alone?: readonly string[];
}

/** Lints all inputs, or only the files named: as reported. */
export type LintFiles = (files: ProjectFiles, only?: readonly string[]) => Promise<LintResult>;

export interface FixedFile {
  /** As reported. */
  readonly path: string;
  /** Undefined for a file that is made. */
  readonly before: string | undefined;
  readonly after: string;
}

export interface FixRun {
  /** Of the files as fixed. */
  readonly result: LintResult;
  readonly files: readonly FixedFile[];
}

/** Passes after which each must leave fewer fixes than any before it. */
const MOST_PASSES = 10;

export async function applyFixes(lintFiles: LintFiles, files: ProjectFiles, selection: FixSelection): Promise<FixRun> {
  const run = new FixLoop(lintFiles, files, selection);
  await run.start();
  let fewest = Number.POSITIVE_INFINITY;
  for (let pass = 0; ; pass++) {
    // Fixes that touch go in one by one, which may take many passes; each then leaves fewer.
    if (pass >= MOST_PASSES && run.left >= fewest) break;
    fewest = Math.min(fewest, run.left);
    if (!(await run.pass())) break;
  }
  return run.outcome();
}

/** The turn of all fixes that go in alone. */
const ALONE = '';

interface Offer {
  readonly diagnostic: Diagnostic;
  readonly fix: DiagnosticFix;
}

class FixLoop {
  readonly #lintFiles: LintFiles;
  readonly #stored: ProjectFiles;
  readonly #selection: FixSelection;
  readonly #before = new Map<string, string>();
  #after = new Map<string, string>();
  readonly #seen = new Set<string>();
  readonly #fixed = new Map<string, number>();
  /** Files that a fix made unreadable; left alone from then on. */
  readonly #spoilt = new Set<string>();
  readonly #failures: Diagnostic[] = [];
  #result!: LintResult;

  constructor(lintFiles: LintFiles, files: ProjectFiles, selection: FixSelection) {
    this.#lintFiles = lintFiles;
    this.#stored = files;
    this.#selection = selection;
  }

  async start(): Promise<void> {
    this.#result = await readFixesBack(await this.#lintFiles(this.#stored), this.#stored);
  }

  /** How many fixes are left to make. */
  get left(): number {
    return this.#offers().length;
  }

  /** Whether something was fixed. */
  async pass(): Promise<boolean> {
    const { chosen: apart } = chooseTogether(this.#oneOfEach(this.#offers()));
    // Each was read back, but perhaps not in this company: two that are right alone may empty a list between them.
    const chosen = await rightTogether(apart, this.#result, this.#editedFiles());
    if (chosen.length === 0) return false;
    const edits = new EditSet();
    for (const { fix } of chosen) edits.addAll(fix.edits);
    const last = new Map(this.#after);
    for (const path of edits.files()) this.#edit(path, edits);
    for (const { path, text } of chosen.flatMap(({ fix }) => fix.files ?? [])) this.#after.set(path, text);
    // Two fixes that undo each other come back to a text that was there before.
    const state = JSON.stringify([...this.#after].sort());
    if (this.#seen.has(state)) {
      this.#after = last;
      return false;
    }
    this.#seen.add(state);
    await this.#lintAgain(chosen, edits.files(), last);
    return true;
  }

  outcome(): FixRun {
    const files = [...this.#after]
      .map(([path, after]) => ({ path, before: this.#before.get(path), after }))
      .filter(({ before, after }) => before !== after)
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    const diagnostics = sortDiagnostics([...this.#result.diagnostics, ...this.#failures]);
    const found = sortDiagnostics([...this.#result.found, ...this.#failures]);
    return { result: { ...this.#result, diagnostics, found, fixed: this.#fixed }, files };
  }

  #offers(): readonly Offer[] {
    const { safeties, rules } = this.#selection;
    return this.#result.diagnostics.flatMap((diagnostic) => {
      if (rules !== undefined && !rules.includes(diagnostic.rule)) return [];
      const fix = diagnostic.fixes.find(({ safety, edits }) => safeties.includes(safety) && edits.length > 0);
      // A file that two fixes make is made once.
      if (fix?.files?.some(({ path }) => this.#after.has(path)) === true) return [];
      const isSpoilt = fix?.edits.some((edit) => this.#spoilt.has(edit.file.path));
      return fix === undefined || isSpoilt === true ? [] : [{ diagnostic, fix }];
    });
  }

  #oneOfEach(offers: readonly Offer[]): readonly Offer[] {
    const { alone = [] } = this.#selection;
    const taken = new Set<string>();
    return offers.filter(({ diagnostic, fix }) => {
      const turn = alone.includes(diagnostic.rule) ? ALONE : fix.turn;
      if (turn === undefined) return true;
      const isFirst = !taken.has(turn);
      taken.add(turn);
      return isFirst;
    });
  }

  #edit(path: string, edits: EditSet): void {
    const text = edits.sourceOf(path);
    if (!this.#before.has(path)) this.#before.set(path, text);
    this.#after.set(path, edits.apply(path, text));
  }

  async #lintAgain(chosen: readonly Offer[], changed: readonly string[], last: Map<string, string>): Promise<void> {
    const groups = new FileGroups(this.#result.fileGroups);
    const paths = [...new Set(changed.flatMap((path) => groups.of(path)))];
    const files = this.#editedFiles();
    const found = await this.#lintFiles(files, paths);
    const unreadable = newlyUnreadable(this.#result, found);
    if (unreadable.length === 0) {
      for (const { diagnostic } of chosen) {
        this.#fixed.set(diagnostic.rule, (this.#fixed.get(diagnostic.rule) ?? 0) + 1);
      }
      this.#replace(paths, await readFixesBack(found, files));
      return;
    }
    this.#after = last;
    for (const path of paths) this.#spoilt.add(path);
    const rules = [...new Set(chosen.map(({ diagnostic }) => diagnostic.rule))].sort().join(', ');
    const [first] = chosen;
    if (first === undefined) return;
    for (const diagnostic of unreadable) this.#failures.push(failure(first.diagnostic, rules, fileOf(diagnostic)));
  }

  #editedFiles(): ProjectFiles {
    const texts = [...this.#after].map(([path, text]) => [this.#stored.locate(path), text] as const);
    return new EditedFiles(this.#stored, new Map(texts));
  }

  #replace(paths: readonly string[], found: LintResult): void {
    const gone = new Set(paths);
    const isKept = (diagnostic: Diagnostic): boolean => !gone.has(diagnostic.primary.file.path);
    this.#result = {
      ...this.#result,
      diagnostics: sortDiagnostics([...this.#result.diagnostics.filter(isKept), ...found.diagnostics]),
      suppressed: [...this.#result.suppressed.filter(({ diagnostic }) => isKept(diagnostic)), ...found.suppressed],
      found: sortDiagnostics([...this.#result.found.filter(isKept), ...found.found]),
      unread: new Set([...[...this.#result.unread].filter((path) => !gone.has(path)), ...found.unread]),
    };
  }
}

function newlyUnreadable(before: LintResult, after: LintResult): readonly Diagnostic[] {
  const known = new Set(before.diagnostics.filter(({ rule }) => rule === PARSE_ERROR.id).map(fileOf));
  return after.diagnostics.filter((diagnostic) => diagnostic.rule === PARSE_ERROR.id && !known.has(fileOf(diagnostic)));
}

function fileOf({ primary }: Diagnostic): string {
  return primary.file.path;
}

function failure({ primary, machine }: Diagnostic, rules: string, file: string): Diagnostic {
  const data = { rules, file };
  const message = formatMessage(INTERNAL_ERROR, 'spoilt', data);
  return { ...bareDiagnostic(INTERNAL_ERROR.id, 'error', message, primary), machine, data };
}
