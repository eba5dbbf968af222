/** Statements in their order. Each gives how it ends; what comes after a branch is followed on both of its sides. */
import type { Range } from '../../text/source-file.ts';
import type { Expression, Statement } from '../syntax.ts';
import type { Value } from '../values.ts';
import { assign } from './assignment.ts';
import { followIf, goOn } from './branches.ts';
import { addRefusal, checkNow } from './checks.ts';
import type { Completion } from './completion.ts';
import { isCaught } from './caught.ts';
import { SAME_ERROR } from './findings.ts';
import { followItemLoop } from './item-loops.ts';
import { passLoop } from './loops.ts';
import type { Run } from './run.ts';
import { followAttempts, followTry } from './tries.ts';

type StatementOf<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

export function execute(run: Run, statements: readonly Statement[]): Completion {
  for (const [i, statement] of statements.entries()) {
    const end = followStatement(run, statement);
    if (end.kind === 'next') {
      run.memory.restore(end.state);
      continue;
    }
    return end.kind === 'split' ? goOn(run, end, statements.slice(i + 1)) : end;
  }
  return next(run);
}

function next({ memory }: Run): Completion {
  return { kind: 'next', state: memory.snapshot() };
}

function followStatement(run: Run, statement: Statement): Completion {
  switch (statement.kind) {
    case 'return':
      return followReturn(run, statement);
    case 'raise':
      return followRaise(run, statement);
    case 'if':
      return followIf(run, statement);
    case 'try':
      return followTry(run, statement);
    case 'loop':
      return followAttempts(run, statement) ?? followItemLoop(run, statement) ?? passLoop(run, statement);
    default:
      effectOf(run, statement);
      return next(run);
  }
}

type PlainStatement = Exclude<Statement, StatementOf<'return' | 'raise' | 'if' | 'try' | 'loop'>>;

/** What goes on in any case. */
function effectOf(run: Run, statement: PlainStatement): void {
  switch (statement.kind) {
    case 'pass':
      return;
    case 'import':
      importNames(run, statement);
      return;
    case 'define':
      defineFunction(run, statement);
      return;
    case 'class':
      defineClass(run, statement);
      return;
    case 'expression':
      run.discard(run.evaluate(statement.value), statement);
      return;
    case 'assign':
      assign(run, statement);
      return;
    case 'jump': {
      const help = 'Choose the items with a comprehension.';
      run.block('pure-ops', `\`${statement.to}\` is not followed`, help, statement);
      return;
    }
    case 'unsupported':
      passUnsupported(run, statement);
  }
}

function importNames({ memory }: Run, { module, names }: StatementOf<'import'>): void {
  for (const { name, local } of names)
    memory.set(local, { kind: 'module', name: name === undefined ? module : `${module}.${name}` });
}

export function defineFunction(run: Run, statement: StatementOf<'define'>): void {
  const { name, parts, decorators } = statement;
  const decorator = decorators.find((one) => !run.dialect.isTransparentDecorator(one));
  if (decorator === undefined) {
    run.memory.set(name, { kind: 'function', parts, name, scope: run.memory.closure() });
    return;
  }
  const range = firstCharacter(statement);
  const message = `the function ${name} is wrapped by @${decorator}, which may change what it does`;
  run.memory.set(name, run.standIn('pure-ops', message, 'Remove the decorator.', range));
  run.findings.wrapped.set(name, { decorator, parts, range });
}

/** A class of errors is its name; what else a class does is not followed. */
function defineClass(run: Run, statement: StatementOf<'class'>): void {
  const { name, bases } = statement;
  const isError = bases.some((base) => /(?:Error|Exception)$/.test(base));
  const [message, help] = [`the class ${name} is not followed`, 'Use functions and dictionaries.'];
  const value: Value = isError
    ? { kind: 'error', name }
    : run.standIn('pure-ops', message, help, firstCharacter(statement));
  run.memory.set(name, value);
}

function firstCharacter({ start }: Range): Range {
  return { start, end: start + 1 };
}

function followReturn(run: Run, statement: StatementOf<'return'>): Completion {
  const value = statement.value === undefined ? run.nothing(statement) : run.evaluate(statement.value);
  // Where it is evaluated decides which clause catches its failure.
  if (value.kind === 'data' && run.findings.failing.within !== undefined) checkNow(run, value.expr);
  return { kind: 'return', value, state: run.memory.snapshot() };
}

function followRaise(run: Run, { value, start, end }: StatementOf<'raise'>): Completion {
  const range = { start, end };
  const error = value === undefined ? run.around.handled : errorName(run, value, range);
  if (error === undefined) {
    const message = 'it raises an error whose class cannot be seen here';
    run.block('errors', message, 'Raise an error by the name of its class.', range);
  } else if (error !== SAME_ERROR) run.findings.raised.add(error);
  addRefusal(run, error ?? 'Error', range);
  return { kind: 'raise' };
}

function errorName(run: Run, expression: Expression, range: Range): string | undefined {
  const value = run.evaluate(expression);
  if (value.kind === 'error') return value.name;
  // What is being handled is raised again.
  if (isCaught(value)) return SAME_ERROR;
  if (value.kind === 'opaque' && run.around.handled !== undefined) return run.around.handled;
  run.discard(value, range);
  return undefined;
}

function passUnsupported(run: Run, statement: StatementOf<'unsupported'>): void {
  for (const part of statement.within) run.evaluate(part);
  const help = 'Write it without, or keep it in a function of its own.';
  run.block('pure-ops', `${statement.what} is not followed`, help, statement);
  if (statement.body.length > 0) run.execute(statement.body);
}
