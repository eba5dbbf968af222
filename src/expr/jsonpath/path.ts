/**
 * A JSONPath as written: where it starts from, its segments, and the range of each part in the text it stands in.
 * Says what was written; where such a path is allowed is for rules to say.
 */
import type { Range } from '../../text/source-file.ts';

export interface JsonPath extends Range {
  readonly root: PathRoot;
  readonly segments: readonly PathSegment[];
}

export type PathRoot =
  /** `$` */
  | (Range & { readonly kind: 'input' })
  /** `$$` */
  | (Range & { readonly kind: 'context' })
  /** `$name`; the range includes the dollar sign. */
  | (Range & { readonly kind: 'variable'; readonly name: string })
  /** `@`, in a filter. */
  | (Range & { readonly kind: 'item' });

/** Ranges include the dot, brackets and quotes. */
export type PathSegment =
  /** `.name`, `['name']` */
  | (Range & { readonly kind: 'member'; readonly notation: 'dot' | 'bracket'; readonly member: PathName })
  /** `['a', 'b']` */
  | (Range & { readonly kind: 'members'; readonly members: readonly PathName[] })
  /** `[0]`, `[-1]` */
  | (Range & { readonly kind: 'index'; readonly index: number })
  /** `[0, 1]` */
  | (Range & { readonly kind: 'indices'; readonly indices: readonly number[] })
  /** `[from:to:step]` */
  | (Range & {
      readonly kind: 'slice';
      readonly from: number | undefined;
      readonly to: number | undefined;
      readonly step: number | undefined;
    })
  /** `.*`, `[*]` */
  | (Range & { readonly kind: 'wildcard' })
  /** `..`; what is looked for is the next segment. */
  | (Range & { readonly kind: 'descent' })
  /** `[?(…)]` */
  | (Range & { readonly kind: 'filter'; readonly condition: PathCondition })
  /** `.length()` */
  | (Range & { readonly kind: 'function'; readonly name: string; readonly arguments: readonly PathArgument[] })
  /** `[(@.length-1)]`, `[$.i]`: of other JSONPath dialects; whether the service takes them is not recorded. */
  | (Range & { readonly kind: 'computed'; readonly text: string });

/** The name without escapes; the range includes quotes. */
export interface PathName extends Range {
  readonly name: string;
}

/** `path` is set where the argument is one. */
export interface PathArgument extends Range {
  readonly text: string;
  readonly path: JsonPath | undefined;
}

export type PathCondition =
  /** `a && b && c` is one list. */
  | (Range & { readonly kind: 'and' | 'or'; readonly operands: readonly PathCondition[] })
  | (Range & { readonly kind: 'not'; readonly operand: PathCondition })
  /** `(…)` */
  | (Range & { readonly kind: 'group'; readonly condition: PathCondition })
  /** A path alone: true where it finds something. */
  | (Range & { readonly kind: 'exists'; readonly path: JsonPath })
  | (Range & {
      readonly kind: 'comparison';
      /** As written: `==`, `=~`, `in`. */
      readonly operator: string;
      readonly operatorRange: Range;
      readonly left: PathOperand;
      readonly right: PathOperand;
    });

export type PathOperand =
  | (Range & { readonly kind: 'path'; readonly path: JsonPath })
  /** Without quotes and escapes; the range includes the quotes. */
  | (Range & { readonly kind: 'string'; readonly value: string })
  | (Range & { readonly kind: 'number'; readonly value: number })
  | (Range & { readonly kind: 'boolean'; readonly value: boolean })
  | (Range & { readonly kind: 'null' })
  /** A JSON list or object, or a regular expression, as text. */
  | (Range & { readonly kind: 'json' | 'pattern'; readonly text: string });

export type PathParse =
  | { readonly path: JsonPath; readonly problem?: undefined }
  | { readonly problem: PathProblem; readonly path?: undefined };

/** What stands in the way of reading a path, in plain words. */
export interface PathProblem extends Range {
  /** `limit`: too deep to be read here, which says nothing about whether the service reads it. */
  readonly kind: 'syntax' | 'limit';
  readonly message: string;
}

/**
 * Whether a path names one place and nothing else: members and single indices (developer guide, «Reference paths»).
 * The root is not looked at: whether a variable or the context object may stand there differs from field to field.
 */
export function isReferencePath(path: JsonPath): boolean {
  return path.segments.every(({ kind }) => kind === 'member' || kind === 'index');
}

/** Whether a path finds one value or nothing; a path that is not definite gives a list. */
export function isDefinite(path: JsonPath): boolean {
  return path.segments.every(({ kind }) => kind === 'member' || kind === 'index' || kind === 'function');
}

/** The names that a path follows from its root, up to the first segment that is no member. */
export function leadingMembers(path: JsonPath): readonly PathName[] {
  const end = path.segments.findIndex(({ kind }) => kind !== 'member');
  const segments = end < 0 ? path.segments : path.segments.slice(0, end);
  return segments.flatMap((segment) => (segment.kind === 'member' ? [segment.member] : []));
}

/** Every path inside another: in its filters and arguments, at any depth. */
export function pathsWithin(path: JsonPath): readonly JsonPath[] {
  return path.segments.flatMap((segment) => {
    if (segment.kind === 'filter') return pathsOfCondition(segment.condition);
    if (segment.kind !== 'function') return [];
    return segment.arguments.flatMap((argument) => (argument.path === undefined ? [] : withInner(argument.path)));
  });
}

function pathsOfCondition(condition: PathCondition): readonly JsonPath[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.operands.flatMap(pathsOfCondition);
    case 'not':
      return pathsOfCondition(condition.operand);
    case 'group':
      return pathsOfCondition(condition.condition);
    case 'exists':
      return withInner(condition.path);
    case 'comparison':
      return [condition.left, condition.right].flatMap((side) => (side.kind === 'path' ? withInner(side.path) : []));
  }
}

function withInner(path: JsonPath): readonly JsonPath[] {
  return [path, ...pathsWithin(path)];
}
