/** Runs statements. A branch that is taken on an unknown condition runs, but leaves only what is unknown behind. */
import type { ClassNode, Expression, FunctionNode, ScriptNode, Statement } from '../../script/parse.ts';
import { takeApart } from './assignment.ts';
import { makeClass } from './classes.ts';
import { GivenUp, placeOf } from './evaluator.ts';
import type { Completion, Evaluator, Frame } from './evaluator.ts';
import { conditionally, declareVariables, inner, runEach, runFor, runForOf, runWhile } from './loops.ts';
import { binary } from './operators.ts';
import { Scope } from './scope.ts';
import { addedText } from './texts.ts';
import { truthOf, undefinedValue, unknownValue } from './values.ts';
import type { RecordValue, Value } from './values.ts';

export function runStatements(statements: readonly Statement[], frame: Frame, ev: Evaluator): Completion {
  hoist(statements, frame, ev);
  for (const statement of statements) {
    const completion = runStatement(statement, frame, ev);
    if (completion !== undefined) return completion;
  }
  return undefined;
}

/** Functions are there before the code around them runs. */
function hoist(statements: readonly Statement[], frame: Frame, ev: Evaluator): void {
  for (const statement of statements) {
    const declared = declarationIn(statement);
    if (declared?.type !== 'FunctionDeclaration' || declared.id === null) continue;
    frame.scope.declare(declared.id.name, ev.evaluate(declared, frame));
  }
}

export function declarationIn(statement: Statement): ScriptNode | undefined {
  if (statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration') {
    return statement.declaration ?? undefined;
  }
  return statement;
}

function runStatement(statement: Statement, frame: Frame, ev: Evaluator): Completion {
  switch (statement.type) {
    case 'ExpressionStatement':
      ev.evaluate(statement.expression, frame);
      return undefined;
    case 'VariableDeclaration':
      declareVariables(statement, frame, ev);
      return undefined;
    case 'ReturnStatement':
      frame.call.value =
        statement.argument === null
          ? undefinedValue(placeOf(statement, frame))
          : ev.evaluate(statement.argument, frame);
      return 'return';
    case 'BlockStatement':
      return ev.run(statement.body, { ...frame, scope: new Scope(frame.scope, ev.level) });
    case 'IfStatement':
      return runIf(statement, frame, ev);
    case 'ClassDeclaration':
      if (statement.id !== null) frame.scope.declare(statement.id.name, makeClass(statement, frame, ev));
      return undefined;
    case 'TSEnumDeclaration':
      frame.scope.declare(statement.id.name, makeEnum(statement, frame, ev));
      return undefined;
    case 'ThrowStatement':
      return 'throw';
    case 'BreakStatement':
    case 'ContinueStatement':
      if (statement.label !== null) throw new GivenUp('a labelled jump');
      return statement.type === 'BreakStatement' ? 'break' : 'continue';
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
      return runExported(statement, frame, ev);
    default:
      return runCompound(statement, frame, ev);
  }
}

function runCompound(statement: Statement, frame: Frame, ev: Evaluator): Completion {
  switch (statement.type) {
    case 'ForOfStatement':
      return runForOf(statement, frame, ev);
    case 'ForInStatement': {
      const object = ev.evaluate(statement.right, frame);
      const isKnown = object.kind === 'record' && !object.isOpen;
      const names = isKnown ? [...object.members].map(([name, { key }]) => addedText(name, key.place)) : undefined;
      return runEach(names, statement, frame, ev);
    }
    case 'ForStatement':
      return runFor(statement, frame, ev);
    case 'WhileStatement':
      return runWhile(statement, frame, ev);
    case 'DoWhileStatement':
      ev.uncertainly(() => runStatement(statement.body, frame, ev));
      return undefined;
    case 'SwitchStatement':
      return runSwitch(statement, frame, ev);
    case 'TryStatement': {
      const first = conditionally(() => ev.run(statement.block.body, inner(frame, ev)), frame, ev);
      const { handler } = statement;
      if (handler !== null)
        conditionally(() => ev.run(handler.body.body, catching(handler.param, frame, ev)), frame, ev);
      const last = statement.finalizer === null ? undefined : ev.run(statement.finalizer.body, inner(frame, ev));
      return last ?? first;
    }
    case 'LabeledStatement':
      return runStatement(statement.body, frame, ev);
    default:
      return undefined;
  }
}

function catching(param: ScriptNode | null, frame: Frame, ev: Evaluator): Frame {
  const scoped = inner(frame, ev);
  if (param === null) return scoped;
  const error = unknownValue(placeOf(param, frame), 'an error');
  takeApart(param, error, scoped, ev, (name, value) => scoped.scope.declare(name, value));
  return scoped;
}

function runExported(
  statement: Extract<Statement, { type: 'ExportNamedDeclaration' | 'ExportDefaultDeclaration' }>,
  frame: Frame,
  ev: Evaluator,
): Completion {
  const { declaration } = statement;
  if (declaration === null) return undefined;
  if (statement.type === 'ExportNamedDeclaration') return runStatement(declaration as Statement, frame, ev);
  if (declaration.type === 'TSInterfaceDeclaration') return undefined;
  const value = ev.evaluate(declaration as Expression, frame);
  frame.scope.declare('default', value);
  const id = 'id' in declaration ? (declaration as FunctionNode | ClassNode).id : null;
  if (id !== null) frame.scope.declare(id.name, value);
  return undefined;
}

function makeEnum(node: Extract<Statement, { type: 'TSEnumDeclaration' }>, frame: Frame, ev: Evaluator): RecordValue {
  const members: RecordValue['members'] = new Map();
  let next: Value = { kind: 'number', value: 0, place: placeOf(node, frame) };
  for (const { id, initializer } of node.body.members) {
    const place = placeOf(id, frame);
    const name = id.type === 'Identifier' ? id.name : id.type === 'Literal' ? id.value : '';
    const value: Value = initializer === null ? next : ev.evaluate(initializer, frame);
    members.set(name, { key: addedText(name, place), value });
    next = binary('+', value, { kind: 'number', value: 1, place }, place);
  }
  return { kind: 'record', members, isOpen: false, place: placeOf(node, frame), born: ev.level };
}

function runIf(statement: Extract<Statement, { type: 'IfStatement' }>, frame: Frame, ev: Evaluator): Completion {
  const truth = truthOf(ev.evaluate(statement.test, frame));
  const { consequent, alternate } = statement;
  if (truth === true) return runStatement(consequent, frame, ev);
  if (truth === false) return alternate === null ? undefined : runStatement(alternate, frame, ev);
  conditionally(() => runStatement(consequent, frame, ev), frame, ev);
  if (alternate !== null) conditionally(() => runStatement(alternate, frame, ev), frame, ev);
  return undefined;
}

function runSwitch(
  statement: Extract<Statement, { type: 'SwitchStatement' }>,
  frame: Frame,
  ev: Evaluator,
): Completion {
  const subject = ev.evaluate(statement.discriminant, frame);
  const scoped = inner(frame, ev);
  const matches = statement.cases.map(({ test }) =>
    test === null ? false : truthOf(binary('===', subject, ev.evaluate(test, scoped), subject.place)),
  );
  if (matches.includes(undefined)) {
    for (const { consequent } of statement.cases) {
      conditionally(
        () => {
          const completion = ev.run(consequent, scoped);
          return completion === 'break' ? undefined : completion;
        },
        frame,
        ev,
      );
    }
    return undefined;
  }
  const first = matches.indexOf(true);
  const from = first >= 0 ? first : statement.cases.findIndex(({ test }) => test === null);
  for (const { consequent } of from < 0 ? [] : statement.cases.slice(from)) {
    const completion = ev.run(consequent, scoped);
    if (completion === 'break') return undefined;
    if (completion !== undefined) return completion;
  }
  return undefined;
}
