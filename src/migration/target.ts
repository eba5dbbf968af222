/** What stands in the place of a task, as plain data that others write into the user's files, and what is another with it. */
import type { Json } from '../handlers/ir.ts';

/** One state of what stands in the place of the task. */
export interface NewState {
  readonly name: string;
  readonly state: Json;
}

/** What a placeholder of the new states is: an environment variable of the function, the ARN of a copy of it, or a parameter. */
export type Substitution =
  | { readonly kind: 'variable'; readonly name: string; readonly variable: string }
  | { readonly kind: 'function'; readonly name: string; readonly copy: string }
  | { readonly kind: 'parameter'; readonly name: string };

/** The function once more under another logical id, with another handler of the same code. */
export interface FunctionCopy {
  readonly logicalId: string;
  /** As `Handler` names it. */
  readonly handler: string;
}

/** A source file to be written beside that of the handler. */
export interface NewFile {
  /** In the project, as `CodeSource.path`. */
  readonly path: string;
  readonly text: string;
}

/** What may be another once the task is migrated; the order is that of the table. */
export const ASPECTS = ['result', 'failures', 'retries', 'timeout', 'permissions', 'logs', 'history', 'cost'] as const;

/** An aspect without a change is equal. */
export interface Change {
  readonly aspect: (typeof ASPECTS)[number];
  readonly text: string;
}

export interface Target {
  /** The first one has the name of the task and is where one comes in; the others are new, in the same machine. */
  readonly states: readonly NewState[];
  /** IAM actions that the machine needs, and the function no more. */
  readonly permissions: readonly string[];
  readonly substitutions: readonly Substitution[];
  readonly functions: readonly FunctionCopy[];
  readonly files: readonly NewFile[];
  /** What a guarded state refuses that the function took. */
  readonly guards: readonly string[];
  readonly changes: readonly Change[];
  /** What is taken for granted. */
  readonly assumptions: readonly string[];
}

export function variablesOf(names: readonly string[]): readonly Substitution[] {
  return [...new Set(names)].map((name) => ({ kind: 'variable', name, variable: name }));
}
