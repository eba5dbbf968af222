/**
 * What a JSONPath or an intrinsic function call gives, by the shapes that it reads from. A definite path that finds
 * nothing ends the execution (recorded 2025-01); behind wildcards, slices and filters it finds an empty list.
 */
import { INTRINSIC_FUNCTIONS } from '../../aws/intrinsic-functions.ts';
import type { IntrinsicArgument, IntrinsicCall } from '../../expr/intrinsic/parse.ts';
import { isDefinite } from '../../expr/jsonpath/path.ts';
import type { JsonPath, PathSegment } from '../../expr/jsonpath/path.ts';
import type { Range } from '../../text/source-file.ts';
import { childrenOfShape, elementOf, listOf, memberOf } from './members.ts';
import type { Step } from './members.ts';
import { FROM_TEXT, variance } from './marks.ts';
import type { ReadLog } from './read-log.ts';
import {
  BOOLEAN,
  NOTHING,
  NULL,
  NUMBER,
  ANYTHING,
  anything,
  arrayOf,
  deepMarks,
  literalText,
  marked,
  marksOfAll,
  openObject,
  present,
  textOf,
  tupleOf,
  unfollowedMarks,
} from './shape.ts';
import type { Shape } from './shape.ts';

/** What the roots of paths stand for. */
export interface PathRoots {
  readonly input: Shape;
  readonly context: Shape;
  variable(name: string): Shape;
  /** Marks of what changes with each evaluation. */
  readonly everyTime: number;
}

export function pathShape(path: JsonPath, roots: PathRoots, log?: ReadLog): Shape {
  const reading: Reading = { fails: isDefinite(path), isMissed: false, log };
  let current = rootShape(path, roots);
  let isList = false;
  for (const segment of path.segments) {
    switch (segment.kind) {
      case 'member':
        current = take(memberOf(current, segment.member.name), current, segment.member.name, segment.member, reading);
        break;
      case 'index':
        if (!isList) log?.index(current, segment.index, segment);
        current = take(elementOf(current, segment.index), current, String(segment.index), segment, reading);
        break;
      case 'function':
        return segment.name === 'length' ? NUMBER : anything(deepMarks(current));
      case 'computed':
      case 'members':
        return anything(deepMarks(current));
      case 'descent':
        return arrayOf(anything(deepMarks(current)));
      default:
        current = several(segment, current);
        isList = true;
    }
  }
  return isList ? listOf(current) : present(current);
}

/** How one path is read. */
interface Reading {
  readonly fails: boolean;
  /** What comes after a step that finds nothing is not told again. */
  isMissed: boolean;
  readonly log: ReadLog | undefined;
}

function rootShape({ root }: JsonPath, roots: PathRoots): Shape {
  switch (root.kind) {
    case 'input':
      return roots.input;
    case 'context':
      return roots.context;
    case 'variable':
      return roots.variable(root.name);
    case 'item':
      return ANYTHING;
  }
}

function take(step: Step, base: Shape, name: string, range: Range, reading: Reading): Shape {
  const { log, fails } = reading;
  if (base.any) log?.readMember(base, name, range);
  if (step.miss === undefined) return present(step.value);
  if (!reading.isMissed) log?.miss({ miss: step.miss, name, range, base, fails });
  reading.isMissed = true;
  return step.mended;
}

/** A wildcard, slice, list of indices or filter: what each of the values that it finds may be. */
function several(segment: PathSegment, base: Shape): Shape {
  if (base.any) return anything(base.marks);
  if (segment.kind === 'wildcard') return childrenOfShape(base);
  return base.object === undefined ? childrenOfShape({ ...base, missing: false }) : anything(deepMarks(base));
}

export function intrinsicShape(call: IntrinsicCall, roots: PathRoots, log?: ReadLog): Shape {
  const values = call.arguments.map((argument) => argumentShape(argument, roots, log));
  const marks = marksOfAll(values, roots.everyTime);
  const [first = NOTHING] = values;
  switch (call.name) {
    case 'States.Array':
      return tupleOf(values);
    case 'States.Format':
      return formatShape(call, values, marks);
    case 'States.StringToJson':
      log?.parse({ range: call, value: first });
      return anything(marks | FROM_TEXT);
    case 'States.UUID':
      return textOf({ maxBytes: 36 }, roots.everyTime);
    case 'States.MathRandom':
      return marked(NUMBER, roots.everyTime);
    case 'States.JsonToString':
      return textOf({ content: 'json' }, marks);
    case 'States.ArrayPartition':
      return arrayOf(arrayOf(childrenOfShape(first)));
    case 'States.ArrayUnique':
      return arrayOf(childrenOfShape(first));
    case 'States.ArrayGetItem':
      return childrenOfShape(first);
    case 'States.ArrayRange':
      return rangeShape(call);
    case 'States.JsonMerge':
      // Which member comes from which of the two is not followed.
      return openObject(unfollowedMarks(marks));
    default:
      return shapeOfKind(call.name, marks);
  }
}

function argumentShape(argument: IntrinsicArgument, roots: PathRoots, log: ReadLog | undefined): Shape {
  switch (argument.kind) {
    case 'call':
      return intrinsicShape(argument, roots, log);
    case 'string':
      return literalText(argument.value);
    case 'number':
      return NUMBER;
    case 'boolean':
      return BOOLEAN;
    case 'null':
      return NULL;
    case 'path':
      return argument.parse.path === undefined ? ANYTHING : pathShape(argument.parse.path, roots, log);
  }
}

function formatShape(call: IntrinsicCall, values: readonly Shape[], marks: number): Shape {
  if (call.arguments.length === 1) return values[0] ?? TEXT_UNKNOWN;
  const bounds = values.map((value) => (value.text === undefined || value.any ? undefined : value.text.maxBytes));
  const isBounded = values.every(({ any, object, array }) => !any && object === undefined && array === undefined);
  const known = bounds.filter((bound) => bound !== undefined);
  const maxBytes =
    isBounded && known.length === bounds.length ? known.reduce((sum, bound) => sum + bound, 0) : undefined;
  return textOf({ maxBytes }, marks);
}

const TEXT_UNKNOWN = textOf({});

/** `States.ArrayRange(1, 9, 2)` with numbers that are written out. */
function rangeShape(call: IntrinsicCall): Shape {
  const [from, to, step] = call.arguments.map((argument) => (argument.kind === 'number' ? argument.value : undefined));
  if (from === undefined || to === undefined || step === undefined || step === 0) return arrayOf(NUMBER);
  const length = Math.max(0, Math.floor((to - from) / step) + 1);
  return arrayOf(NUMBER, length, length);
}

function shapeOfKind(name: string, marks: number): Shape {
  switch (INTRINSIC_FUNCTIONS.get(name)?.returns) {
    case 'array':
      return arrayOf(anything(marks));
    case 'boolean':
      return marked(BOOLEAN, variance(marks));
    case 'number':
      return marked(NUMBER, variance(marks));
    case 'object':
      return openObject(marks);
    case 'string':
      return textOf({}, marks);
    default:
      return anything(marks);
  }
}
