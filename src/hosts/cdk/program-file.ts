/**
 * A file or folder that a program names: `path.join(__dirname, …)`, or a path from the folder that the program is run in.
 * Where that is, only the project knows.
 */
import { stringNode } from '../../tree/node.ts';
import type { StringNode } from '../../tree/node.ts';
import { knownText } from './values.ts';
import type { Value } from './values.ts';

export interface ProgramFile {
  readonly kind: 'programFile';
  readonly path: string;
  /** Whether it begins at the folder of the file that names it. */
  readonly isFromSource: boolean;
  /** Where it is named. */
  readonly node: StringNode;
}

/** Undefined for a path that is put together otherwise. */
export function programFile(value: Value): ProgramFile | undefined {
  const plain = knownText(value);
  if (plain !== undefined) return fileAt(plain, false, value);
  if (value.kind === 'text') return insideSourceFolder(value.layer.text, value);
  if (value.kind !== 'made' || !/^path\.(?:posix\.)?(?:join|resolve)$/.test(value.path)) return undefined;
  const [first, ...rest] = value.arguments;
  const parts = rest.map(knownText);
  const start = first === undefined ? undefined : folderAt(first);
  if (start === undefined || parts.includes(undefined)) return undefined;
  return fileAt([start.path, ...parts].join('/'), start.isFromSource, value);
}

/** What a path begins with. */
function folderAt(value: Value): Pick<ProgramFile, 'path' | 'isFromSource'> | undefined {
  const isSourceFolder = value.kind === 'library' && value.path === 'global.__dirname';
  return isSourceFolder ? { path: '.', isFromSource: true } : programFile(value);
}

/** `${__dirname}/handlers` */
function insideSourceFolder(text: string, value: Value): ProgramFile | undefined {
  const [, rest] = /^\$\{__dirname\}(\/[^$]*)$/.exec(text) ?? [];
  return rest === undefined ? undefined : fileAt(`.${rest}`, true, value);
}

function fileAt(path: string, isFromSource: boolean, at: Value): ProgramFile {
  return { kind: 'programFile', path, isFromSource, node: stringNode(at.place, path, { kind: 'elsewhere' }) };
}
