/**
 * Loads dist/main.cjs as a script with its compiled code, where that fits this Node. Node's own compile cache, on
 * versions that have one, serves where it does not.
 */
import { createRequire } from 'node:module';

// `import` of a built-in module reads all its exports, which loads modules that nothing here uses.
const require = createRequire(import.meta.url);
const { existsSync, readFileSync } = require('node:fs');
const { Script } = require('node:vm');
const { fileURLToPath } = require('node:url');

const BUNDLE = fileURLToPath(new URL('../dist/main.cjs', import.meta.url));
const CACHE = fileURLToPath(new URL('../dist/main.cache', import.meta.url));
/** One table per AWS service, read when a definition uses the service. */
const SERVICES = fileURLToPath(new URL('../dist/services', import.meta.url));

export const isBuilt = () => existsSync(BUNDLE);

/** The command line as a function of its arguments, and the script for the build to take compiled code from. */
export function loadBundle() {
  const cachedData = existsSync(CACHE) ? readFileSync(CACHE) : undefined;
  const script = new Script(readFileSync(BUNDLE, 'latin1'), { filename: BUNDLE, cachedData });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module);
  return { main: (args) => module.exports.main(args, SERVICES), script };
}
