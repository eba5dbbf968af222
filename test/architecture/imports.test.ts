/** The shape of src: which folder may import which, and the checker's own tests. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkSources } from './checker.ts';
import type { FolderTable, Source } from './checker.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** The straight line of data, from the bottom up. What a row does not name is forbidden. */
const FOLDERS: FolderTable = {
  text: { uses: [] },
  aws: { uses: [] },
  script: { uses: ['text'] },
  tree: { uses: ['text'] },
  hosts: { uses: ['text', 'script', 'tree'] },
  expr: { uses: ['text', 'tree', 'aws'] },
  asl: { uses: ['text', 'tree', 'expr', 'aws'] },
  analysis: { uses: ['text', 'tree', 'expr', 'asl', 'aws'] },
  fixers: { uses: ['text', 'tree', 'expr', 'asl', 'aws', 'analysis'] },
  rules: { uses: ['text', 'tree', 'expr', 'asl', 'aws', 'analysis', 'fixers'] },
  suppression: { uses: ['text', 'tree', 'asl', 'fixers'] },
  project: { uses: ['text', 'tree', 'hosts', 'asl', 'suppression'] },
  handlers: { uses: ['text', 'script', 'aws'] },
  migration: { uses: ['text', 'tree', 'expr', 'asl', 'aws', 'analysis', 'fixers', 'handlers'] },
  engine: { uses: ['text', 'tree', 'aws', 'expr', 'asl', 'analysis', 'fixers', 'rules', 'suppression', 'project'] },
  reporters: { uses: ['text', 'rules', 'engine'] },
  report: { uses: ['text', 'tree', 'aws', 'asl', 'analysis', 'fixers', 'rules', 'engine', 'reporters'] },
  cli: { uses: 'anything', io: true },
};

function readSources(folder: string): readonly Source[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({
      path: path.relative(ROOT, file).split(path.sep).join('/'),
      text: readFileSync(file, 'utf8'),
    }));
}

function check(...files: readonly (readonly [path: string, text: string])[]): readonly string[] {
  return checkSources(
    files.map(([file, text]) => ({ path: file, text: `/** Job. */\n${text}` })),
    FOLDERS,
  );
}

describe('src', () => {
  const sources = readSources('src');

  it('is read by this test', () => {
    expect(sources.map((source) => source.path)).toContain('src/text/layer.ts');
  });

  it('keeps its shape', () => {
    expect(checkSources(sources, FOLDERS)).toEqual([]);
  });
});

describe('what a user can override', () => {
  /** Whose job it is to make the facts of a run of them. */
  const MAKERS = ['src/aws/facts.ts', 'src/cli/configuration.ts', 'src/cli/configuration-data.ts'];
  /** Takes the shipped ones where the caller has none: tests, and whoever has no configuration. */
  const WITH_DEFAULT = ['src/analysis/index.ts', 'src/engine/run.ts'];
  const VALUES = /^import \{[^}]*\b(?:LIMITS|ESTIMATES|STANDARD_TRANSITION|SHIPPED_FACTS)\b/m;

  it('is read from the facts of the run, never from the tables', () => {
    const readers = readSources('src').filter(({ text }) => VALUES.test(text));
    expect(readers.map(({ path: file }) => file).sort()).toEqual([...MAKERS, ...WITH_DEFAULT].sort());
  });

  it.each([
    ["import { LIMITS } from '../aws/limits.ts';", true],
    ["import {\n  type Limits,\n  LIMITS,\n} from '../aws/limits.ts';", true],
    ["import type { Limits } from '../aws/limits.ts';", false],
  ])('%j: %s', (text, expected) => {
    expect(VALUES.test(text)).toBe(expected);
  });
});

describe('the import table', () => {
  it('names only folders that have a row', () => {
    const named = Object.values(FOLDERS).flatMap(({ uses }) => [...(uses === 'anything' ? [] : uses)]);
    expect(named.filter((folder) => !(folder in FOLDERS))).toEqual([]);
  });

  it('never lets a rule see hosts, files or reporters', () => {
    for (const folder of ['hosts', 'project', 'engine', 'reporters', 'cli']) {
      const [fault] = check(['src/rules/rule.ts', `import type { A } from '../${folder}/a.ts';`]);
      expect(fault).toBe(`src/rules/rule.ts: imports '../${folder}/a.ts'; rules may not import ${folder}`);
    }
  });

  it('has no two folders that may import each other', () => {
    const reaches = (from: string, to: string): boolean => {
      const row = FOLDERS[from];
      return row !== undefined && row.uses !== 'anything' && row.uses.some((next) => next === to || reaches(next, to));
    };
    expect(Object.keys(FOLDERS).filter((folder) => reaches(folder, folder))).toEqual([]);
  });
});

describe('the checker', () => {
  it('accepts what the table allows', () => {
    const faults = check(
      [
        'src/tree/a.ts',
        "import { b } from '../text/b.ts';\nimport { c } from './c.ts';\nimport path from 'node:path';",
      ],
      [
        'src/cli/main.ts',
        "import fs from 'node:fs';\nconsole.log(process.env.HOME, fs);\nawait import('../hosts/a.ts');",
      ],
      ['src/reporters/a.ts', "import type { D } from '../engine/d.ts';\nexport type { R } from '../rules/rule.ts';"],
      ['src/expr/process.ts', 'export const a = { process: 1, console: 2 };\nexport const b = a.process + a.console;'],
    );
    expect(faults).toEqual([]);
  });

  it.each([
    ['a static import', "import { a } from '../engine/a.ts';"],
    ['a type import', "import type { A } from '../engine/a.ts';"],
    ['a re-export', "export * from '../engine/a.ts';"],
    ['a dynamic import', "export const a = () => import('../engine/a.ts');"],
    ['an import type', "export type A = import('../engine/a.ts').A;"],
    ['a side effect', "import '../engine/a.ts';"],
    ['a detour', "import { a } from './../../src/engine/a.ts';"],
  ])('sees %s', (_, text) => {
    const [fault] = check(['src/asl/model.ts', text]);
    expect(fault).toContain('asl may not import engine');
  });

  it('reports folders and paths that the table does not know', () => {
    expect(check(['src/extra/a.ts', ''])[0]).toContain("the folder 'extra' has no row");
    expect(check(['src/asl/a.ts', "import { b } from '../extra/b.ts';"])[0]).toContain("'extra' has no row");
    expect(check(['src/asl/a.ts', "import { b } from '../../test/b.ts';"])[0]).toContain('outside src');
    expect(check(['src/asl/a.ts', "import { b } from './b.js';"])[0]).toContain('without its extension');
  });

  it.each([
    ["import { readFileSync } from 'node:fs';", "imports 'node:fs'"],
    ["import { readFile } from 'fs/promises';", "imports 'fs/promises'"],
    ["import { env } from 'node:process';", "imports 'node:process'"],
    ["const fs = await import('node:fs');", "imports 'node:fs'"],
    ["console.log('x');", "line 2 uses 'console'"],
    ['export const home = process.env.HOME;', "line 2 uses 'process'"],
    ['const { env } = process;', "line 2 uses 'process'"],
  ])('reports I/O outside the command line: %s', (text, fault) => {
    expect(check(['src/project/a.ts', text])).toEqual([`src/project/a.ts: ${fault}; only the command line does I/O`]);
  });

  it('reports a cycle once, and not one of types', () => {
    const faults = check(
      ['src/asl/a.ts', "import { b } from './b.ts';"],
      ['src/asl/b.ts', "import { c } from './sub/c.ts';"],
      ['src/asl/sub/c.ts', "export { a } from '../a.ts';"],
      ['src/asl/d.ts', "import { e } from './e.ts';"],
      ['src/asl/e.ts', "import type { D } from './d.ts';"],
    );
    expect(faults).toEqual([
      'src/asl/a.ts: import cycle src/asl/a.ts -> src/asl/b.ts -> src/asl/sub/c.ts -> src/asl/a.ts',
    ]);
  });

  it('reports `any`, but not the word', () => {
    expect(check(['src/asl/a.ts', '// any\nexport const any = 1;\nexport let b: readonly any[];'])).toEqual([
      "src/asl/a.ts: line 4 uses 'any'",
    ]);
  });

  it.each(['utils', 'string-helpers', 'helper', 'rule-manager', 'misc', 'misc.types'])(
    'reports the file name %s',
    (name) => {
      expect(check([`src/asl/${name}.ts`, ''])[0]).toContain('named after no noun');
    },
  );

  it('reports a module without an opening comment', () => {
    const source = { path: 'src/asl/a.ts', text: 'export const a = 1; // one\n' };
    expect(checkSources([source], FOLDERS)).toEqual(['src/asl/a.ts: does not start with a comment that says its job']);
  });

  it('bounds the length of rule files, and wants a rule in each', () => {
    const rule = (lines: number): string =>
      `import { defineRule } from '../rule.ts';\n${'// line\n'.repeat(lines - 2)}`;
    expect(check(['src/rules/graph/a-b.ts', rule(40)], ['src/rules/graph/c-d.ts', rule(220)])).toEqual([]);
    expect(check(['src/rules/graph/a-b.ts', rule(39)])[0]).toContain('has 39 lines');
    expect(check(['src/rules/graph/a-b.ts', rule(221)])[0]).toContain('has 221 lines');
    expect(check(['src/rules/graph/a-b.ts', '// line\n'.repeat(50)])).toEqual([
      'src/rules/graph/a-b.ts: does not define a rule',
    ]);
  });
});
