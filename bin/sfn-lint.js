#!/usr/bin/env node
// Starts the bundle, after the checks that must hold before it can load.
import { isBuilt, loadBundle } from './load-bundle.js';

const [major, minor] = process.versions.node.split('.').map(Number);

try {
  if (major < 20 || (major === 20 && minor < 19)) throw `needs Node 20.19 or newer, this is ${process.versions.node}.`;
  if (!isBuilt()) throw 'is not built yet: run `npm run build`.';
  process.exitCode = await loadBundle().main(process.argv.slice(2));
} catch (problem) {
  process.stderr.write(typeof problem === 'string' ? `sfn-lint ${problem}\n` : `${problem?.stack ?? problem}\n`);
  process.exitCode = 2;
}
