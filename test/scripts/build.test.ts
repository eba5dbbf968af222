/** The build, in a copy of the project whose command line is a few lines. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');

const MAIN = `
import { parseTree } from 'jsonc-parser';
declare const SFN_LINT_VERSION: string;
export async function main(argv: readonly string[]): Promise<number> {
  const { parseYaml } = await import('./yaml.ts');
  console.log(SFN_LINT_VERSION, parseTree(argv[0] ?? '')?.type, parseYaml('a: 1'));
  return 0;
}
`;

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'sfn-lint-build-'));
  for (const name of ['scripts', 'bin', 'tsconfig.json'])
    cpSync(path.join(ROOT, name), path.join(root, name), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));
  mkdirSync(path.join(root, 'src/cli'), { recursive: true });
  mkdirSync(path.join(root, 'src/aws/services/data'), { recursive: true });
  writeFileSync(path.join(root, 'src/aws/services/data/one.json'), '{}');
  writeFileSync(path.join(root, 'src/aws/services/NOTICE'), 'facts');
  writeFileSync(path.join(root, 'package.json'), '{ "type": "module", "version": "1.2.3" }');
  writeFileSync(path.join(root, 'src/cli/main.ts'), MAIN);
  writeFileSync(path.join(root, 'src/cli/yaml.ts'), "import { parse } from 'yaml';\nexport const parseYaml = parse;\n");
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function node(...args: readonly string[]): string {
  return execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
}

it('builds a tool that runs, silently, with its compiled code and the licences beside it', () => {
  mkdirSync(path.join(root, 'dist'));
  writeFileSync(path.join(root, 'dist/left-over.js'), '');
  expect(node('scripts/build.mjs')).toBe('');
  expect(readdirSync(path.join(root, 'dist')).sort()).toEqual([
    'THIRD-PARTY-LICENSES.txt',
    'main.cache',
    'main.cjs',
    'services',
    'yaml.cache',
    'yaml.cjs',
  ]);
  expect(readdirSync(path.join(root, 'dist/services')).sort()).toEqual(['NOTICE', 'one.json']);
  expect(node('bin/sfn-lint.js', '[1]')).toBe('1.2.3 array { a: 1 }\n');
  const licences = readFileSync(path.join(root, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
  expect(licences.match(/^\S+ \d\S+ \(.*\)$/gm)?.map((line) => line.split(' ')[0])).toEqual(['jsonc-parser', 'yaml']);
  expect(licences).toContain('Permission is hereby granted');
});

it('makes compiled code that fits each script', () => {
  node('scripts/build.mjs');
  const check = `
    import { loadBundle } from './bin/load-bundle.js';
    const { main, scripts } = loadBundle();
    await main(['[1]']);
    for (const [name, script] of scripts) console.log(name, script.cachedDataRejected);`;
  expect(node('--input-type=module', '-e', check)).toMatch(/\nmain false\nyaml false\n$/);
});
