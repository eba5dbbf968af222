/**
 * Where a construct stands in the tree of its application, as far as the program tells: the ids of the scopes that it is
 * made in, up to the application itself or to one that is not known.
 */
import { libraryParent } from './classes.ts';
import { knownText } from './values.ts';
import type { Value } from './values.ts';

export interface ConstructPath {
  /** Outermost first. */
  readonly ids: readonly string[];
  /** Whether the first one is made in the application itself. */
  readonly isWhole: boolean;
}

const MAX_DEPTH = 30;

/** Undefined when the id of the construct itself is not known. */
export function constructPath(scope: Value | undefined, id: Value | undefined): ConstructPath | undefined {
  const own = knownText(id);
  if (own === undefined) return undefined;
  const ids = [own];
  let at = scope;
  for (let depth = 0; depth < MAX_DEPTH && at !== undefined; depth++) {
    if (isApp(at)) return { ids, isWhole: true };
    const [outer, name] = madeIn(at);
    const text = knownText(name);
    if (text === undefined) break;
    ids.unshift(text);
    at = outer;
  }
  return { ids, isWhole: false };
}

/** The stack that a construct is made in, else the outermost scope that is known: the same for what is made together. */
export function stackOf(scope: Value | undefined): Value | undefined {
  let at = scope;
  for (let depth = 0; depth < MAX_DEPTH && at !== undefined && !isStack(at); depth++) {
    const [outer] = madeIn(at);
    if (outer === undefined) break;
    at = outer;
  }
  return at;
}

function isStack(scope: Value): boolean {
  if (scope.kind === 'instance') return libraryParent(scope.of) === 'cdk.Stack';
  return scope.kind === 'made' && scope.isNew && scope.path === 'cdk.Stack';
}

function isApp(scope: Value): boolean {
  if (scope.kind === 'instance') return libraryParent(scope.of) === 'cdk.App';
  return scope.kind === 'made' && scope.isNew && scope.path === 'cdk.App';
}

/** The scope and the id that a construct is given. */
function madeIn(construct: Value): readonly (Value | undefined)[] {
  if (construct.kind === 'instance') {
    const library = libraryParent(construct.of);
    return library === undefined || library.startsWith('package:') ? [] : construct.superArguments;
  }
  return construct.kind === 'made' && construct.isNew ? construct.arguments : [];
}
