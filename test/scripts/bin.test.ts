/** The launcher, beside a bundle made for the test. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const BIN = path.resolve(import.meta.dirname, '../../bin');

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'sfn-lint-bin-'));
  mkdirSync(path.join(root, 'bin'));
  for (const name of ['sfn-lint.js', 'load-bundle.js', 'package.json'])
    copyFileSync(path.join(BIN, name), path.join(root, 'bin', name));
  writeFileSync(path.join(root, 'package.json'), '{ "type": "module" }');
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function bundle(body: string): void {
  mkdirSync(path.join(root, 'dist'), { recursive: true });
  writeFileSync(
    path.join(root, 'dist/main.cjs'),
    `(function (exports) {\nexports.main = async function main(argv) {\n${body}\n};\n})`,
  );
}

function run(command: string): { readonly code: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(command, { shell: '/bin/bash', cwd: root, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

const NODE = `'${process.execPath}'`;

it('can be run', () => {
  expect(statSync(path.join(BIN, 'sfn-lint.js')).mode & 0o111).toBe(0o111);
});

it('passes the arguments on and ends with the code it is given', () => {
  bundle("console.log(argv.join('|')); return 1;");
  expect(run(`${NODE} bin/sfn-lint.js --fix 'a b'`)).toEqual({ code: 1, out: '--fix|a b\n', err: '' });
});

it('says what to do when there is no bundle', () => {
  const message = 'sfn-lint is not built yet: run `npm run build`.\n';
  expect(run(`${NODE} bin/sfn-lint.js`)).toEqual({ code: 2, out: '', err: message });
});

it('says which Node it needs, before it loads anything', () => {
  bundle('return 0;');
  const old = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.18.3' } });";
  writeFileSync(path.join(root, 'old.mjs'), old);
  const { code, err } = run(`${NODE} --import ./old.mjs bin/sfn-lint.js`);
  expect({ code, err }).toEqual({ code: 2, err: 'sfn-lint needs Node 20.19 or newer, this is 20.18.3.\n' });
});

it('leaves compiled code of another making aside', () => {
  bundle('return 1;');
  writeFileSync(path.join(root, 'dist/main.cache'), 'not compiled code');
  expect(run(`${NODE} bin/sfn-lint.js`)).toEqual({ code: 1, out: '', err: '' });
});

it('gives the bundle the other scripts of dist when it asks for them, each once, and packages as Node has them', () => {
  const uses = "const one = require('./other.cjs'); const two = require('./other.cjs');";
  mkdirSync(path.join(root, 'dist'));
  writeFileSync(
    path.join(root, 'dist/main.cjs'),
    `(function (exports, require) { exports.main = async () => { ${uses} console.log(one.name, one === two, require('node:path').sep); return 0; }; })`,
  );
  writeFileSync(path.join(root, 'dist/other.cjs'), "(function (e, r, module) { module.exports = { name: 'other' }; })");
  expect(run(`${NODE} bin/sfn-lint.js`)).toEqual({ code: 0, out: `other true ${path.sep}\n`, err: '' });
});

it('ends with 2, not as with findings, when the bundle throws', () => {
  bundle("throw new Error('broken');");
  const { code, err } = run(`${NODE} bin/sfn-lint.js`);
  expect(code).toBe(2);
  expect(err).toContain('Error: broken\n    at Object.main');
});
