/**
 * The rule fixtures on disk: `test/fixtures/<rule-id>/{valid,invalid}/`, each case a file or a folder that is a project.
 * The findings expected of an invalid case stand in `NAME.expected.txt` beside the file, or `expected.txt` in the folder.
 * What the rule's fixes make of an invalid case stands under the same name in `fixed/`, where they change something.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import path from 'node:path';
import type { FileTable } from './memory-files.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../fixtures');

/** Folders of fixtures that belong to no rule. */
const NO_RULE: readonly string[] = ['schema'];

const EXPECTED = 'expected.txt';

export type Verdict = 'valid' | 'invalid';

export interface FixtureCase {
  readonly rule: string;
  readonly verdict: Verdict;
  /** The file's name up to its first dot, or the folder's. */
  readonly name: string;
  /** What is linted, by path inside the case. */
  readonly files: FileTable;
  readonly isProject: boolean;
  /** Where the expected findings stand, whether they do or not. */
  readonly expectedFile: string;
}

/** Ids of the rules that have a folder. */
export function fixtureFolders(): readonly string[] {
  return readdirSync(FIXTURES).filter((name) => !NO_RULE.includes(name));
}

export function fixtureCases(rule: string, verdict: Verdict): readonly FixtureCase[] {
  const folder = path.join(FIXTURES, rule, verdict);
  return entriesOf(folder)
    .filter((entry) => entry.isDirectory() || !entry.name.endsWith(EXPECTED))
    .map((entry) => {
      const name = entry.isDirectory() ? entry.name : entry.name.slice(0, entry.name.indexOf('.'));
      const file = path.join(folder, entry.name);
      return {
        rule,
        verdict,
        name,
        files: entry.isDirectory() ? projectFiles(file) : { [entry.name]: readFileSync(file) },
        isProject: entry.isDirectory(),
        expectedFile: entry.isDirectory() ? path.join(file, EXPECTED) : path.join(folder, `${name}.${EXPECTED}`),
      };
    });
}

/** What a case is to be after its fixes; undefined when they change nothing. */
export function fixedFiles({ rule, name, isProject, files }: FixtureCase): FileTable | undefined {
  const folder = path.join(FIXTURES, rule, 'fixed');
  if (isProject) return existsSync(path.join(folder, name)) ? projectFiles(path.join(folder, name)) : undefined;
  const [file = ''] = Object.keys(files);
  return existsSync(path.join(folder, file)) ? { [file]: readFileSync(path.join(folder, file)) } : undefined;
}

/** Writes it down. */
export function writeFixedFiles({ rule, name, isProject }: FixtureCase, files: FileTable): void {
  const folder = path.join(FIXTURES, rule, 'fixed', isProject ? name : '');
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  }
}

/** Names of all files that say what fixes make. */
export function fixedNames(rule: string): readonly string[] {
  return entriesOf(path.join(FIXTURES, rule, 'fixed')).map(({ name }) => name);
}

/** Expected files that no case reads, as when a case was renamed. */
export function strayExpectations(rule: string): readonly string[] {
  const wanted = new Set(fixtureCases(rule, 'invalid').map(({ expectedFile }) => expectedFile));
  return (['valid', 'invalid'] as const).flatMap((verdict) => {
    const folder = path.join(FIXTURES, rule, verdict);
    return filesBelow(folder).filter((file) => file.endsWith(EXPECTED) && !wanted.has(file));
  });
}

function projectFiles(folder: string): FileTable {
  const files = filesBelow(folder).filter((file) => path.basename(file) !== EXPECTED);
  return Object.fromEntries(
    files.map((file) => [path.relative(folder, file).split(path.sep).join('/'), readFileSync(file)]),
  );
}

function filesBelow(folder: string): readonly string[] {
  return entriesOf(folder).flatMap((entry) => {
    const child = path.join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(child) : [child];
  });
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
