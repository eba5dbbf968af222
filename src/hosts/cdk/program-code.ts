/** Where a CDK program has the code of a function that it makes. */
import type { Node, Resource } from '../../tree/node.ts';
import type { ProgramFile } from './program-file.ts';

export type ProgramCode =
  /** A folder, of which `Handler` names a file. */
  | { readonly kind: 'folder'; readonly folder: ProgramFile }
  /** One file: the first of these that is there. */
  | { readonly kind: 'entry'; readonly entries: readonly ProgramFile[] }
  | { readonly kind: 'inline'; readonly node: Node }
  | { readonly kind: 'unknown'; readonly why: string; readonly unblock: string; readonly place: Node };

/** A function of a program as a resource: its properties have the names that they have in a template. */
export interface ProgramFunction extends Resource {
  readonly code: ProgramCode;
  /** Stands for the stack that it is in. */
  readonly stack: object | undefined;
}

export function isProgramFunction(resource: Resource): resource is ProgramFunction {
  return 'code' in resource;
}
