/**
 * Which names live across a cut: bound before it and read after it, before they are bound anew. A name counts as read
 * wherever it might be; what is handed over without need does no harm.
 */
import { codesIn, codesOf, statementsIn } from '../../handlers/outline.ts';
import type { Code, CodeStatement, FunctionCode } from '../../handlers/outline.ts';
import type { Language } from '../../handlers/syntax.ts';
import type { Range } from '../../text/source-file.ts';
import { before, contains, restOf } from './cut.ts';
import type { CutLevel } from './cut.ts';

export interface LiveName {
  readonly name: string;
  /** Where it is read first after the cut. */
  readonly range: Range;
  /** Whether it is bound on every way to the call. */
  readonly isCertain: boolean;
}

export function liveNames(level: CutLevel, language: Language): readonly LiveName[] {
  const parameters = level.function.parameters.flatMap((code) => namesOf(code));
  const isScript = language === 'javascript';
  const own = before(level);
  const bound = new Set([...parameters, ...(isScript ? visibleIn(own) : boundIn(own))]);
  const certain = new Set([...parameters, ...(isScript ? bound : certainIn(own))]);
  const reads = readsAfter(level, isScript);
  return [...reads]
    .filter(([name]) => bound.has(name))
    .map(([name, range]) => ({ name, range, isCertain: certain.has(name) }));
}

/** Names that are read after the cut of JavaScript, and are bound before it in a block that may be over. */
export function hiddenNames(level: CutLevel): readonly LiveName[] {
  const visible = visibleIn(before(level));
  const bound = boundIn(before(level));
  const parameters = new Set(level.function.parameters.flatMap((code) => namesOf(code)));
  return [...readsAfter(level, true)]
    .filter(([name]) => bound.has(name) && !visible.has(name) && !parameters.has(name))
    .map(([name, range]) => ({ name, range, isCertain: false }));
}

/** In JavaScript a block has names of its own, which nothing outside of it sees. */
function visibleIn(statements: readonly CodeStatement[]): ReadonlySet<string> {
  return new Set(
    statements.flatMap((statement) => {
      if (statement.kind === 'assign' && !statement.declares) return [];
      return certainOf(
        statement.kind === 'if' || statement.kind === 'try' ? { ...statement, kind: 'pass' } : statement,
      );
    }),
  );
}

class Reads extends Map<string, Range> {
  readonly isScript: boolean;

  constructor(isScript: boolean) {
    super();
    this.isScript = isScript;
  }
}

function readsAfter(level: CutLevel, isScript: boolean): Reads {
  const reads = new Reads(isScript);
  const done = new Set<string>();
  const rest = restOf(level);
  const { statement } = level;
  if (statement.kind === 'assign') {
    const targets = statement.targets.flatMap((code) => namesOf(code));
    for (const code of rest)
      if (!statement.targets.includes(code) || statement.operator !== undefined) readCode(code, done, reads);
      else readTarget(code, done, reads);
    for (const name of targets) done.add(name);
  } else for (const code of rest) readCode(code, done, reads);
  for (const { statements, at, within } of [...level.blocks].reverse()) {
    readAll(statements.slice(at + 1), done, reads);
    // What went wrong may have done so before anything was bound.
    for (const clause of within?.clauses ?? []) readAll(clause.body, new Set([clause.variable ?? '']), reads);
    if (isScript) done.clear();
  }
  return reads;
}

function readAll(statements: readonly CodeStatement[], done: Set<string>, reads: Reads): void {
  for (const statement of statements) read(statement, done, reads);
}

function read(statement: CodeStatement, done: Set<string>, reads: Reads): void {
  switch (statement.kind) {
    case 'assign':
      readAssign(statement, done, reads);
      return;
    case 'if': {
      readCode(statement.test, done, reads);
      const [then, otherwise] = [new Set(done), new Set(done)];
      readAll(statement.then, then, reads);
      readAll(statement.otherwise, otherwise, reads);
      if (!reads.isScript)
        addAll(
          done,
          [...then].filter((name) => otherwise.has(name)),
        );
      return;
    }
    case 'loop':
    case 'with':
      readHeaded(statement, done, reads);
      return;
    case 'try':
      readTry(statement, done, reads);
      return;
    case 'define':
      readFunction(statement.function, done, reads);
      done.add(statement.function.name);
      return;
    case 'import':
      addAll(done, statement.names);
      return;
    default:
      for (const code of codesOf(statement)) readCode(code, done, reads);
      readAll(statementsIn(statement), new Set(done), reads);
  }
}

function addAll(names: Set<string>, more: readonly string[]): void {
  for (const name of more) names.add(name);
}

function readAssign(
  { value, targets, operator }: Extract<CodeStatement, { kind: 'assign' }>,
  done: Set<string>,
  reads: Reads,
): void {
  if (value !== undefined) readCode(value, done, reads);
  for (const target of targets) {
    if (operator === undefined) readTarget(target, done, reads);
    else readCode(target, done, reads);
  }
  addAll(
    done,
    targets.flatMap((target) => namesOf(target)),
  );
}

function readHeaded(
  statement: Extract<CodeStatement, { kind: 'loop' | 'with' }>,
  done: Set<string>,
  reads: Reads,
): void {
  for (const head of statement.heads) readCode(head, done, reads);
  for (const target of statement.targets) readTarget(target, done, reads);
  // A loop may have nothing to go over.
  const inside = statement.kind === 'loop' ? new Set(done) : done;
  addAll(
    inside,
    statement.targets.flatMap((target) => namesOf(target)),
  );
  readAll(statement.body, inside, reads);
  if (statement.kind === 'loop') readAll(statement.otherwise, new Set(done), reads);
}

function readTry(statement: Extract<CodeStatement, { kind: 'try' }>, done: Set<string>, reads: Reads): void {
  const start = new Set(done);
  readAll(statement.body, done, reads);
  for (const { variable, body } of statement.clauses) readAll(body, new Set([...start, variable ?? '']), reads);
  readAll(statement.otherwise, new Set(done), reads);
  readAll(statement.finally, new Set(start), reads);
  const isLeft = !reads.isScript && statement.clauses.every(({ body }) => endsFunction(body));
  if (!isLeft) for (const name of [...done]) if (!start.has(name)) done.delete(name);
}

function endsFunction(body: readonly CodeStatement[]): boolean {
  return ['return', 'raise'].includes(body.at(-1)?.kind ?? '');
}

function readCode(code: Code, done: ReadonlySet<string>, reads: Reads): void {
  switch (code.kind) {
    case 'name':
      if (!done.has(code.name) && !reads.has(code.name)) reads.set(code.name, { start: code.start, end: code.end });
      return;
    case 'closure':
      readFunction(code.function, done, reads);
      return;
    case 'comprehension': {
      const inside = new Set([...done, ...code.targets.flatMap((target) => namesOf(target))]);
      const [first, ...others] = code.sources;
      if (first !== undefined) readCode(first, done, reads);
      for (const part of [...others, ...code.elements]) readCode(part, inside, reads);
      return;
    }
    default:
      for (const part of codesIn(code)) readCode(part, done, reads);
  }
}

function readFunction({ parameters, defaults, body }: FunctionCode, done: ReadonlySet<string>, reads: Reads): void {
  for (const code of defaults) readCode(code, done, reads);
  readAll(body, new Set([...done, ...parameters.flatMap((code) => namesOf(code))]), reads);
}

/** `a[b] = …` reads both; `a = …` reads nothing. */
function readTarget(code: Code, done: ReadonlySet<string>, reads: Reads): void {
  if (code.kind === 'name') return;
  if (code.kind === 'other' || code.kind === 'list' || code.kind === 'spread' || code.kind === 'dict')
    for (const part of codesIn(code)) readTarget(part, done, reads);
  else readCode(code, done, reads);
}

/** Names that a target binds. */
export function namesOf(target: Code): readonly string[] {
  if (target.kind === 'other' && target.what === 'a default')
    return target.parts.slice(0, 1).flatMap((part) => namesOf(part));
  switch (target.kind) {
    case 'name':
      return [target.name];
    case 'other':
    case 'list':
    case 'spread':
      return codesIn(target).flatMap((part) => namesOf(part));
    case 'dict':
      return target.entries.flatMap(({ value }) => namesOf(value));
    default:
      return [];
  }
}

/** Names that statements may bind, in whatever is inside them but functions. */
export function boundIn(statements: readonly CodeStatement[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (statement: CodeStatement): void => {
    addAll(found, boundBy(statement));
    for (const code of codesOf(statement)) addAll(found, walrusNames(code));
    if (statement.kind !== 'define' && statement.kind !== 'class') statementsIn(statement).forEach(visit);
  };
  statements.forEach(visit);
  return found;
}

/** What a statement binds itself; of what is not followed, all its names. */
function boundBy(statement: CodeStatement): readonly string[] {
  switch (statement.kind) {
    case 'assign':
    case 'loop':
    case 'with':
      return statement.targets.flatMap((target) => namesOf(target));
    case 'import':
      return statement.names;
    case 'define':
      return [statement.function.name];
    case 'class':
      return [statement.name];
    case 'try':
      return statement.clauses.flatMap(({ variable }) => (variable === undefined ? [] : [variable]));
    case 'other':
      return statement.parts.flatMap(allNames);
    default:
      return [];
  }
}

function allNames(code: Code): readonly string[] {
  return code.kind === 'name' ? [code.name] : codesIn(code).flatMap((part) => allNames(part));
}

function walrusNames(code: Code): readonly string[] {
  const inside = codesIn(code).flatMap((part) => walrusNames(part));
  const isBinding = code.kind === 'other' && code.what === 'the operator `:=`';
  return isBinding ? [...inside, ...(code.parts[0]?.kind === 'name' ? [code.parts[0].name] : [])] : inside;
}

/** Names that are bound whenever the statements come to their end. */
export function certainIn(statements: readonly CodeStatement[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const statement of statements) for (const name of certainOf(statement)) found.add(name);
  return found;
}

function certainOf(statement: CodeStatement): readonly string[] {
  switch (statement.kind) {
    case 'assign':
      return statement.targets.flatMap((target) => namesOf(target));
    case 'import':
      return statement.names;
    case 'define':
      return [statement.function.name];
    case 'with':
      return [...statement.targets.flatMap((target) => namesOf(target)), ...certainIn(statement.body)];
    case 'if':
      return inAll([statement.then, statement.otherwise]);
    case 'try':
      return inAll([statement.body, ...statement.clauses.map(({ body }) => body)]);
    default:
      return [];
  }
}

/** A branch that ends the function binds nothing for those who come after. */
function inAll(branches: readonly (readonly CodeStatement[])[]): readonly string[] {
  const open = branches.filter((branch) => !endsFunction(branch));
  const [first, ...others] = open.map((branch) => certainIn(branch));
  return first === undefined ? [] : [...first].filter((name) => others.every((other) => other.has(name)));
}

/** The statement that binds a name before the cut, if it is the only one and stands in the straight line. */
export function onlyBinding(level: CutLevel, name: string): CodeStatement | undefined {
  const binding = before(level).filter((statement) => boundIn([statement]).has(name));
  const [only] = binding;
  const isParameter = level.function.parameters.some((code) => namesOf(code).includes(name));
  return binding.length === 1 && !isParameter && only !== undefined && !contains(only, level.hole) ? only : undefined;
}
