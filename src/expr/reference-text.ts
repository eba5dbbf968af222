/**
 * Whether a text is what a JSONPath state would read as a path or an intrinsic function call: `$.a.b[0]`, `$$.Task.Token`,
 * `States.Format('{}', $.a)`. Nothing but the text is looked at.
 */
import { looksLikeIntrinsic, parseIntrinsic } from './intrinsic/parse.ts';
import type { IntrinsicArgument } from './intrinsic/parse.ts';
import { parsePath } from './jsonpath/parse.ts';
import type { JsonPath, PathParse } from './jsonpath/path.ts';

/** A path that goes at least one step from `$` or `$$`, so that plain text such as `$5` or `$` is none. */
export function isPathText(text: string): boolean {
  return /^\$\$?[.[]/.test(text) && parsePath(text).problem === undefined;
}

export function isIntrinsicText(text: string): boolean {
  return text.startsWith('States.') && looksLikeIntrinsic(text) && parseIntrinsic(text).problem === undefined;
}

/** A member that belongs into a payload template of a JSONPath state: its key ends in `.$`, its value is a reference. */
export function isTemplateMember(key: string, text: string): boolean {
  if (!key.endsWith('.$')) return false;
  return isIntrinsicText(text) || (text.startsWith('$') && parsePath(text).problem === undefined);
}

/** The path that a text is, or those in the arguments of the intrinsic call that it is; none for any other text. */
export function pathsOfText(text: string): readonly JsonPath[] {
  if (!looksLikeIntrinsic(text)) return pathOf(parsePath(text));
  const { call } = parseIntrinsic(text);
  return call === undefined ? [] : pathsOfArgument(call);
}

function pathsOfArgument(argument: IntrinsicArgument): readonly JsonPath[] {
  if (argument.kind === 'call') return argument.arguments.flatMap(pathsOfArgument);
  return argument.kind === 'path' ? pathOf(argument.parse) : [];
}

function pathOf({ path }: PathParse): readonly JsonPath[] {
  return path === undefined ? [] : [path];
}
