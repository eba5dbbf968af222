/**
 * Reads files back after their fixes, before anyone sees the fixes: the values that a fix is to change must be as
 * intended, and all others as they were, in the file and in every machine made of it. A fix for which that does not hold
 * is refused.
 */
import type { Machine } from '../../asl/model.ts';
import type { IntendedChange } from '../../fixers/lower.ts';
import { EditedFiles } from '../../project/edited-files.ts';
import type { ProjectFiles } from '../../project/files.ts';
import { loadProject } from '../../project/load.ts';
import { readTrees } from '../../project/read-trees.ts';
import type { Trees } from '../../project/read-trees.ts';
import { decodeFile } from '../../project/source-text.ts';
import { FileLayer } from '../../text/layer.ts';
import { isScriptPath } from '../../text/script-path.ts';
import type { Node } from '../../tree/node.ts';
import type { Diagnostic, DiagnosticFix, LintResult } from '../diagnostic.ts';
import { EditSet, chooseTogether } from './choose.ts';
import { FileGroups } from './file-groups.ts';
import { ChangeTable, EditedPlaces, isAsWanted, keyOfChange, writtenValue } from './written-values.ts';
import type { ValueOptions, WrittenValue } from './written-values.ts';

interface Offer {
  readonly diagnostic: Diagnostic;
  readonly fix: DiagnosticFix;
}

/** The result with only those fixes that read back as intended; the others are refused. */
export async function readFixesBack(result: LintResult, files: ProjectFiles): Promise<LintResult> {
  const offers = result.diagnostics.flatMap((diagnostic) =>
    diagnostic.fixes.filter(({ edits }) => edits.length > 0).map((fix) => ({ diagnostic, fix })),
  );
  if (offers.length === 0) return result;
  const groups = new FileGroups(result.fileGroups);
  const refused = new Map<DiagnosticFix, string>();
  for (const [paths, own] of byGroup(offers, groups)) {
    const reader = new GroupReader(paths, files);
    for (let rest: readonly Offer[] = own; rest.length > 0;) {
      const { chosen, others } = chooseTogether(rest);
      await reader.check(await reader.fitting(chosen, refused), refused);
      rest = others;
    }
  }
  if (refused.size === 0) return result;
  const changed = new Map(result.diagnostics.map((diagnostic) => [diagnostic, withoutRefused(diagnostic, refused)]));
  const now = (diagnostic: Diagnostic): Diagnostic => changed.get(diagnostic) ?? diagnostic;
  return { ...result, diagnostics: result.diagnostics.map(now), found: result.found.map(now) };
}

/** Of fixes that do not touch, those that also read back as intended when all of them are made at once. */
export async function rightTogether<T extends Offer>(
  offers: readonly T[],
  result: LintResult,
  files: ProjectFiles,
): Promise<readonly T[]> {
  const right: T[] = [];
  for (const [paths, own] of byGroup(offers, new FileGroups(result.fileGroups))) {
    if (wereRightTogether(own)) right.push(...own);
    else right.push(...(await new GroupReader(paths, files).rightTogether(own)));
  }
  return right;
}

/** By a fix: all those with which it was read back as intended, in one go. Its edits are of the text that was read. */
const RIGHT_WITH = new WeakMap<DiagnosticFix, ReadonlySet<DiagnosticFix>>();

function wereRightTogether(offers: readonly Offer[]): boolean {
  const [first] = offers;
  const all = first && RIGHT_WITH.get(first.fix);
  if (all?.size !== offers.length) return false;
  // Whether a file can be made depends on what else was made since.
  return offers.every(({ fix }) => all.has(fix) && (fix.files ?? []).length === 0);
}

function byGroup<T extends Offer>(
  offers: readonly T[],
  groups: FileGroups,
): readonly (readonly [readonly string[], T[]])[] {
  const found = new Map<string, readonly [readonly string[], T[]]>();
  for (const offer of offers) {
    const paths = [...new Set(offer.fix.edits.flatMap((edit) => groups.of(edit.file.path)))].sort();
    const key = paths.join('\0');
    const known = found.get(key) ?? ([paths, []] as const);
    known[1].push(offer);
    found.set(key, known);
  }
  return [...found.values()];
}

function withoutRefused(diagnostic: Diagnostic, refused: ReadonlyMap<DiagnosticFix, string>): Diagnostic {
  if (!diagnostic.fixes.some((fix) => refused.has(fix))) return diagnostic;
  const gone = diagnostic.fixes.flatMap((fix) => {
    const reason = refused.get(fix);
    return reason === undefined ? [] : [{ title: fix.title, safety: fix.safety, reason }];
  });
  return {
    ...diagnostic,
    fixes: diagnostic.fixes.filter((fix) => !refused.has(fix)),
    refusedFixes: [...diagnostic.refusedFixes, ...gone],
  };
}

/** What a group of files says. */
interface Reading {
  readonly files: readonly WrittenValue[];
  readonly machines: readonly WrittenValue[];
  readonly problem: string | undefined;
}

interface Machines {
  readonly nodes: readonly Node[];
  /** What the files were read as on the way, by path. */
  readonly roots: ReadonlyMap<string, readonly Node[]>;
  readonly problem: string | undefined;
}

class GroupReader {
  /** As reported. */
  readonly #paths: readonly string[];
  readonly #files: ProjectFiles;
  #stored: Promise<Machines> | undefined;

  constructor(paths: readonly string[], files: ProjectFiles) {
    this.#paths = paths;
    this.#files = files;
  }

  /** Fixes that fit together are read back together; only where that fails are they taken apart. */
  async check(offers: readonly Offer[], refused: Map<DiagnosticFix, string>): Promise<void> {
    const reason = await this.#fault(offers);
    if (reason === undefined) {
      const right = new Set(offers.map(({ fix }) => fix));
      for (const fix of right) RIGHT_WITH.set(fix, right);
      return;
    }
    const [only] = offers;
    if (offers.length === 1 && only !== undefined) {
      refused.set(only.fix, reason);
      return;
    }
    const middle = offers.length >> 1;
    await this.check(offers.slice(0, middle), refused);
    await this.check(offers.slice(middle), refused);
  }

  /** The longest first part, by halves, that reads back. */
  async rightTogether<T extends Offer>(offers: readonly T[]): Promise<readonly T[]> {
    for (let some = offers; some.length > 0; some = some.slice(0, some.length >> 1)) {
      if ((await this.#fault(some)) === undefined) return some;
    }
    return [];
  }

  /**
   * Those of source code that are made to as many states as want them. It takes no reading to see this of the others,
   * each of which would make it harder to find what else is wrong.
   */
  async fitting(offers: readonly Offer[], refused: Map<DiagnosticFix, string>): Promise<readonly Offer[]> {
    if (!this.#paths.some(isScriptPath)) return offers;
    const { nodes } = await this.#load(this.#files);
    for (let rest = offers; ;) {
      const changes = new ChangeTable(rest.flatMap(({ fix }) => fix.changes));
      for (const node of nodes) writtenValue(node, { changes });
      const wanted = timesWanted(rest);
      const kept = rest.filter((offer) => {
        const fault = faultInSource(offer, changes, wanted);
        if (fault !== undefined) refused.set(offer.fix, fault);
        return fault === undefined;
      });
      if (kept.length === rest.length) return kept;
      rest = kept;
    }
  }

  async #fault(offers: readonly Offer[]): Promise<string | undefined> {
    const set = new EditSet();
    for (const { fix } of offers) set.addAll(fix.edits);
    const sources = new Map(set.all().map(({ file }) => [file.path, file]));
    const texts = new Map<string, string>();
    for (const [path, file] of sources) texts.set(this.#files.locate(path), set.apply(path, file.text));
    for (const { path, text } of offers.flatMap(({ fix }) => fix.files ?? [])) {
      if (this.#files.read(this.#files.locate(path)) !== undefined) return `there is a file ${path} already`;
      texts.set(this.#files.locate(path), text);
    }
    const changes = new ChangeTable(offers.flatMap(({ fix }) => fix.changes));
    const wanted = await this.#read(this.#files, { changes, edits: new EditedPlaces(set.all()) });
    const found = await this.#read(new EditedFiles(this.#files, texts), { changes: NO_CHANGES, edits: NO_EDITS });
    const times = timesWanted(offers);
    for (const offer of offers) {
      const unfit = faultInSource(offer, changes, times);
      if (unfit !== undefined) return unfit;
    }
    if (found.problem !== undefined) return `the edited file could not be read: ${found.problem}`;
    if (!isAsWanted(wanted.files, found.files)) return 'other values of the file would change';
    return isAsWanted(wanted.machines, found.machines) ? undefined : 'the definition would not read as intended';
  }

  async #read(files: ProjectFiles, options: Required<ValueOptions>): Promise<Reading> {
    const { nodes, roots, problem } = await this.#load(files);
    const values: WrittenValue[] = [];
    for (const shown of this.#paths) {
      const read = roots.get(files.locate(shown)) ?? (await rootsOf(files, shown));
      for (const root of read) values.push(writtenValue(root, options));
    }
    const machines = nodes.map((node) => writtenValue(node, { changes: options.changes }));
    return { files: values, machines, problem };
  }

  /** The machines as they are stored are kept: a program of many files takes long to follow. */
  async #load(files: ProjectFiles): Promise<Machines> {
    if (files !== this.#files) return this.#loadNow(files);
    this.#stored ??= this.#loadNow(files);
    return this.#stored;
  }

  async #loadNow(files: ProjectFiles): Promise<Machines> {
    const nodes: Node[] = [];
    const roots = new Map<string, readonly Node[]>();
    let problem: string | undefined;
    const onTrees = (path: string, trees: Trees): void => {
      roots.set(path, trees.roots);
    };
    const inputs = this.#paths.map((path) => ({ path: files.locate(path), named: true }));
    for await (const item of loadProject(inputs, files, { perDeclaration: false, onTrees })) {
      if (item.kind === 'machine') nodes.push(...nodesOf(item.machine));
      if (item.kind === 'problem') problem ??= item.message;
    }
    return { nodes, roots, problem };
  }
}

/** The definition; of a machine in source code also what the code sets beside it, which no file says as a value. */
function nodesOf({ node, declarations }: Machine): readonly Node[] {
  const set = declarations.flatMap(({ construct, settings, substitutions }) =>
    construct === undefined ? [] : [settings?.logging, settings?.tracing, substitutions],
  );
  return [node, ...set.filter((one) => one !== undefined)];
}

/**
 * Source code in a loop, in a function that is called several times, or in a class of which there are several, makes
 * several states at one place: all of them must have a finding that wants the change. And a change that is made to nothing
 * that is read cannot be judged.
 */
function faultInSource({ fix }: Offer, table: ChangeTable, wanted: ReadonlyMap<string, number>): string | undefined {
  for (const change of fix.changes) {
    if (change.kind === 'reads' || !isScriptPath(change.span.file.path)) continue;
    const made = table.timesMade(change);
    if (made === 0) return 'no definition that is read with the file holds the value';
    if (made > (wanted.get(nameOf(change)) ?? 0)) {
      return 'the code makes several states here, and not all of them need the change';
    }
  }
  return undefined;
}

/** For how many states each change is wanted. */
function timesWanted(offers: readonly Offer[]): ReadonlyMap<string, number> {
  const owners = new Map<string, Map<string, number>>();
  for (const { diagnostic, fix } of offers) {
    const owner = [diagnostic.machine, ...diagnostic.statePath, diagnostic.state].join('\0');
    for (const change of fix.changes) {
      const known = owners.get(nameOf(change)) ?? new Map<string, number>();
      owners.set(nameOf(change), known.set(owner, diagnostic.timesSaid ?? 1));
    }
  }
  const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((a, b) => a + b, 0);
  return new Map(Array.from(owners, ([change, counts]) => [change, sum(counts)]));
}

function nameOf(change: IntendedChange): string {
  return change.kind + keyOfChange(change);
}

const NO_CHANGES = new ChangeTable([]);
const NO_EDITS = new EditedPlaces([]);

async function rootsOf(files: ProjectFiles, shown: string): Promise<readonly Node[]> {
  // What a script says is the machines that it makes.
  if (isScriptPath(shown)) return [];
  const path = files.locate(shown);
  const { file } = decodeFile(shown, files.read(path) ?? new Uint8Array());
  const reading = await readTrees(path, new FileLayer(file));
  return reading.problem === undefined ? reading.roots : [];
}
