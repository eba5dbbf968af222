/**
 * How this project's TypeScript is bundled: the settings that the published bundle and the scripts share,
 * and running one TypeScript module straight from its source. Types are declared in bundle.d.mts.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, mkdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

export const ROOT = packageRoot(path.dirname(fileURLToPath(import.meta.url)));

const CACHE = path.join(ROOT, 'node_modules', '.cache', 'sfn-lint');

/** Bundled CommonJS packages that ask for a built-in module need a `require`; ESM output has none. */
const REQUIRE_BANNER =
  "import { createRequire as sfnLintCreateRequire } from 'node:module'; const require = sfnLintCreateRequire(import.meta.url);";

/** Searched upwards, since this module also runs from inside a bundled script, which lies in the cache folder. */
function packageRoot(folder) {
  return existsSync(path.join(folder, 'package.json')) ? folder : packageRoot(path.dirname(folder));
}

export async function packageVersion() {
  return JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8')).version;
}

/** The ES module build of `yaml`: its CommonJS build, which Node would pick, loads three times slower. */
function yamlModule() {
  const manifest = createRequire(import.meta.url).resolve('yaml/package.json');
  return path.join(path.dirname(manifest), 'browser', 'dist', 'index.js');
}

/** The parser of `jsonc-parser` alone: the formatter beside it fills tables when it is loaded. */
function jsonParserModule() {
  const manifest = createRequire(import.meta.url).resolve('jsonc-parser/package.json');
  return path.join(path.dirname(manifest), 'lib', 'esm', 'impl', 'parser.js');
}

export async function bundleOptions() {
  return {
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    mainFields: ['module', 'main'],
    alias: { yaml: yamlModule(), 'jsonc-parser': jsonParserModule() },
    define: { SFN_LINT_VERSION: JSON.stringify(await packageVersion()) },
  };
}

/**
 * Bundles and imports a module written in TypeScript: `{ entryPoints: [file] }`, or `{ stdin }` for a
 * generated one. Packages are bundled in, but for those named in `external`.
 */
export async function importSource(entry, external = []) {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(path.join(CACHE, 'run-'));
  try {
    const outfile = path.join(folder, 'module.mjs');
    const options = await bundleOptions();
    await build({ ...options, ...entry, outfile, external: [...external], banner: { js: REQUIRE_BANNER } });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
