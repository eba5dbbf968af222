/**
 * Linting against the cost of parsing alone, in one warm process: all rules over JSON files that hold a state machine,
 * beside `parseTree` of `jsonc-parser` over the same texts. What reading the files costs is left out of
 * both.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseTree } from 'jsonc-parser';
import { RunFiles } from '../src/cli/file-system.ts';
import { readServiceTables } from '../src/cli/service-files.ts';
import { lint } from '../src/engine/run.ts';
import { selectRules } from '../src/engine/selection.ts';
import { loadProject } from '../src/project/load.ts';
import { RULES } from '../src/rules/index.ts';

export interface ParsingComparison {
  readonly parse: number;
  readonly lint: number;
}

const WARM_UP = 10;
const RUNS = 30;

/** Medians in milliseconds for all files together. */
export async function compareWithParsing(root: string, files: readonly string[]): Promise<ParsingComparison> {
  const machines = files.map((file) => ({ file, bytes: readFileSync(file) }));
  const inputs = machines.map(({ file, bytes }) => ({ path: file, named: false, bytes }));
  const decoded = machines.map(({ bytes }) => bytes.toString('utf8'));
  const services = readServiceTables(path.join(root, 'src', 'aws', 'services', 'data'));
  const selection = selectRules(RULES, { preset: 'all', only: [], skip: [], levels: new Map() });
  const lintAll = async (): Promise<unknown> =>
    lint(loadProject(inputs, new RunFiles(root, true), { perDeclaration: false }), selection, services);
  const parse = await medianOf(async () => Promise.resolve(decoded.map((text) => parseTree(text))));
  return { parse, lint: await medianOf(lintAll) };
}

async function medianOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = -WARM_UP; i < RUNS; i++) {
    const start = performance.now();
    await work();
    if (i >= 0) times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] ?? NaN;
}
