/**
 * Writes a .cache beside each script of dist: V8's compiled form of the functions that linting one small file runs. It
 * fits the Node version it was made with only; another version leaves it aside. Runs in a process of its own, after the
 * bundle.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadBundle } from '../bin/load-bundle.js';
import { ROOT } from './bundle.mjs';

const SAMPLES = path.join(ROOT, 'scripts', 'warm-up');

const { main, scripts } = loadBundle();
for (const sample of ['jsonpath.asl.json', 'jsonata.asl.yaml', 'template.yaml']) {
  await main(['--exit-zero', '--allow-outside', path.join(SAMPLES, sample)]);
}
for (const [name, script] of scripts)
  writeFileSync(path.join(ROOT, 'dist', `${name}.cache`), script.createCachedData());
