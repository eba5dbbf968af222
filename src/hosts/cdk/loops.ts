/** Loops: as often as they certainly run, or once in doubt. */
import type { Expression, Statement, VariableDeclaration } from '../../script/parse.ts';
import { assignTo, takeApart } from './assignment.ts';
import { placeOf } from './evaluator.ts';
import type { Completion, Evaluator, Frame } from './evaluator.ts';
import { Scope } from './scope.ts';
import { truthOf, undefinedValue, unknownValue } from './values.ts';
import type { Value } from './values.ts';

export function inner(frame: Frame, ev: Evaluator): Frame {
  return { ...frame, scope: new Scope(frame.scope, ev.level) };
}

export function declareVariables(declaration: VariableDeclaration, frame: Frame, ev: Evaluator): void {
  if (declaration.declare === true) return;
  for (const { id, init } of declaration.declarations) {
    const value = init === null ? undefinedValue(placeOf(id, frame)) : ev.evaluate(init, frame);
    takeApart(id, value, frame, ev, (name, part) => frame.scope.declare(name, part));
  }
}

/** Runs code that may not run. After a jump out of it, nothing that follows is certain. */
export function conditionally(code: () => Completion, frame: Frame, ev: Evaluator): Completion {
  const completion = ev.uncertainly(code);
  if (completion === 'return') {
    const { call } = frame;
    call.mayHaveReturned = true;
    if (call.value !== undefined) ev.escape(call.value);
    call.value = undefined;
  }
  if (completion === 'return' || completion === 'break' || completion === 'continue') ev.doubt();
  return undefined;
}

export function runForOf(
  statement: Extract<Statement, { type: 'ForOfStatement' }>,
  frame: Frame,
  ev: Evaluator,
): Completion {
  const over = ev.evaluate(statement.right, frame);
  if (over.kind === 'list' && !over.isOpen) return runEach([...over.items], statement, frame, ev);
  ev.escape(over);
  return runEach(undefined, statement, frame, ev);
}

type Each = Extract<Statement, { type: 'ForOfStatement' | 'ForInStatement' }>;

/** Once for each item; once for a doubtful one when the items are not known. */
export function runEach(items: readonly Value[] | undefined, statement: Each, frame: Frame, ev: Evaluator): Completion {
  if (items === undefined) {
    const item = unknownValue(placeOf(statement.left, frame), 'an item of a list');
    conditionally(() => runOne(item, statement, frame, ev), frame, ev);
    return undefined;
  }
  for (const item of items) {
    const completion = runOne(item, statement, frame, ev);
    if (completion === 'break') break;
    if (completion === 'return' || completion === 'throw') return completion;
  }
  return undefined;
}

function runOne(item: Value, { left, body }: Each, frame: Frame, ev: Evaluator): Completion {
  const scoped = inner(frame, ev);
  if (left.type === 'VariableDeclaration') {
    const id = left.declarations[0]?.id;
    if (id !== undefined) takeApart(id, item, scoped, ev, (name, value) => scoped.scope.declare(name, value));
  } else assignTo(left, item, scoped, ev);
  return ev.run([body], scoped);
}

export function runFor(
  statement: Extract<Statement, { type: 'ForStatement' }>,
  frame: Frame,
  ev: Evaluator,
): Completion {
  const scoped = inner(frame, ev);
  if (statement.init?.type === 'VariableDeclaration') declareVariables(statement.init, scoped, ev);
  else if (statement.init !== null) ev.evaluate(statement.init, scoped);
  return repeat(statement, statement.update, scoped, ev);
}

export function runWhile(
  statement: Extract<Statement, { type: 'WhileStatement' }>,
  frame: Frame,
  ev: Evaluator,
): Completion {
  return repeat(statement, undefined, frame, ev);
}

type Repeated = Extract<Statement, { type: 'ForStatement' | 'WhileStatement' }>;

/** `update` is undefined for a loop without variables of its own. */
function repeat(
  { test, body }: Repeated,
  update: Expression | null | undefined,
  frame: Frame,
  ev: Evaluator,
): Completion {
  let round = frame;
  const advance = (): void => {
    if (update === undefined) return;
    round = { ...round, scope: round.scope.copy() };
    if (update !== null) ev.evaluate(update, round);
  };
  for (;;) {
    const truth = test === null ? true : truthOf(ev.evaluate(test, round));
    if (truth === false) return undefined;
    const scoped = inner(round, ev);
    if (truth === undefined) {
      conditionally(() => ev.run([body], scoped), frame, ev);
      if (update !== undefined && update !== null) ev.uncertainly(() => ev.evaluate(update, round));
      return undefined;
    }
    const completion = ev.run([body], scoped);
    if (completion === 'break') return undefined;
    if (completion === 'return' || completion === 'throw') return completion;
    advance();
  }
}
