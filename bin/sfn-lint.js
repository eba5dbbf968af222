#!/usr/bin/env node
// Starts the bundle, after the checks that must hold before it can load.
'use strict';

const { isBuilt, loadBundle } = require('./load-bundle.js');

async function start() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) throw `needs Node 20.19 or newer, this is ${process.versions.node}.`;
  if (!isBuilt()) throw 'is not built yet: run `npm run build`.';
  return loadBundle().main(process.argv.slice(2));
}

start().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (problem) => {
    process.stderr.write(typeof problem === 'string' ? `sfn-lint ${problem}\n` : `${problem?.stack ?? problem}\n`);
    process.exitCode = 2;
  },
);
