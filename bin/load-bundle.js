/**
 * Loads the scripts of dist with their compiled code, where that fits this Node: main.cjs at once, the large packages
 * when main.cjs asks for them. Node's own compile cache, on versions that have one, serves where it does not fit.
 *
 * CommonJS, as package.json beside it says: Node's loader of ES modules takes longer to start than main.cjs to load.
 */
'use strict';

const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { Script } = require('node:vm');

const DIST = path.join(__dirname, '..', 'dist');
/** One table per AWS service, read when a definition uses the service. */
const SERVICES = path.join(DIST, 'services');

exports.isBuilt = () => existsSync(path.join(DIST, 'main.cjs'));

/** The command line as a function of its arguments, and the scripts for the build to take compiled code from. */
exports.loadBundle = () => {
  const scripts = new Map();
  const loaded = new Map();

  /** What the scripts get as `require`: a name with `./` is one of them. */
  function load(name) {
    if (!name.startsWith('./')) return require(name);
    const known = loaded.get(name);
    if (known !== undefined) return known.exports;
    const script = readScript(path.join(DIST, name));
    scripts.set(path.parse(name).name, script);
    const module = { exports: {} };
    loaded.set(name, module);
    script.runInThisContext()(module.exports, load, module);
    return module.exports;
  }

  const bundle = load('./main.cjs');
  return { main: (args) => bundle.main(args, SERVICES), scripts };
};

function readScript(filename) {
  const cache = filename.replace(/\.cjs$/, '.cache');
  const cachedData = existsSync(cache) ? readFileSync(cache) : undefined;
  return new Script(readFileSync(filename, 'latin1'), { filename, cachedData });
}
