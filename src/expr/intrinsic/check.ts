/**
 * What can be said of an intrinsic call from its text and the table of functions: findings with a code, a range and
 * data. How bad each is, and its words, are for rules; what comes from a path is not known here and never judged.
 */
import { HASH_ALGORITHMS, INTRINSIC_FUNCTIONS, MAX_MATH_ADD, MIN_MATH_ADD } from '../../aws/intrinsic-functions.ts';
import type { Limits } from '../../aws/limits.ts';
import type { Range } from '../../text/source-file.ts';
import type { PathProblem } from '../jsonpath/path.ts';
import type { IntrinsicArgument, IntrinsicCall, IntrinsicNumber } from './parse.ts';

export type IntrinsicFinding = Range &
  (
    | { readonly code: 'unknown-function'; readonly name: string }
    | {
        readonly code: 'wrong-arity';
        readonly name: string;
        readonly given: number;
        readonly min: number;
        readonly max: number | undefined;
      }
    | { readonly code: 'placeholder-count'; readonly placeholders: number; readonly given: number }
    /** A `{` or `}` alone in a template; what the service makes of it is not recorded. */
    | { readonly code: 'lone-brace'; readonly brace: '{' | '}' }
    | { readonly code: 'illegal-escape'; readonly character: string }
    | { readonly code: 'bad-path'; readonly problem: PathProblem }
    /** Calls inside calls; at the first call too deep. */
    | { readonly code: 'nesting-depth'; readonly depth: number; readonly limit: number }
    /** All calls of the text together: the documented limit may mean either. */
    | { readonly code: 'call-count'; readonly count: number; readonly limit: number }
    | { readonly code: 'range-step-zero' }
    | { readonly code: 'range-too-long'; readonly count: number; readonly limit: number }
    | { readonly code: 'partition-size'; readonly size: number }
    | { readonly code: 'unknown-algorithm'; readonly algorithm: string }
    | { readonly code: 'deep-merge' }
    | { readonly code: 'text-too-long'; readonly name: string; readonly length: number; readonly limit: number }
    | { readonly code: 'number-out-of-range'; readonly value: number }
  );

export type IntrinsicFindingCode = IntrinsicFinding['code'];

/** In writing order of the calls they belong to. */
export function checkIntrinsic(call: IntrinsicCall, limits: Limits): readonly IntrinsicFinding[] {
  const calls = callsOf(call);
  const limit = limits.nestedIntrinsics;
  const findings = calls.flatMap(({ call: inner, depth }): readonly IntrinsicFinding[] => [
    ...checkArity(inner),
    ...inner.arguments.flatMap(checkArgument),
    ...checkConstants(inner, limits),
    ...(depth === limit + 1 ? [{ code: 'nesting-depth', depth, limit, ...inner.nameRange } as const] : []),
  ]);
  if (calls.length <= limit) return findings;
  return [...findings, { code: 'call-count', count: calls.length, limit, ...call.nameRange }];
}

/** Every call of a text with its depth, the outermost being 1, in writing order. */
export function callsOf(call: IntrinsicCall, depth = 1): readonly { call: IntrinsicCall; depth: number }[] {
  const inner = call.arguments.flatMap((argument) => (argument.kind === 'call' ? callsOf(argument, depth + 1) : []));
  return [{ call, depth }, ...inner];
}

/** Every path argument of a call, at any depth. */
export function pathArguments(call: IntrinsicCall): readonly Extract<IntrinsicArgument, { kind: 'path' }>[] {
  return callsOf(call).flatMap(({ call: inner }) =>
    inner.arguments.flatMap((argument) => (argument.kind === 'path' ? [argument] : [])),
  );
}

function checkArity(call: IntrinsicCall): readonly IntrinsicFinding[] {
  const { name, nameRange } = call;
  const known = INTRINSIC_FUNCTIONS.get(name);
  if (known === undefined) return [{ code: 'unknown-function', name, ...nameRange }];
  const given = call.arguments.length;
  const { minArguments: min, maxArguments: max } = known;
  if (given >= min && (max === undefined || given <= max)) return name === 'States.Format' ? checkFormat(call) : [];
  return [{ code: 'wrong-arity', name, given, min, max, ...nameRange }];
}

function checkFormat(call: IntrinsicCall): readonly IntrinsicFinding[] {
  const template = call.arguments[0];
  if (template?.kind !== 'string') return [];
  const { placeholders, loneBraces, start, end } = template;
  const braces = loneBraces.map((brace): IntrinsicFinding => ({ code: 'lone-brace', ...brace }));
  const given = call.arguments.length - 1;
  if (placeholders.length === given) return braces;
  return [...braces, { code: 'placeholder-count', placeholders: placeholders.length, given, start, end }];
}

function checkArgument(argument: IntrinsicArgument): readonly IntrinsicFinding[] {
  const { start, end } = argument;
  if (argument.kind === 'path' && argument.parse.problem !== undefined) {
    const { problem } = argument.parse;
    return [{ code: 'bad-path', problem, start: Math.max(start, problem.start), end: Math.min(end, problem.end) }];
  }
  if (argument.kind !== 'string') return [];
  return argument.escapes
    .filter(({ isKnown }) => !isKnown)
    .map(({ character, ...range }) => ({ code: 'illegal-escape', character, start: range.start, end: range.end }));
}

function checkConstants(call: IntrinsicCall, limits: Limits): readonly IntrinsicFinding[] {
  const [first, second, third] = call.arguments;
  switch (call.name) {
    case 'States.ArrayRange':
      return checkRange(call, limits.arrayRangeItems);
    case 'States.ArrayPartition':
      if (second?.kind !== 'number' || second.value > 0) return [];
      return [{ code: 'partition-size', size: second.value, start: second.start, end: second.end }];
    case 'States.Base64Decode':
    case 'States.Base64Encode':
      return checkLength(call, first, limits.intrinsicTextCharacters);
    case 'States.Hash':
      return [...checkLength(call, first, limits.intrinsicTextCharacters), ...checkAlgorithm(second)];
    case 'States.JsonMerge':
      if (third?.kind !== 'boolean' || third.text === 'false') return [];
      return [{ code: 'deep-merge', start: third.start, end: third.end }];
    case 'States.MathAdd':
      return call.arguments.flatMap(checkAddend);
    default:
      return [];
  }
}

function checkRange(call: IntrinsicCall, limit: number): readonly IntrinsicFinding[] {
  const [from, to, step] = call.arguments;
  if (step?.kind !== 'number') return [];
  if (step.value === 0) return [{ code: 'range-step-zero', start: step.start, end: step.end }];
  if (from?.kind !== 'number' || to?.kind !== 'number' || ![from, to, step].every(isWhole)) return [];
  const count = Math.floor((to.value - from.value) / step.value) + 1;
  if (count <= limit) return [];
  return [{ code: 'range-too-long', count, limit, start: from.start, end: step.end }];
}

/** How the service rounds is recorded for `States.MathAdd` alone. */
function isWhole({ value }: IntrinsicNumber): boolean {
  return Number.isInteger(value);
}

function checkAlgorithm(argument: IntrinsicArgument | undefined): readonly IntrinsicFinding[] {
  if (argument?.kind !== 'string' || HASH_ALGORITHMS.includes(argument.value)) return [];
  return [{ code: 'unknown-algorithm', algorithm: argument.value, start: argument.start, end: argument.end }];
}

function checkLength(
  { name }: IntrinsicCall,
  argument: IntrinsicArgument | undefined,
  limit: number,
): readonly IntrinsicFinding[] {
  if (argument?.kind !== 'string' || argument.value.length <= limit) return [];
  const { start, end, value } = argument;
  return [{ code: 'text-too-long', name, length: value.length, limit, start, end }];
}

function checkAddend(argument: IntrinsicArgument): readonly IntrinsicFinding[] {
  if (argument.kind !== 'number' || (argument.value >= MIN_MATH_ADD && argument.value <= MAX_MATH_ADD)) return [];
  return [{ code: 'number-out-of-range', value: argument.value, start: argument.start, end: argument.end }];
}
