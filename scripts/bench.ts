/**
 * Measures the built tool as whole processes: start-up against bare Node, time per file of a corpus, memory
 * over many files, and how time grows with a definition. `npm run bench [-- --json] [--corpus FOLDER]`.
 * The numbers depend on the machine; ratios are what to compare.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { compareWithParsing } from './bench-parsing.ts';
import { definition, writeJson, writeMany, writeScripts, writeYaml } from './bench-samples.ts';

interface Row {
  readonly measure: string;
  readonly value: number;
  readonly unit: 'ms' | 'MB' | 'x' | 'files';
  /** The value is at most this when all is well. */
  readonly bar?: number;
}

interface Run {
  readonly milliseconds: number;
  readonly megabytes: number;
}

const START_RUNS = 21;
const RUNS = 3;
const START_BAR = 1.5;
const PARSING_BAR = 4;
const PARSING_RUNS = 9;
const SCRIPTS = { flows: 10, others: 490 } as const;
const SCRIPT_RUNS = 9;
const SCRIPT_BAR = 1.5;
const MANY_FILES = 10_000;
const STATE_COUNTS = [100_000, 200_000] as const;
const CORPUS = '../shared/corpus';

/** Runs the bundle and writes the peak memory of the process, in kilobytes, to descriptor 3. */
const WRAPPER = `
import { writeSync } from 'node:fs';
const [loader, ...args] = process.argv.slice(1);
const { loadBundle } = await import(loader);
process.exitCode = await loadBundle().main(args);
writeSync(3, String(process.resourceUsage().maxRSS));`;

/** Reads and parses files, and does no more. */
const PARSE_ALL = `
import { readFileSync, writeSync } from 'node:fs';
const [parser, ...files] = process.argv.slice(1);
const { parseTree } = (await import(parser)).default;
for (const file of files) parseTree(readFileSync(file, 'utf8'));
writeSync(3, String(process.resourceUsage().maxRSS));`;

export async function main(args: readonly string[], root: string): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' }, corpus: { type: 'string' } } });
  const folder = mkdtempSync(path.join(tmpdir(), 'sfn-lint-bench-'));
  try {
    const corpus = [values.corpus ?? CORPUS, 'examples'].map((name) => path.resolve(root, name)).find(existsSync);
    const rows = [
      ...measureStart(root, folder),
      ...(corpus === undefined ? [] : measureCorpus(root, corpus)),
      ...(corpus === undefined ? [] : await measureAgainstParsing(root, corpus)),
      ...measureScripts(root, folder),
      ...measureMany(root, path.join(folder, 'many')),
      ...measureGrowth(root, folder),
    ];
    console.log(values.json === true ? JSON.stringify({ node: process.version, rows }, null, 2) : tableOf(rows));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
}

/** Bare Node and each definition in turn, so that a slow moment of the machine hits all alike. */
function measureStart(root: string, folder: string): readonly Row[] {
  const bin = path.join(root, 'bin', 'sfn-lint.js');
  writeJson(path.join(folder, 'small.asl.json'), definition(6, 'JSONPath'));
  writeYaml(path.join(folder, 'small.asl.yaml'), definition(6, 'JSONPath'));
  writeJson(path.join(folder, 'jsonata.asl.json'), definition(6, 'JSONata'));
  const commands = [
    { name: 'bare node', args: ['-e', '0'] },
    { name: 'JSON', args: [bin, '--exit-zero', 'small.asl.json'] },
    { name: 'YAML', args: [bin, '--exit-zero', 'small.asl.yaml'] },
    { name: 'JSON with JSONata', args: [bin, '--exit-zero', 'jsonata.asl.json'] },
  ].map((command) => ({ ...command, times: [] as number[] }));
  for (let i = -2; i < START_RUNS; i++) {
    for (const { args, times } of commands) {
      const { milliseconds } = spawn(args, folder);
      if (i >= 0) times.push(milliseconds);
    }
  }
  const medians = commands.map(({ name, times }) => ({ name, value: median(times) }));
  const bare = medians[0]?.value ?? NaN;
  return [
    ...medians.map(({ name, value }): Row => ({ measure: `start-up, ${name}`, value, unit: 'ms' })),
    ...medians.slice(1).map(({ name, value }): Row => ({
      measure: `start-up ratio, ${name}`,
      value: value / bare,
      unit: 'x',
      bar: START_BAR,
    })),
  ];
}

async function measureAgainstParsing(root: string, corpus: string): Promise<readonly Row[]> {
  const files = filesOf(corpus, /\.json$/).filter((file) => readFileSync(file, 'utf8').includes('"States"'));
  if (files.length === 0) return [];
  const parser = pathToFileURL(path.join(root, 'node_modules', 'jsonc-parser', 'lib', 'umd', 'main.js')).href;
  const pairs = Array.from({ length: PARSING_RUNS }, () => ({
    parse: spawn(['--input-type=module', '-e', PARSE_ALL, parser, ...files], root).milliseconds,
    lint: lint(root, root, ['--preset', 'all', '--allow-outside', ...files]).milliseconds,
  }));
  const parse = median(pairs.map((pair) => pair.parse));
  const whole = median(pairs.map((pair) => pair.lint));
  const warm = await compareWithParsing(root, files);
  const name = `${path.basename(corpus)}, ${files.length} JSON files`;
  return [
    { measure: `${name}, parseTree`, value: parse, unit: 'ms' },
    { measure: `${name}, all rules`, value: whole, unit: 'ms' },
    { measure: `${name}, all rules against parseTree`, value: whole / parse, unit: 'x', bar: PARSING_BAR },
    { measure: `${name}, the same in a warm process`, value: warm.lint / warm.parse, unit: 'x' },
  ];
}

function filesOf(folder: string, name: RegExp): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

function measureCorpus(root: string, corpus: string): readonly Row[] {
  const files = filesOf(corpus, /\.(json|jsonc|ya?ml)$/);
  if (files.length === 0) return [];
  const json = files.filter((file) => file.endsWith('.json'));
  const runs = repeat(() => lint(root, root, ['--allow-outside', corpus]));
  const parses = repeat(() => timed(() => json.forEach(parseJson)));
  const name = path.basename(corpus);
  return [
    { measure: `${name}, JSON and YAML files`, value: files.length, unit: 'files' },
    {
      measure: `${name}, time per file`,
      value: median(runs.map((run) => run.milliseconds)) / files.length,
      unit: 'ms',
    },
    { measure: `${name}, JSON.parse and read per JSON file`, value: median(parses) / json.length, unit: 'ms' },
    { measure: `${name}, peak memory`, value: median(runs.map((run) => run.megabytes)), unit: 'MB' },
  ];
}

function parseJson(file: string): void {
  try {
    JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Files with faults are part of a corpus.
  }
}

/** Scripts that use Step Functions among many that do not, in turn with the former alone. */
function measureScripts(root: string, folder: string): readonly Row[] {
  writeScripts(path.join(folder, 'flows'), SCRIPTS.flows, 0);
  writeScripts(path.join(folder, 'scripts'), SCRIPTS.flows, SCRIPTS.others);
  const pairs = Array.from({ length: SCRIPT_RUNS }, () => ({
    flows: lint(root, folder, ['flows']).milliseconds,
    all: lint(root, folder, ['scripts']).milliseconds,
  }));
  const flows = median(pairs.map((pair) => pair.flows));
  const all = median(pairs.map((pair) => pair.all));
  const name = `${SCRIPTS.flows + SCRIPTS.others} scripts, ${SCRIPTS.flows} with state machines`;
  return [
    { measure: `${name}, those alone`, value: flows, unit: 'ms' },
    { measure: name, value: all, unit: 'ms' },
    { measure: `${name}, against those alone`, value: all / flows, unit: 'x', bar: SCRIPT_BAR },
  ];
}

function measureMany(root: string, folder: string): readonly Row[] {
  mkdirSync(folder);
  writeMany(folder, MANY_FILES);
  const run = lint(root, folder, ['.']);
  return [
    { measure: `${MANY_FILES} files, time per file`, value: run.milliseconds / MANY_FILES, unit: 'ms' },
    { measure: `${MANY_FILES} files, peak memory`, value: run.megabytes, unit: 'MB' },
  ];
}

function measureGrowth(root: string, folder: string): readonly Row[] {
  const measured = STATE_COUNTS.map((count) => {
    const file = `states-${count}.asl.json`;
    writeJson(path.join(folder, file), definition(count, 'JSONPath'));
    const runs = repeat(() => lint(root, folder, [file]));
    return {
      count,
      time: median(runs.map((run) => run.milliseconds)),
      memory: median(runs.map((run) => run.megabytes)),
    };
  });
  const [half, whole] = measured.map(({ time }) => time);
  return [
    ...measured.flatMap(({ count, time, memory }): readonly Row[] => [
      { measure: `${count} states, time`, value: time, unit: 'ms' },
      { measure: `${count} states, peak memory`, value: memory, unit: 'MB' },
    ]),
    { measure: 'time for twice the states', value: (whole ?? NaN) / (half ?? NaN), unit: 'x', bar: 2.5 },
  ];
}

function lint(root: string, cwd: string, args: readonly string[]): Run {
  const bundle = pathToFileURL(path.join(root, 'bin', 'load-bundle.js')).href;
  const options = ['--exit-zero', '--format', 'json'];
  return spawn(['--input-type=module', '-e', WRAPPER, bundle, ...options, ...args], cwd);
}

function spawn(args: readonly string[], cwd: string): Run {
  const env = { ...process.env, NO_COLOR: '1' };
  const start = performance.now();
  const child = spawnSync(process.execPath, args, {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const milliseconds = performance.now() - start;
  if (child.status !== 0)
    throw new Error(`A measured run ended with ${child.status ?? child.signal}:\n${child.stderr}`);
  return { milliseconds, megabytes: Number(child.output[3]) / 1024 };
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function repeat<T>(work: () => T): readonly T[] {
  return Array.from({ length: RUNS }, work);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function tableOf(rows: readonly Row[]): string {
  const width = Math.max(...rows.map((row) => row.measure.length));
  return rows
    .map(({ measure, value, unit, bar }) => {
      const verdict = bar === undefined ? '' : `  ${value <= bar ? 'ok' : 'OVER'}, bar ${bar}`;
      return `${measure.padEnd(width)}  ${digits(value).padStart(9)} ${unit}${verdict}`;
    })
    .join('\n');
}

function digits(value: number): string {
  if (Number.isInteger(value) || value >= 100) return value.toFixed(0);
  return value.toFixed(value >= 10 ? 1 : 2);
}
