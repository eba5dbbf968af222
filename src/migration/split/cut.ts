/**
 * Finds where a handler can be cut at its model call: the statement that holds the call, in a straight line from the start
 * of the handler, through functions of the same file that are called once. A `try` around it may log and raise again.
 */
import { allCodes, allStatements, codeAndParts, codesIn, codesOf, dottedName } from '../../handlers/outline.ts';
import type { Code, CodeClause, CodeStatement, FunctionCode, Outline } from '../../handlers/outline.ts';
import type { Range } from '../../text/source-file.ts';
import type { Refusals } from './refusals.ts';

export type CallCode = Extract<Code, { readonly kind: 'call' }>;
export type TryStatement = Extract<CodeStatement, { readonly kind: 'try' }>;
/** The statement that holds the call. */
export type CutStatement = Extract<CodeStatement, { readonly kind: 'expression' | 'assign' | 'return' | 'raise' }>;

/** A list of statements and the one of them that the cut goes through. */
export interface CutBlock {
  readonly statements: readonly CodeStatement[];
  readonly at: number;
  /** The `try` that the list is the body of. */
  readonly within: TryStatement | undefined;
}

export interface CutLevel {
  readonly function: FunctionCode;
  /** From the body of the function inwards. */
  readonly blocks: readonly CutBlock[];
  readonly statement: CutStatement;
  /** The model call, or the call of the next level. */
  readonly hole: CallCode;
}

/** The handler first, the function with the model call last. */
export interface Cut {
  readonly text: string;
  readonly outline: Outline;
  readonly levels: readonly CutLevel[];
  /** All functions that the handler may come to. */
  readonly reachable: readonly FunctionCode[];
  readonly functions: ReadonlyMap<string, FunctionCode>;
}

export interface CutSource {
  readonly text: string;
  readonly outline: Outline;
  /** Name of the function. */
  readonly handler: string;
  /** The model call. */
  readonly call: Range;
}

export function findCut({ text, outline, handler, call }: CutSource, refusals: Refusals): Cut | undefined {
  const functions = functionsOf(outline);
  const top = functions.get(handler);
  if (top === undefined) {
    refusals.add('source', `the function ${handler} is not found at the top of the file`, 'Define it there.', call);
    return undefined;
  }
  const reachable = reachableFrom(top, functions, classesOf(outline));
  const levels = levelsTo(top, call, { reachable, refusals });
  return levels === undefined ? undefined : { text, outline, levels, reachable, functions };
}

/** Functions of the file itself, by their names; those of `exports` as well. */
export function functionsOf({ body }: Outline): ReadonlyMap<string, FunctionCode> {
  const found = new Map<string, FunctionCode>();
  for (const statement of body) {
    if (statement.kind === 'define') found.set(statement.function.name, statement.function);
    if (statement.kind !== 'assign' || statement.value?.kind !== 'closure') continue;
    const [target] = statement.targets;
    const name = target === undefined ? undefined : dottedName(target)?.replace(/^(?:module\.)?exports\./, '');
    if (name !== undefined) found.set(name, { ...statement.value.function, name });
  }
  return found;
}

/** Methods of the classes of the file. */
function classesOf({ body }: Outline): ReadonlyMap<string, readonly FunctionCode[]> {
  return new Map(
    body.flatMap((statement) =>
      statement.kind === 'class'
        ? [[statement.name, statement.body.flatMap((one) => (one.kind === 'define' ? [one.function] : []))] as const]
        : [],
    ),
  );
}

function reachableFrom(
  top: FunctionCode,
  functions: ReadonlyMap<string, FunctionCode>,
  classes: ReadonlyMap<string, readonly FunctionCode[]>,
): readonly FunctionCode[] {
  const found = new Set([top]);
  for (const one of found) {
    for (const code of allCodes(one.body)) {
      const name = code.kind === 'name' ? code.name : '';
      const own = functions.get(name);
      for (const next of [...(own === undefined ? [] : [own]), ...(classes.get(name) ?? [])]) found.add(next);
    }
  }
  return [...found];
}

interface Search {
  readonly reachable: readonly FunctionCode[];
  readonly refusals: Refusals;
}

/** From the function with the call outwards to the handler. */
function levelsTo(top: FunctionCode, call: Range, { reachable, refusals }: Search): readonly CutLevel[] | undefined {
  const levels: CutLevel[] = [];
  let wanted: Range = call;
  for (let depth = 0; depth < MAX_LEVELS; depth++) {
    const inside = reachable.find((one) => callAt(one, wanted) !== undefined);
    const hole = inside === undefined ? undefined : callAt(inside, wanted);
    if (inside === undefined || hole === undefined) break;
    const level = levelOf(inside, hole, refusals);
    if (level === undefined) return undefined;
    levels.unshift(level);
    if (inside === top) return levels;
    const uses = reachable.flatMap((one) =>
      [...allCodes(one.body)].filter((code) => code.kind === 'name' && code.name === inside.name),
    );
    const callers = reachable.flatMap((one) =>
      [...allCodes(one.body)].filter(
        (code) => code.kind === 'call' && code.callee.kind === 'name' && code.callee.name === inside.name,
      ),
    );
    const [caller] = callers;
    if (uses.length === 0) break;
    if (caller === undefined || uses.length !== 1) {
      refusals.add(
        'one-call',
        `${inside.name}, which calls the model, is used in ${String(uses.length)} places`,
        'Call it once, as a plain call.',
        uses[1] ?? call,
      );
      return undefined;
    }
    wanted = caller;
  }
  refusals.add(
    'one-call',
    'the call is inside a class, a nested function, or functions that call each other too deep',
    'Make the call in the handler, or in one function that the handler calls.',
    call,
  );
  return undefined;
}

const MAX_LEVELS = 4;

function callAt({ body }: FunctionCode, { start, end }: Range): CallCode | undefined {
  for (const code of allCodes(body)) {
    if (code.kind === 'call' && code.start === start && code.end === end) return code;
  }
  return undefined;
}

function levelOf(inside: FunctionCode, hole: CallCode, refusals: Refusals): CutLevel | undefined {
  const blocks: CutBlock[] = [];
  let statements = inside.body;
  let within: TryStatement | undefined;
  for (;;) {
    const at = statements.findIndex((one) => contains(one, hole));
    const statement = statements[at];
    if (statement === undefined) return undefined;
    blocks.push({ statements, at, within });
    if (statement.kind === 'expression' || statement.kind === 'assign' || statement.kind === 'return') {
      const level = { function: inside, blocks, statement, hole };
      return isReached(level, refusals) ? level : undefined;
    }
    if (statement.kind !== 'try' || !statement.body.some((one) => contains(one, hole))) {
      const [message, unblock] = obstacle(statement);
      refusals.add('one-call', message, unblock, statement);
      return undefined;
    }
    checkTry(statement, refusals);
    within = statement;
    ({ body: statements } = statement);
  }
}

function obstacle({ kind }: CodeStatement): readonly [message: string, unblock: string] {
  switch (kind) {
    case 'if':
      return [
        'the call is on one side of a branch',
        'Return early where no call is wanted, and make the call after that, in a straight line.',
      ];
    case 'loop':
      return ['the call is in a loop', 'Move the loop into a Map state; then this function has one call.'];
    case 'with':
      return ['the call is inside a `with` block', 'Make the call outside of the block.'];
    default:
      return ['the call is inside a block that is not followed', 'Make the call in a straight line.'];
  }
}

function checkTry(statement: TryStatement, refusals: Refusals): void {
  if (statement.finally.length > 0 || statement.otherwise.length > 0) {
    refusals.add(
      'errors',
      'the call is in a `try` with an `else` or a `finally` block',
      'Leave these blocks out, and do their work after the `try`.',
      statement,
    );
  }
  for (const clause of statement.clauses) {
    if (raisesAgain(clause)) continue;
    const problem = isSwallowed(clause)
      ? 'an error of the call is swallowed here: the function goes on without an answer'
      : 'an error of the call becomes another one here, or something is done before it is raised again';
    refusals.add('errors', problem, 'Log the error and raise it again, and let Catch of the state handle it.', clause);
  }
}

function isSwallowed({ body }: CodeClause): boolean {
  return body.at(-1)?.kind !== 'raise';
}

/** Logs, and raises the same error. */
function raisesAgain({ body, variable }: CodeClause): boolean {
  const last = body.at(-1);
  if (last?.kind !== 'raise') return false;
  const { value } = last;
  const isSame = value === undefined || (value.kind === 'name' && value.name === variable);
  return isSame && body.slice(0, -1).every(isLog);
}

const LOG = /^(?:print|traceback\.print_exc|console\.\w+|(?:\w+\.)*(?:log|logger|logging|LOG|LOGGER|Logger)\.\w+)$/;

export function isLog(statement: CodeStatement): boolean {
  if (statement.kind === 'pass') return true;
  if (statement.kind !== 'expression') return false;
  const { value } = statement;
  if (value.kind !== 'call') return false;
  return LOG.test(dottedName(value.callee) ?? '');
}

export function contains(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Whether nothing of the statement is evaluated before the call but plain names, and the call is always made. */
function isReached({ statement, hole }: CutLevel, refusals: Refusals): boolean {
  const roots = statement.kind === 'assign' ? [statement.value] : codesOf(statement);
  for (let code = roots.find((one) => one !== undefined && contains(one, hole)); code !== undefined && code !== hole;) {
    const parts: readonly Code[] = codesIn(code);
    const at = parts.findIndex((part) => contains(part, hole));
    const next = parts[at];
    const isFirst = at === 0 || !ALTERNATIVES.has(code.kind === 'operation' ? code.operator : '');
    if (next === undefined || !STRAIGHT.has(code.kind) || !isFirst) {
      refusals.add(
        'one-call',
        'the call is made under a condition, or for each item',
        'Make the call in a statement of its own.',
        code,
      );
      return false;
    }
    const early = parts.slice(0, at).find((part) => !isTrivial(part));
    if (early !== undefined) {
      refusals.add(
        'one-call',
        'something is computed before the call in the same statement',
        'Put the call into a statement of its own: `response = …`.',
        early,
      );
      return false;
    }
    code = next;
  }
  return true;
}

const ALTERNATIVES: ReadonlySet<string> = new Set(['and', 'or', '&&', '||', '??']);
const STRAIGHT: ReadonlySet<Code['kind']> = new Set([
  'attribute',
  'subscript',
  'slice',
  'call',
  'await',
  'list',
  'dict',
  'operation',
  'template',
]);

function isTrivial(code: Code): boolean {
  if (code.kind === 'attribute') return isTrivial(code.of);
  // `new TextDecoder()`
  if (code.kind === 'call') return code.isNew && code.arguments.length === 0 && code.callee.kind === 'name';
  return code.kind === 'name' || code.kind === 'text' || code.kind === 'constant';
}

/** Statements before the cut, and after it, without the one that is cut. */
export function before({ blocks }: CutLevel): readonly CodeStatement[] {
  return blocks.flatMap(({ statements, at }) => statements.slice(0, at));
}

export function after({ blocks }: CutLevel): readonly CodeStatement[] {
  return [...blocks]
    .reverse()
    .flatMap(({ statements, at, within }) => [
      ...statements.slice(at + 1),
      ...(within?.clauses.flatMap(({ body }) => body) ?? []),
    ]);
}

/** Expressions of the cut statement that are evaluated after the call. */
export function restOf({ statement, hole }: CutLevel): readonly Code[] {
  const skip = (code: Code): readonly Code[] => {
    if (code === hole) return [];
    return contains(code, hole) ? codesIn(code).flatMap(skip) : [code];
  };
  return codesOf(statement).flatMap(skip);
}

/** `return` statements of a function before the cut, closures left out. */
export function earlyReturns(level: CutLevel): readonly CodeStatement[] {
  const closures = new Set<CodeStatement>();
  for (const statement of allStatements(before(level)))
    if (statement.kind === 'define') for (const one of allStatements(statement.function.body)) closures.add(one);
  const inLambdas = new Set<CodeStatement>();
  for (const code of allCodes(before(level)))
    for (const part of codeAndParts(code))
      if (part.kind === 'closure') for (const one of allStatements(part.function.body)) inLambdas.add(one);
  return [...allStatements(before(level))].filter(
    (one) => one.kind === 'return' && !closures.has(one) && !inLambdas.has(one),
  );
}
