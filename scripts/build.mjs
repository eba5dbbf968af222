/**
 * Builds dist: the command line tool as a script, each large package it may need as another, V8's compiled form of what
 * a small run needs of them, and the licence texts of the packages inside. Prints nothing when all is well.
 */
import { execFile } from 'node:child_process';
import { cp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { ROOT, bundleOptions } from './bundle.mjs';

const DIST = path.join(ROOT, 'dist');
const LICENCE_FILE = /^(licen[cs]e|copying|notice)\b/i;

/** Packages that only some runs need, and that are large beside the rest: each becomes a script of its own. */
const APART = ['ignore', 'jsonata', 'picomatch', 'yaml'];

/** Own modules that only some runs need, by the name of the script: `import()` of one loads it. */
const OWN_APART = {
  cdk: path.join('project', 'cdk-sources.ts'),
  migration: path.join('migration', 'index.ts'),
};

await rm(DIST, { recursive: true, force: true });
/** Scripts that others ask for, with what each is made of. */
const asked = new Map();
const metafiles = [await buildScript('main', path.join(ROOT, 'src', 'cli', 'main.ts'), [packagesApart(), ownApart()])];
for (const [name, entry] of asked)
  metafiles.push(await buildScript(name, entry, name in OWN_APART ? [packagesApart()] : []));
await writeFile(path.join(DIST, 'THIRD-PARTY-LICENSES.txt'), await licences(packagesIn(metafiles)));

await cp(path.join(ROOT, 'src', 'aws', 'services', 'data'), path.join(DIST, 'services'), { recursive: true });
await cp(path.join(ROOT, 'src', 'aws', 'services', 'NOTICE'), path.join(DIST, 'services', 'NOTICE'));
await promisify(execFile)(process.execPath, [path.join(ROOT, 'scripts', 'warm-up.mjs')], { cwd: ROOT });

async function buildScript(name, entry, plugins = []) {
  const { metafile } = await build({
    ...(await bundleOptions()),
    entryPoints: { [name]: entry },
    outdir: DIST,
    outExtension: { '.js': '.cjs' },
    // A script, not a module: only for scripts can Node take compiled code from a file. See docs/adr/0002.
    format: 'cjs',
    // Plain ASCII is read as one byte per character; less text is compiled sooner.
    charset: 'ascii',
    // Has native code of its own, so it stays a package; a script can only `require` it.
    external: ['oxc-parser'],
    supported: { 'dynamic-import': false },
    minify: true,
    // What a script needs to be called with; joining it on at run time would copy the text.
    banner: { js: '(function (exports, require, module) {' },
    footer: { js: '})' },
    metafile: true,
    plugins,
  });
  return metafile;
}

/** Makes `import … from 'yaml'` a `require('./yaml.cjs')`, which bin/load-bundle.js answers. */
function packagesApart() {
  return {
    name: 'packages-apart',
    setup({ onResolve }) {
      onResolve({ filter: new RegExp(`^(${APART.join('|')})$`) }, ({ path: name }) => {
        asked.set(name, name);
        return { path: `./${name}.cjs`, external: true };
      });
    },
  };
}

/**
 * Own modules as scripts of their own: the reader of CDK source, and that of handlers. Each has a copy of what it shares
 * with main.cjs: what goes between the two is plain data and nodes, never compared by class.
 */
function ownApart() {
  return {
    name: 'own-apart',
    setup({ onResolve }) {
      onResolve({ filter: /\.ts$/ }, ({ kind, path: asking, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined;
        const file = path.relative(path.join(ROOT, 'src'), path.join(resolveDir, asking));
        const name = Object.keys(OWN_APART).find((one) => OWN_APART[one] === file);
        if (name === undefined) return undefined;
        asked.set(name, path.join(ROOT, 'src', file));
        return { path: `./${name}.cjs`, external: true };
      });
    },
  };
}

/** Folders of the packages that put at least one byte into the output, sorted by name. */
function packagesIn(metafiles) {
  const folders = new Set();
  for (const output of metafiles.flatMap((metafile) => Object.values(metafile.outputs))) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
      if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
    }
  }
  return [...folders].sort();
}

async function licences(folders) {
  const sections = await Promise.all(folders.map((folder) => licenceOf(path.join(ROOT, folder))));
  return `sfn-lint contains code of these packages.\n\n${sections.join('\n')}`;
}

async function licenceOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  const files = (await readdir(folder)).filter((file) => LICENCE_FILE.test(file)).sort();
  if (files.length === 0) throw new Error(`${name} has no licence file; it cannot be bundled.`);
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
  return `${'='.repeat(80)}\n${name} ${version} (${license})\n\n${texts.map((text) => text.trim()).join('\n\n')}\n`;
}
