/** The input of a command: the files that its arguments name, or standard input. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { EditedFiles } from '../project/edited-files.ts';
import type { InputFile, ProjectFiles } from '../project/files.ts';
import { discover } from './discover.ts';
import { RunFiles } from './file-system.ts';
import type { CommandLine } from './options.ts';

export interface Inputs {
  readonly files: RunFiles;
  readonly inputs: readonly InputFile[];
  /** Globs that match nothing. */
  readonly unmatched: readonly string[];
}

export async function readInputs({ options, positionals }: CommandLine): Promise<Inputs> {
  const workingDirectory = process.cwd();
  const files = new RunFiles(workingDirectory, options['allow-outside'] === true);
  const name = options['stdin-filename'];
  const paths = positionals.filter((positional) => positional !== '-');
  const readsStdin = paths.length < positionals.length || (name !== undefined && paths.length === 0);
  const stdin = readsStdin ? [standardInput(path.resolve(files.root, workingDirectory, name ?? 'stdin'))] : [];
  if (readsStdin && paths.length === 0) return { files, inputs: stdin, unmatched: [] };
  const found = await discover(paths.length === 0 ? ['.'] : paths, workingDirectory, files);
  return { files, inputs: [...stdin, ...found.inputs], unmatched: found.unmatched };
}

function standardInput(name: string): InputFile {
  return { path: name, named: true, bytes: readFileSync(0) };
}

/** The files of a run, standard input among them under the name it is given. */
export function withStandardInput({ inputs, files }: Inputs): ProjectFiles {
  const given = inputs.flatMap(({ path: name, bytes }) =>
    bytes === undefined ? [] : [[name, new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)] as const],
  );
  return given.length === 0 ? files : new EditedFiles(files, new Map(given));
}
