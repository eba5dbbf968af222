/**
 * The configuration file of a run: `sfn-lint.config.{json,jsonc,yaml}`, the nearest one from the working directory
 * upward to the root of the run. Data only, never code. What it may hold is checked by `configuration.ts`.
 */
import path from 'node:path';
import { readJson } from '../hosts/json/read.ts';
import type { SyntaxProblem } from '../hosts/syntax-error.ts';
import { decodeFile } from '../project/source-text.ts';
import { FileLayer } from '../text/layer.ts';
import { spanOf } from '../tree/node.ts';
import type { Node, Place } from '../tree/node.ts';
import type { RunFiles } from './file-system.ts';
import { UsageError } from './options.ts';

export const CONFIGURATION_NAMES = ['sfn-lint.config.json', 'sfn-lint.config.jsonc', 'sfn-lint.config.yaml'] as const;

/** The value that the file holds. Undefined when there is no file. */
export async function findConfiguration(workingDirectory: string, files: RunFiles): Promise<Node | undefined> {
  const file = nearestFile(workingDirectory, files);
  return file === undefined ? undefined : readNamedConfiguration(file, files);
}

function nearestFile(workingDirectory: string, files: RunFiles): string | undefined {
  for (let folder = workingDirectory; ; folder = path.dirname(folder)) {
    const names = files.list(folder) ?? [];
    const found = CONFIGURATION_NAMES.filter((name) => names.includes(name));
    const [first, second] = found;
    if (second !== undefined) throw new UsageError(`${folder} holds both ${first} and ${second}; keep one of them`);
    if (first !== undefined) return path.join(folder, first);
    if (folder === files.root || folder === path.dirname(folder)) return undefined;
  }
}

/** Errors: one of usage, with the place, when the file cannot be read or does not parse. */
export async function readNamedConfiguration(file: string, files: RunFiles): Promise<Node> {
  const bytes = files.read(file);
  const shown = files.display(file);
  if (bytes === undefined) throw new UsageError(`${shown} cannot be read`);
  const decoded = decodeFile(shown, bytes);
  if (decoded.problem !== undefined) throw new UsageError(`${shown}: ${decoded.problem.message}`);
  const layer = new FileLayer(decoded.file);
  const reading = /\.ya?ml$/.test(file) ? await readYamlRoot(layer) : readJson(layer);
  if (reading.problem !== undefined) throw syntaxError(reading.problem);
  return reading.root;
}

type Reading = { readonly root: Node; readonly problem?: undefined } | { readonly problem: SyntaxProblem };

async function readYamlRoot(layer: FileLayer): Promise<Reading> {
  const { readYaml } = await import('../hosts/yaml/read.ts');
  const reading = readYaml(layer);
  if (reading.problem !== undefined) return reading;
  const [root] = reading.roots;
  return root === undefined ? { problem: { message: 'it is empty', layer, range: { start: 0, end: 0 } } } : { root };
}

function syntaxError({ layer, range, message }: SyntaxProblem): UsageError {
  const { file, start } = layer.toHost(range);
  const { line, column } = file.position(start);
  return new UsageError(`${file.path}:${line}:${column}: ${message}`);
}

/** An error of usage at a value of the configuration. */
export function configurationError(at: Place, message: string): UsageError {
  const { file, start } = spanOf(at);
  const { line, column } = file.position(start);
  return new UsageError(`${file.path}:${line}:${column}: ${message}`);
}
