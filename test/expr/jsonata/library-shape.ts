/**
 * Brings our trees and those of the `jsonata` library to one shape, to be compared: the library folds paths, signs,
 * predicates and defaults; the end of every leaf is kept.
 */
import type { Expression, ExpressionMember } from '../../../src/expr/jsonata/expression.ts';

export interface LibraryNode {
  readonly type: string;
  readonly value?: unknown;
  readonly position?: number;
  readonly lhs?: LibraryNode | readonly (readonly [LibraryNode, LibraryNode])[];
  readonly rhs?: LibraryNode;
  readonly condition?: LibraryNode;
  readonly then?: LibraryNode;
  readonly else?: LibraryNode;
  readonly body?: LibraryNode;
  readonly thunk?: boolean;
  readonly expression?: LibraryNode;
  readonly expressions?: readonly LibraryNode[];
  readonly arguments?: readonly LibraryNode[];
  readonly procedure?: LibraryNode;
  readonly steps?: readonly LibraryNode[];
  readonly stages?: readonly LibraryStage[];
  readonly predicate?: readonly LibraryStage[];
  readonly group?: { readonly lhs: readonly (readonly [LibraryNode, LibraryNode])[] };
  readonly focus?: string;
  readonly index?: string;
  readonly terms?: readonly { readonly descending: boolean; readonly expression: LibraryNode }[];
  readonly pattern?: LibraryNode;
  readonly update?: LibraryNode;
  readonly delete?: LibraryNode;
}

interface LibraryStage {
  readonly type: string;
  readonly expr?: LibraryNode;
  readonly value?: string;
}

export interface Shape {
  type: string;
  value?: unknown;
  end?: number | undefined;
  parts?: Shape[];
  stages?: unknown[];
  group?: Shape[];
  focus?: string;
  index?: string;
}

export function shapeOfLibrary(node: LibraryNode): Shape {
  const shape = libraryCore(node);
  const stages = [...(node.predicate ?? []), ...(node.stages ?? [])];
  if (stages.length > 0) {
    shape.stages = stages.map((stage) =>
      stage.expr === undefined ? { index: stage.value } : { filter: shapeOfLibrary(stage.expr) },
    );
  }
  if (node.group !== undefined) shape.group = node.group.lhs.flat().map(shapeOfLibrary);
  if (node.focus !== undefined) shape.focus = node.focus;
  if (node.index !== undefined) shape.index = node.index;
  return shape;
}

function libraryCore(node: LibraryNode): Shape {
  const of = (nodes: readonly (LibraryNode | undefined)[]): Shape[] =>
    nodes.filter((part) => part !== undefined).map(shapeOfLibrary);
  switch (node.type) {
    case 'string':
    case 'number':
    case 'value':
    case 'variable':
    case 'name':
      return { type: node.type, value: node.value, end: node.position };
    case 'regex':
    case 'wildcard':
    case 'descendant':
      return { type: node.type, end: node.position };
    case 'parent':
      return { type: 'parent' };
    case 'operator':
      return { type: 'placeholder', end: node.position };
    case 'path':
      return { type: 'path', parts: of(node.steps ?? []) };
    case 'sort':
      return {
        type: 'sort',
        value: node.terms?.map((term) => term.descending),
        parts: of((node.terms ?? []).map((term) => term.expression)),
      };
    case 'unary':
      if (node.value === '[') return { type: 'array', parts: of(node.expressions ?? []) };
      if (node.value === '{') return { type: 'object', parts: of((node.lhs as [LibraryNode, LibraryNode][]).flat()) };
      return { type: 'negation', parts: of([node.expression]) };
    case 'binary':
      return { type: 'binary', value: node.value, parts: of([node.lhs as LibraryNode, node.rhs]) };
    case 'bind':
    case 'apply':
      return { type: node.type, parts: of([node.lhs as LibraryNode, node.rhs]) };
    case 'condition':
      return { type: 'condition', parts: of([node.condition, node.then, node.else]) };
    case 'block':
      return { type: 'block', parts: of(node.expressions ?? []) };
    case 'function':
    case 'partial':
      return { type: node.type, parts: of([node.procedure, ...(node.arguments ?? [])]) };
    case 'lambda':
      if (node.thunk === true) return shapeOfLibrary(node.body!);
      return { type: 'lambda', parts: of([...(node.arguments ?? []), node.body]) };
    case 'transform':
      return { type: 'transform', parts: of([node.pattern, node.update, node.delete]) };
    default:
      throw new Error(`a node of type ${node.type}`);
  }
}

export function shapeOf(expression: Expression): Shape {
  switch (expression.kind) {
    case 'string':
    case 'number':
      return { type: expression.kind, value: expression.value, end: expression.end };
    case 'boolean':
      return { type: 'value', value: expression.value, end: expression.end };
    case 'null':
      return { type: 'value', value: null, end: expression.end };
    case 'regex':
    case 'wildcard':
    case 'descendant':
    case 'placeholder':
      return { type: expression.kind, end: expression.end };
    case 'parent':
      return { type: 'parent' };
    case 'variable':
      return { type: 'variable', value: expression.name, end: expression.end };
    case 'name': {
      const name = { type: 'name', value: expression.name, end: expression.end };
      return expression.spelling === 'string' ? name : { type: 'path', parts: [name] };
    }
    case 'path':
      return shapeOfPath(expression.steps.map(shapeOf));
    case 'filter':
    case 'keep-array':
    case 'sort':
    case 'group':
    case 'focus':
    case 'position':
      return shapeOfStep(expression);
    default:
      return shapeOfOperation(expression);
  }
}

function shapeOfPath(steps: readonly Shape[]): Shape {
  const [first, ...others] = steps;
  const path = asPath(first!);
  for (const step of others) path.parts?.push(...(step.type === 'path' ? (step.parts ?? []) : [step]));
  return path;
}

function asPath(shape: Shape): Shape {
  return shape.type === 'path' ? shape : { type: 'path', parts: [shape] };
}

function lastStep(shape: Shape): Shape {
  return (shape.type === 'path' ? shape.parts?.at(-1) : undefined) ?? shape;
}

type StepExpression = Extract<Expression, { kind: 'filter' | 'keep-array' | 'sort' | 'group' | 'focus' | 'position' }>;

function shapeOfStep(expression: StepExpression): Shape {
  const shape = shapeOf(expression.of);
  switch (expression.kind) {
    case 'filter': {
      const step = lastStep(shape);
      step.stages = [...(step.stages ?? []), { filter: shapeOf(expression.predicate) }];
      return shape;
    }
    case 'keep-array':
      return shape;
    case 'group':
      shape.group = members(expression.members);
      return shape;
    case 'focus':
      lastStep(shape).focus = expression.variable.name;
      return shape;
    case 'position': {
      const path = asPath(shape);
      const step = lastStep(path);
      if (step.stages === undefined) step.index = expression.variable.name;
      else step.stages.push({ index: expression.variable.name });
      return path;
    }
    case 'sort': {
      const path = asPath(shape);
      path.parts?.push({
        type: 'sort',
        value: expression.terms.map((term) => term.isDescending),
        parts: expression.terms.map((term) => shapeOf(term.expression)),
      });
      return path;
    }
  }
}

function members(list: readonly ExpressionMember[]): Shape[] {
  return list.flatMap(({ key, value }) => [shapeOf(key), shapeOf(value)]);
}

function shapeOfOperation(expression: Expression): Shape {
  switch (expression.kind) {
    case 'negation': {
      const operand = shapeOf(expression.operand);
      if (operand.type !== 'number') return { type: 'negation', parts: [operand] };
      return { ...operand, value: -(operand.value as number) };
    }
    case 'binary':
      return { type: 'binary', value: expression.operator, parts: [expression.left, expression.right].map(shapeOf) };
    case 'concatenation':
      return { type: 'binary', value: '&', parts: [expression.left, expression.right].map(shapeOf) };
    case 'chain':
      return { type: 'apply', parts: [expression.left, expression.right].map(shapeOf) };
    case 'binding':
      return { type: 'bind', parts: [expression.variable, expression.value].map(shapeOf) };
    case 'condition':
      return { type: 'condition', parts: [conditionOf(expression), ...conditionParts(expression)] };
    case 'block':
      return { type: 'block', parts: expression.expressions.map(shapeOf) };
    case 'object':
      return { type: 'object', parts: members(expression.members) };
    case 'array':
      return { type: 'array', parts: expression.items.map(shapeOf) };
    case 'call': {
      const isPartial = expression.arguments.some(({ kind }) => kind === 'placeholder');
      const parts = [expression.callee, ...expression.arguments].map(shapeOf);
      return { type: isPartial ? 'partial' : 'function', parts };
    }
    case 'lambda':
      return { type: 'lambda', parts: [...expression.parameters, expression.body].map(shapeOf) };
    case 'transform':
      return {
        type: 'transform',
        parts: [expression.pattern, expression.update, expression.removal]
          .filter((part) => part !== undefined)
          .map(shapeOf),
      };
    default:
      throw new Error(`an expression of kind ${expression.kind}`);
  }
}

type ConditionExpression = Extract<Expression, { kind: 'condition' }>;

function conditionOf({ operator, condition, then }: ConditionExpression): Shape {
  if (condition !== undefined) return shapeOf(condition);
  if (operator === '?:') return shapeOf(then);
  return { type: 'function', parts: [{ type: 'variable', value: 'exists', end: undefined }, shapeOf(then)] };
}

function conditionParts({ then, otherwise }: ConditionExpression): Shape[] {
  return [then, otherwise].filter((part) => part !== undefined).map(shapeOf);
}
