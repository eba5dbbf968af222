/**
 * TypeScript and JavaScript text to a syntax tree (ESTree, with the TypeScript nodes), by `oxc-parser`. The one seam to
 * that parser: CDK sources and Lambda handlers come through here. It is loaded for the first script of a run.
 *
 * Limits: nothing is run and no types are resolved. A text with a syntax error gives the first problem and no tree.
 */
import type { Class, Comment, Function as OxcFunction, Program } from 'oxc-parser';
import type { Range } from '../text/source-file.ts';
import { MAX_NESTING, tooDeepAt } from './nesting.ts';

export type {
  Argument,
  ArrowFunctionExpression,
  AssignmentTarget,
  BindingPattern,
  CallExpression,
  ClassElement,
  Comment,
  Expression,
  Function,
  Node as ScriptNode,
  NewExpression,
  ObjectExpression,
  ObjectPattern,
  ParamPattern,
  Program,
  PropertyKey as PropertyKeyNode,
  Statement,
  TSEnumDeclaration,
  TemplateLiteral,
  VariableDeclaration,
} from 'oxc-parser';

export type FunctionNode = OxcFunction;
export type ClassNode = Class;

export type ScriptReading =
  | { readonly program: Program; readonly comments: readonly Comment[]; readonly problem?: undefined }
  | { readonly problem: ScriptProblem };

/** `range` is in UTF-16 offsets of the text. */
export interface ScriptProblem {
  readonly message: string;
  readonly range: Range;
}

/** `path` decides by its extension between TypeScript and JavaScript, with or without JSX, module or script. */
export async function parseScript(path: string, text: string): Promise<ScriptReading> {
  const tooDeep = tooDeepAt(text);
  if (tooDeep !== undefined) {
    const message = `nested deeper than ${MAX_NESTING} levels`;
    return { problem: { message, range: { start: tooDeep, end: tooDeep + 1 } } };
  }
  const { parseSync } = await import('oxc-parser');
  const { program, comments, errors } = parseSync(path, text);
  const [error] = errors;
  if (error === undefined) return { program, comments };
  const { start = 0, end = 0 } = error.labels[0] ?? {};
  return { problem: { message: phrase(error.message), range: { start, end } } };
}

/** As the other hosts word a problem: a phrase that follows a colon. */
function phrase(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, '');
}
