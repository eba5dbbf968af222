/**
 * Python text to the small tree, by the Lezer grammar of Python. Loaded for the first Python handler of a run.
 *
 * Limits: nothing is run. A text with any syntax error is refused as a whole, since what the parser recovers behind an
 * error is a guess; so are the few things that the grammar reads otherwise than Python does (`await a + b`).
 */
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import type {
  Argument,
  DictItem,
  ErrorClause,
  Expression,
  FunctionParts,
  ImportedName,
  Parameter,
  Pattern,
  SourceReading,
  Statement,
  TemplatePart,
} from '../syntax.ts';
import { decodeContent, literalForm } from './strings.ts';
import { boundLogic } from './logic.ts';
import type { LogicToken } from './logic.ts';

export function readPython(text: string): SourceReading {
  const tree = parser.parse(text);
  let error: { from: number; to: number } | undefined;
  tree.iterate({
    enter: (node) => {
      if (node.type.isError) error ??= { from: node.from, to: node.to };
      return error === undefined;
    },
  });
  if (error !== undefined) {
    return {
      problem: { message: 'the Python source has a syntax error', range: { start: error.from, end: error.to } },
    };
  }
  const reader = new PythonReader(text);
  return { tree: { language: 'python', body: reader.statements(childrenOf(tree.topNode)) } };
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'Comment') children.push(child);
  }
  return children;
}

const EXPRESSION_NAMES: ReadonlySet<string> = new Set([
  'VariableName',
  'String',
  'FormatString',
  'ContinuedString',
  'Number',
  'Boolean',
  'None',
  'Ellipsis',
  'CallExpression',
  'MemberExpression',
  'BinaryExpression',
  'UnaryExpression',
  'ConditionalExpression',
  'DictionaryExpression',
  'ArrayExpression',
  'TupleExpression',
  'SetExpression',
  'ParenthesizedExpression',
  'ArrayComprehensionExpression',
  'DictionaryComprehensionExpression',
  'SetComprehensionExpression',
  'ComprehensionExpression',
  'LambdaExpression',
  'NamedExpression',
  'AwaitExpression',
  'YieldExpression',
]);

const isExpression = (node: SyntaxNode): boolean => EXPRESSION_NAMES.has(node.name);

const STATEMENT_WORDS: Readonly<Record<string, string>> = {
  DeleteStatement: 'a `del` statement',
  AssertStatement: 'an `assert` statement',
  ScopeStatement: 'a `global` or `nonlocal` statement',
  MatchStatement: 'a `match` statement',
};

class PythonReader {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  statements(nodes: readonly SyntaxNode[]): readonly Statement[] {
    return nodes.flatMap((node) => this.#statement(node));
  }

  #slice(node: SyntaxNode): string {
    return this.#text.slice(node.from, node.to);
  }

  #body(node: SyntaxNode | undefined): readonly Statement[] {
    return node === undefined ? [] : this.statements(childrenOf(node).filter(({ name }) => name !== ':'));
  }

  #statement(node: SyntaxNode): readonly Statement[] {
    const range = { start: node.from, end: node.to };
    const children = childrenOf(node);
    switch (node.name) {
      case 'StatementGroup':
        return this.statements(children.filter(({ name }) => name !== ';'));
      case 'ExpressionStatement':
        return [{ kind: 'expression', value: this.#only(children), ...range }];
      case 'AssignStatement':
        return this.#assignments(children, range);
      case 'UpdateStatement':
        return [this.#update(children, range)];
      case 'ReturnStatement':
        return [{ kind: 'return', value: this.#optional(children.slice(1)), ...range }];
      case 'RaiseStatement':
        return [{ kind: 'raise', value: this.#raised(children), ...range }];
      case 'IfStatement':
        return [this.#if(children, range)];
      case 'TryStatement':
        return [this.#try(children, range)];
      case 'ForStatement':
      case 'WhileStatement':
        return [this.#loop(node, children)];
      case 'FunctionDefinition':
        return [this.#define(node, [])];
      case 'DecoratedStatement':
        return [this.#decorated(children, range)];
      case 'ImportStatement':
        return this.#imports(children, range);
      case 'ClassDefinition':
        return [this.#class(children, range)];
      case 'PassStatement':
        return [{ kind: 'pass', ...range }];
      case 'BreakStatement':
        return [{ kind: 'jump', to: 'break', ...range }];
      case 'ContinueStatement':
        return [{ kind: 'jump', to: 'continue', ...range }];
      default:
        return [this.#unsupported(node, STATEMENT_WORDS[node.name] ?? 'a statement')];
    }
  }

  #unsupported(node: SyntaxNode, what: string): Statement {
    const children = childrenOf(node);
    const within = children.filter(isExpression).map((child) => this.expression(child));
    const bodies = children.filter(({ name }) => name === 'Body');
    return {
      kind: 'unsupported',
      what,
      within,
      body: bodies.flatMap((body) => this.#body(body)),
      start: node.from,
      end: node.to,
    };
  }

  /** `a = b = value`: the value once for each target. */
  #assignments(children: readonly SyntaxNode[], range: { start: number; end: number }): readonly Statement[] {
    const groups: SyntaxNode[][] = [[]];
    for (const child of children) {
      if (child.name === 'AssignOp') groups.push([]);
      else if (child.name !== 'TypeDef') groups.at(-1)?.push(child);
    }
    if (groups.length < 2) return [{ kind: 'pass', ...range }];
    const value = this.#only(groups.at(-1) ?? []);
    return groups.slice(0, -1).map((target) => ({
      kind: 'assign',
      target: this.#pattern(target),
      value,
      operator: undefined,
      ...range,
    }));
  }

  #update(children: readonly SyntaxNode[], range: { start: number; end: number }): Statement {
    const at = children.findIndex(({ name }) => name === 'UpdateOp');
    const operator = children[at] === undefined ? '' : this.#slice(children[at]).slice(0, -1);
    return {
      kind: 'assign',
      target: this.#pattern(children.slice(0, at)),
      value: this.#only(children.slice(at + 1)),
      operator,
      ...range,
    };
  }

  #pattern(nodes: readonly SyntaxNode[]): Pattern {
    const [node] = nodes;
    if (nodes.length !== 1 || node === undefined) return this.#several(nodes);
    if (node.name === 'TupleExpression' || node.name === 'ArrayExpression') return this.#several(childrenOf(node));
    if (node.name === 'VariableName') return { kind: 'name', name: this.#slice(node) };
    if (node.name === 'MemberExpression') {
      const member = this.#member(node);
      if (member.kind === 'subscript') return { kind: 'place', of: member.of, key: member.index };
    }
    const what = 'an assignment to something else than a name or a key';
    return { kind: 'unsupported', what, names: this.#namesIn(node) };
  }

  #several(nodes: readonly SyntaxNode[]): Pattern {
    const what = 'an assignment to several names';
    const parts = nodes.filter(({ name }) => !/^[,()[\]]$/.test(name));
    if (parts.length > 0 && parts.every(({ name }) => name === 'VariableName'))
      return { kind: 'items', what, targets: parts.map((part) => this.#pattern([part])) };
    return { kind: 'unsupported', what, names: parts.flatMap((part) => this.#namesIn(part)) };
  }

  #namesIn(node: SyntaxNode): readonly string[] {
    if (node.name === 'VariableName') return [this.#slice(node)];
    return childrenOf(node).flatMap((child) => this.#namesIn(child));
  }

  #raised(children: readonly SyntaxNode[]): Expression | undefined {
    const from = children.findIndex(({ name }) => name === 'from');
    return this.#optional(children.slice(1, from < 0 ? undefined : from));
  }

  #if(children: readonly SyntaxNode[], range: { start: number; end: number }): Statement {
    const [, test, body, ...rest] = children;
    const otherwise = this.#otherwise(rest);
    return {
      kind: 'if',
      test: test === undefined ? this.#nothing(range) : this.expression(test),
      then: this.#body(body),
      otherwise,
      ...range,
    };
  }

  #otherwise(rest: readonly SyntaxNode[]): readonly Statement[] {
    const [word, next] = rest;
    if (word === undefined || next === undefined) return [];
    if (word.name === 'else') return this.#body(next);
    return [this.#if(rest, { start: word.from, end: rest.at(-1)?.to ?? word.to })];
  }

  #try(children: readonly SyntaxNode[], range: { start: number; end: number }): Statement {
    const clauses: ErrorClause[] = [];
    let [otherwise, last]: (readonly Statement[])[] = [[], []];
    let head: SyntaxNode[] = [];
    let body: readonly Statement[] = [];
    for (const child of children) {
      if (child.name !== 'Body') {
        head = ['except', 'else', 'finally', 'try'].includes(child.name) ? [child] : [...head, child];
        continue;
      }
      const word = head[0]?.name;
      if (word === 'try') body = this.#body(child);
      else if (word === 'except') clauses.push(this.#clause(head, child));
      else if (word === 'else') otherwise = this.#body(child);
      else last = this.#body(child);
    }
    return { kind: 'try', body, clauses, otherwise: otherwise ?? [], finally: last ?? [], ...range };
  }

  #clause(head: readonly SyntaxNode[], body: SyntaxNode): ErrorClause {
    const as = head.findIndex(({ name }) => name === 'as');
    const variable = as < 0 ? undefined : head[as + 1];
    const classes = head.slice(1, as < 0 ? undefined : as);
    const names = classes.flatMap((node) => this.#classNames(node));
    return {
      types: names.filter((name) => name !== undefined),
      typesKnown: !names.includes(undefined),
      variable: variable === undefined ? undefined : this.#slice(variable),
      body: this.#body(body),
      start: head[0]?.from ?? body.from,
      end: body.to,
    };
  }

  #classNames(node: SyntaxNode): readonly (string | undefined)[] {
    switch (node.name) {
      case 'VariableName':
        return [this.#slice(node)];
      case 'TupleExpression':
      case 'ParenthesizedExpression':
        return childrenOf(node)
          .filter(isExpression)
          .flatMap((child) => this.#classNames(child));
      case 'MemberExpression': {
        const last = node.lastChild;
        return [last?.name === 'PropertyName' ? this.#slice(last) : undefined];
      }
      default:
        return [undefined];
    }
  }

  #loop(node: SyntaxNode, children: readonly SyntaxNode[]): Statement {
    const isFor = node.name === 'ForStatement';
    const at = children.findIndex(({ name }) => name === 'in');
    const targets = isFor ? children.slice(1, at).filter(isExpression) : [];
    const of = isFor ? children[at + 1] : children[1];
    const [target] = targets;
    const head = of === undefined || !isExpression(of) ? undefined : this.expression(of);
    const [body, otherwise] = children.filter(({ name }) => name === 'Body');
    return {
      kind: 'loop',
      what: isFor ? 'a `for` loop' : 'a `while` loop',
      target: targets.length === 1 && target?.name === 'VariableName' ? this.#slice(target) : undefined,
      names: targets.flatMap((one) => this.#namesIn(one)),
      of: isFor ? head : undefined,
      steps: isFor ? undefined : { before: [], test: head, after: [] },
      body: this.#body(body),
      otherwise: this.#body(otherwise),
      start: node.from,
      end: node.to,
    };
  }

  #decorated(children: readonly SyntaxNode[], range: { start: number; end: number }): Statement {
    const target = children.at(-1);
    if (target?.name !== 'FunctionDefinition')
      return { kind: 'unsupported', what: 'a class', within: [], body: [], ...range };
    const decorators = children.slice(0, -1).map((node) => this.#slice(node).slice(1));
    return this.#define(target, decorators);
  }

  #define(node: SyntaxNode, decorators: readonly string[]): Statement {
    const children = childrenOf(node);
    if (children[0]?.name === 'async') return this.#unsupported(node, 'an `async` function');
    const name = children.find((child) => child.name === 'VariableName');
    const parameters = children.find((child) => child.name === 'ParamList');
    const body = children.find((child) => child.name === 'Body');
    return {
      kind: 'define',
      name: name === undefined ? '' : this.#slice(name),
      parts: { ...this.#parameters(parameters), body: this.#body(body) },
      decorators,
      start: node.from,
      end: node.to,
    };
  }

  #class(children: readonly SyntaxNode[], range: { start: number; end: number }): Statement {
    const name = children.find((child) => child.name === 'VariableName');
    const list = children.find((child) => child.name === 'ArgList');
    const bases =
      list === undefined
        ? []
        : childrenOf(list)
            .filter(isExpression)
            .map((child) => this.#slice(child));
    const body = children.find((child) => child.name === 'Body');
    return {
      kind: 'class',
      name: name === undefined ? '' : this.#slice(name),
      bases,
      body: this.#body(body),
      ...range,
    };
  }

  #parameters(list: SyntaxNode | undefined): Omit<FunctionParts, 'body'> {
    const parameters: Parameter[] = [];
    let isPlain = true;
    let hasFallback = false;
    for (const node of list === undefined ? [] : childrenOf(list)) {
      if (node.name === 'VariableName' && !hasFallback)
        parameters.push({ name: this.#slice(node), fallback: undefined });
      else if (node.name === 'AssignOp') hasFallback = true;
      else if (hasFallback && isExpression(node)) {
        const last = parameters.pop();
        if (last !== undefined) parameters.push({ ...last, fallback: this.expression(node) });
        hasFallback = false;
      } else if (node.name === '*' || node.name === '**') isPlain = false;
    }
    return { parameters, isPlain };
  }

  #imports(children: readonly SyntaxNode[], range: { start: number; end: number }): readonly Statement[] {
    if (children[0]?.name === 'from') return [this.#importFrom(children, range)];
    const groups: string[][] = [[]];
    for (const child of children.slice(1)) {
      if (child.name === ',') groups.push([]);
      else groups.at(-1)?.push(child.name === 'as' ? ' as ' : this.#slice(child));
    }
    return groups.map((parts) => {
      const [module = '', alias] = parts.join('').split(' as ');
      const local = alias ?? module.split('.')[0] ?? module;
      return {
        kind: 'import',
        module: alias === undefined ? local : module,
        names: [{ name: undefined, local }],
        ...range,
      };
    });
  }

  #importFrom(children: readonly SyntaxNode[], range: { start: number; end: number }): Statement {
    const at = children.findIndex(({ name }) => name === 'import');
    const module = children
      .slice(1, at)
      .map((node) => this.#slice(node))
      .join('');
    const names: ImportedName[] = [];
    const parts = children.slice(at + 1).filter(({ name }) => !['(', ')', ','].includes(name));
    for (const [i, node] of parts.entries()) {
      if (node.name === 'as' || parts[i - 1]?.name === 'as') continue;
      const alias = parts[i + 1]?.name === 'as' ? parts[i + 2] : undefined;
      names.push({ name: this.#slice(node), local: this.#slice(alias ?? node) });
    }
    return { kind: 'import', module, names, ...range };
  }

  #nothing(range: { start: number; end: number }): Expression {
    return { kind: 'unsupported', what: 'an empty expression', within: [], start: range.start, end: range.end };
  }

  #optional(nodes: readonly SyntaxNode[]): Expression | undefined {
    return nodes.length === 0 ? undefined : this.#only(nodes);
  }

  /** The one expression among nodes; several are a tuple without parentheses. */
  #only(nodes: readonly SyntaxNode[]): Expression {
    const expressions = nodes.filter(isExpression);
    const [first] = expressions;
    if (first === undefined) return this.#nothing({ start: nodes[0]?.from ?? 0, end: nodes.at(-1)?.to ?? 0 });
    if (expressions.length === 1 && !nodes.some(({ name }) => name === ',')) return this.expression(first);
    const items = expressions.map((node) => this.expression(node));
    return { kind: 'list', items, start: first.from, end: expressions.at(-1)?.to ?? first.to };
  }

  expression(node: SyntaxNode): Expression {
    const range = { start: node.from, end: node.to };
    const children = childrenOf(node);
    switch (node.name) {
      case 'VariableName':
        return { kind: 'name', name: this.#slice(node), ...range };
      case 'String':
        return this.#string(node);
      case 'FormatString':
        return this.#format(node);
      case 'ContinuedString':
        return this.#continued(children, range);
      case 'Number':
        return this.#number(node);
      case 'Boolean':
        return { kind: 'literal', value: this.#slice(node) === 'True', ...range };
      case 'None':
        return { kind: 'literal', value: null, ...range };
      case 'ParenthesizedExpression':
        return { ...this.#only(children), ...range };
      case 'ArrayExpression':
      case 'TupleExpression':
        return this.#list(children, range);
      case 'DictionaryExpression':
        return this.#dict(children, range);
      case 'MemberExpression':
        return this.#member(node);
      case 'CallExpression':
        return this.#call(children, range);
      case 'BinaryExpression':
        return this.#binary(node, children);
      case 'UnaryExpression':
        return this.#unary(node, children);
      case 'ConditionalExpression':
        return this.#conditional(children, range);
      case 'ArrayComprehensionExpression':
      case 'ComprehensionExpression':
        return this.#comprehension(children, range);
      case 'LambdaExpression':
        return this.#lambda(children, range);
      default:
        return this.#other(node, WORDS[node.name] ?? 'an expression');
    }
  }

  #other(node: SyntaxNode, what: string): Expression {
    const within = childrenOf(node)
      .filter(isExpression)
      .map((child) => this.expression(child));
    return { kind: 'unsupported', what, within, start: node.from, end: node.to };
  }

  #string(node: SyntaxNode): Expression {
    const text = this.#slice(node);
    const form = literalForm(text);
    const value = form === undefined ? undefined : decodeContent(text.slice(form.start, -form.close), form.isRaw);
    if (form === undefined || value === undefined) return this.#other(node, 'an escape in a text that is not followed');
    if (form.isBytes) return this.#other(node, 'a bytes literal');
    return { kind: 'literal', value, start: node.from, end: node.to };
  }

  #number(node: SyntaxNode): Expression {
    const text = this.#slice(node).replaceAll('_', '');
    const value = Number(text);
    const isKnown = /^(?:\d+|\d*\.?\d+(?:e[+-]?\d+)?|\d+\.)$/i.test(text) && Number.isFinite(value);
    const isExact = !/^\d+$/.test(text) || Number.isSafeInteger(value);
    return isKnown && isExact
      ? { kind: 'literal', value, start: node.from, end: node.to }
      : this.#other(node, `the number ${text}`);
  }

  /** Literal text with `{{` and `}}` for braces, and replacements. */
  #format(node: SyntaxNode): Expression {
    const text = this.#slice(node);
    const form = literalForm(text);
    if (form === undefined || form.isBytes) return this.#other(node, 'a text that is not followed');
    const parts: TemplatePart[] = [];
    let from = node.from + form.start;
    const holes = childrenOf(node).filter(({ name }) => name === 'FormatReplacement');
    for (const hole of [...holes, undefined]) {
      const literal = this.#text.slice(from, hole?.from ?? node.to - form.close);
      const value = decodeContent(literal, form.isRaw);
      if (value === undefined) return this.#other(node, 'an escape in a text that is not followed');
      parts.push({ kind: 'text', text: value.replaceAll('{{', '{').replaceAll('}}', '}') });
      if (hole === undefined) break;
      parts.push(this.#replacement(hole));
      from = hole.to;
    }
    return {
      kind: 'template',
      parts: parts.filter((part) => part.kind === 'value' || part.text !== ''),
      start: node.from,
      end: node.to,
    };
  }

  #replacement(node: SyntaxNode): TemplatePart {
    const children = childrenOf(node);
    const isPlain = children.every(({ name }) => !name.startsWith('Format'));
    return { kind: 'value', value: this.#only(children.filter(({ name }) => !name.startsWith('Format'))), isPlain };
  }

  #continued(children: readonly SyntaxNode[], range: { start: number; end: number }): Expression {
    const pieces = children.map((child) => this.expression(child));
    const parts = pieces.flatMap((piece): readonly TemplatePart[] => {
      if (piece.kind === 'template') return piece.parts;
      if (piece.kind === 'literal' && typeof piece.value === 'string') return [{ kind: 'text', text: piece.value }];
      return [{ kind: 'value', value: piece, isPlain: false }];
    });
    if (parts.every((part) => part.kind === 'text')) {
      return { kind: 'literal', value: parts.map((part) => part.text).join(''), ...range };
    }
    return { kind: 'template', parts, ...range };
  }

  #list(children: readonly SyntaxNode[], range: { start: number; end: number }): Expression {
    const items: Expression[] = [];
    let isSpread = false;
    for (const child of children) {
      if (child.name === '*') isSpread = true;
      if (!isExpression(child)) continue;
      const value = this.expression(child);
      items.push(isSpread ? { kind: 'spread', value, start: child.from, end: child.to } : value);
      isSpread = false;
    }
    return { kind: 'list', items, ...range };
  }

  #dict(children: readonly SyntaxNode[], range: { start: number; end: number }): Expression {
    const items: DictItem[] = [];
    let key: Expression | undefined;
    let isSpread = false;
    for (const child of children) {
      if (child.name === '**') isSpread = true;
      if (!isExpression(child)) continue;
      const value = this.expression(child);
      if (isSpread) items.push({ kind: 'spread', value });
      else if (key === undefined) {
        key = value;
        continue;
      } else items.push({ kind: 'entry', entry: { key, value } });
      key = undefined;
      isSpread = false;
    }
    return { kind: 'dict', items, ...range };
  }

  #member(node: SyntaxNode): Expression {
    const range = { start: node.from, end: node.to };
    const [object, ...rest] = childrenOf(node);
    if (object === undefined) return this.#nothing(range);
    const of = this.expression(object);
    const last = rest.at(-1);
    if (last?.name === 'PropertyName')
      return { kind: 'attribute', of, name: this.#slice(last), isOptional: false, ...range };
    const inner = rest.filter(({ name }) => name !== '[' && name !== ']');
    if (inner.some(({ name }) => name === ',')) return this.#other(node, 'an index of several parts');
    const colon = inner.findIndex(({ name }) => name === ':');
    if (colon < 0) return { kind: 'subscript', of, index: this.#only(inner), isOptional: false, ...range };
    if (inner.filter(({ name }) => name === ':').length > 1) return this.#other(node, 'a slice with a step');
    return {
      kind: 'slice',
      of,
      from: this.#optional(inner.slice(0, colon)),
      to: this.#optional(inner.slice(colon + 1)),
      ...range,
    };
  }

  #call(children: readonly SyntaxNode[], range: { start: number; end: number }): Expression {
    const [callee, list] = children;
    if (callee === undefined || list === undefined) return this.#nothing(range);
    const groups: SyntaxNode[][] = [[]];
    for (const child of childrenOf(list).slice(1, -1)) {
      if (child.name === ',') groups.push([]);
      else groups.at(-1)?.push(child);
    }
    const found = groups.filter((group) => group.length > 0).map((group) => this.#argument(group, range));
    return {
      kind: 'call',
      callee: this.expression(callee),
      arguments: found,
      isNew: false,
      isOptional: false,
      ...range,
    };
  }

  #argument(group: readonly SyntaxNode[], range: { start: number; end: number }): Argument {
    const [first, second] = group;
    if (first?.name === 'VariableName' && second?.name === 'AssignOp') {
      return { name: this.#slice(first), value: this.#only(group.slice(2)) };
    }
    const value = this.#argumentValue(group, range);
    return { name: undefined, value };
  }

  #argumentValue(group: readonly SyntaxNode[], range: { start: number; end: number }): Expression {
    const [first] = group;
    if (first?.name === '*' || first?.name === '**') {
      return { kind: 'spread', value: this.#only(group.slice(1)), ...range };
    }
    // A generator as the only argument has no parentheses of its own.
    if (group.some(({ name }) => name === 'for')) return this.#comprehension(group, range);
    return this.#only(group);
  }

  #binary(node: SyntaxNode, children: readonly SyntaxNode[]): Expression {
    const range = { start: node.from, end: node.to };
    const operands = children.filter(isExpression);
    const [left, right] = operands;
    if (operands.length !== 2 || left === undefined || right === undefined) return this.#other(node, 'an expression');
    const words = children.filter((child) => !isExpression(child)).map((child) => this.#slice(child));
    const operator = words.join(' ');
    if (operator === 'and' || operator === 'or') return this.#logic(node);
    const [one, other] = [this.expression(left), this.expression(right)];
    // `a < b < c` is one comparison in Python.
    const isChain = left.name === 'BinaryExpression' && COMPARISONS.has(operator) && this.#isComparison(left);
    return isChain
      ? this.#other(node, 'a chained comparison')
      : { kind: 'binary', operator, left: one, right: other, ...range };
  }

  #logic(node: SyntaxNode): Expression {
    const bound = boundLogic(this.#logicTokens(node));
    return bound === undefined ? this.#other(node, 'an expression') : { ...bound, start: node.from, end: node.to };
  }

  #logicTokens(node: SyntaxNode): readonly LogicToken[] {
    const children = childrenOf(node);
    const [word, ...others] = children.filter((child) => !isExpression(child));
    const operator = word === undefined || others.length > 0 ? '' : this.#slice(word);
    const [left, right] = children.filter(isExpression);
    if (node.name === 'UnaryExpression' && operator === 'not' && left !== undefined)
      return [{ part: 'not', start: node.from }, ...this.#logicTokens(left)];
    const isLogic = node.name === 'BinaryExpression' && (operator === 'and' || operator === 'or');
    if (!isLogic || left === undefined || right === undefined)
      return [{ part: { operand: this.expression(node) }, start: node.from }];
    return [...this.#logicTokens(left), { part: operator, start: right.from }, ...this.#logicTokens(right)];
  }

  #isComparison(node: SyntaxNode): boolean {
    const words = childrenOf(node)
      .filter((child) => !isExpression(child))
      .map((child) => this.#slice(child));
    return COMPARISONS.has(words.join(' '));
  }

  #unary(node: SyntaxNode, children: readonly SyntaxNode[]): Expression {
    const range = { start: node.from, end: node.to };
    const [word, operand] = children;
    if (word === undefined || operand === undefined) return this.#nothing(range);
    if (word.name === 'not') return this.#logic(node);
    const of = this.expression(operand);
    return this.#slice(word) === '-'
      ? { kind: 'negative', of, ...range }
      : this.#other(node, `the operator ${this.#slice(word)}`);
  }

  #conditional(children: readonly SyntaxNode[], range: { start: number; end: number }): Expression {
    const [then, test, otherwise] = children.filter(isExpression);
    if (then === undefined || test === undefined || otherwise === undefined) return this.#nothing(range);
    return {
      kind: 'conditional',
      test: this.expression(test),
      then: this.expression(then),
      otherwise: this.expression(otherwise),
      ...range,
    };
  }

  /** `element for target in iterable if condition`, with or without brackets. */
  #comprehension(children: readonly SyntaxNode[], range: { start: number; end: number }): Expression {
    const nodes = children.filter(({ name }) => !['[', ']', '(', ')'].includes(name));
    const forAt = nodes.findIndex(({ name }) => name === 'for');
    const inAt = nodes.findIndex(({ name }) => name === 'in');
    const [element] = nodes;
    const rest = nodes.slice(inAt + 1);
    const [of, ...conditions] = rest.filter(isExpression);
    if (element === undefined || of === undefined || nodes.filter(({ name }) => name === 'for').length !== 1) {
      return { kind: 'unsupported', what: 'a comprehension over several lists', within: [], ...range };
    }
    const targets = nodes.slice(forAt + 1, inAt);
    const [target] = targets;
    return {
      kind: 'comprehension',
      target: targets.length === 1 && target?.name === 'VariableName' ? this.#slice(target) : undefined,
      of: this.expression(of),
      conditions: conditions.map((condition) => this.expression(condition)),
      element: this.expression(element),
      ...range,
    };
  }

  #lambda(children: readonly SyntaxNode[], range: { start: number; end: number }): Expression {
    const list = children.find(({ name }) => name === 'ParamList');
    const body = children.at(-1);
    if (body === undefined) return this.#nothing(range);
    const value = this.expression(body);
    const result: Statement = { kind: 'return', value, start: body.from, end: body.to };
    return { kind: 'function', parts: { ...this.#parameters(list), body: [result] }, ...range };
  }
}

const COMPARISONS: ReadonlySet<string> = new Set(['<', '>', '<=', '>=', '==', '!=', 'in', 'not in', 'is', 'is not']);

const WORDS: Readonly<Record<string, string>> = {
  SetExpression: 'a set',
  SetComprehensionExpression: 'a set',
  DictionaryComprehensionExpression: 'a dictionary comprehension',
  NamedExpression: 'the operator `:=`',
  AwaitExpression: '`await`',
  YieldExpression: '`yield`',
  Ellipsis: '`...`',
};
