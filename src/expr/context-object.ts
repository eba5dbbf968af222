/**
 * Reads the context object's fields off paths: which a path names that are not known, and whether it brings in the task
 * token. An unknown field is never wrong: the service may have added it.
 */
import { CONTEXT_OBJECT, TASK_TOKEN_PATH } from '../aws/context-object.ts';
import type { ContextField } from '../aws/context-object.ts';
import type { Range } from '../text/source-file.ts';
import { leadingMembers } from './jsonpath/path.ts';
import type { JsonPath, PathName } from './jsonpath/path.ts';

/** `maybe`: a part of the context object that holds the token where there is one. */
export type TokenRead = 'yes' | 'maybe' | 'no';

export interface UnknownContextField extends Range {
  readonly name: string;
  /** The names before it. */
  readonly parents: readonly string[];
  /** The names that are known there. */
  readonly known: readonly string[];
}

/** The first name that is no known field, of the names that follow the context object. */
export function unknownContextField(names: readonly PathName[]): UnknownContextField | undefined {
  let fields: ContextField = CONTEXT_OBJECT;
  for (const [i, { name, start, end }] of names.entries()) {
    if (fields === 'open' || fields === 'value') return undefined;
    const field = fields.get(name);
    if (field === undefined) {
      const parents = names.slice(0, i).map((parent) => parent.name);
      return { name, parents, known: [...fields.keys()], start, end };
    }
    fields = field;
  }
  return undefined;
}

/** `isExact`: the names are all of the path; otherwise it goes on with a wildcard, a filter or the like. */
export function tokenReadOf(names: readonly string[], isExact: boolean): TokenRead {
  const isOnWay = names.every((name, i) => i >= TASK_TOKEN_PATH.length || name === TASK_TOKEN_PATH[i]);
  if (!isOnWay) return 'no';
  if (names.length < TASK_TOKEN_PATH.length) return 'maybe';
  return isExact && names.length === TASK_TOKEN_PATH.length ? 'yes' : 'maybe';
}

/** Whether a JSONPath brings in the task token: `$$.Task.Token`, or all of `$$` or `$$.Task`. */
export function pathReadsTaskToken(path: JsonPath): TokenRead {
  if (path.root.kind !== 'context') return 'no';
  const names = leadingMembers(path).map(({ name }) => name);
  return tokenReadOf(names, names.length === path.segments.length);
}
