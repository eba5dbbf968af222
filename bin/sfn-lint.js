#!/usr/bin/env node
// Starts the bundle, after the checks that must hold before it can load.
import { existsSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
const bundle = new URL('../dist/main.js', import.meta.url);

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
});
try {
  if (major < 20 || (major === 20 && minor < 19)) throw `needs Node 20.19 or newer, this is ${process.versions.node}.`;
  if (!existsSync(bundle)) throw 'is not built yet: run `npm run build`.';
  const { main } = await import(bundle);
  process.exitCode = await main(process.argv.slice(2));
} catch (problem) {
  process.stderr.write(typeof problem === 'string' ? `sfn-lint ${problem}\n` : `${problem?.stack ?? problem}\n`);
  process.exitCode = 2;
}
