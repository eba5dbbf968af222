/**
 * Python text to its outline, by the Lezer grammar. A text that the grammar finds an error in gives none.
 */
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import type { Range } from '../../text/source-file.ts';
import type { Code, CodeArgument, CodeClause, CodeEntry, CodeStatement, FunctionCode, Outline } from '../outline.ts';
import { decodeContent, literalForm } from './strings.ts';

export function outlinePython(text: string): Outline | undefined {
  const tree = parser.parse(text);
  let firstError: number | undefined;
  tree.iterate({
    enter: ({ type, from }) => {
      if (type.isError) firstError ??= from;
      return firstError === undefined;
    },
  });
  if (firstError !== undefined) return undefined;
  return { language: 'python', body: new Outliner(text).block(tree.topNode) };
}

/** Words and marks are leaves whose name is not capitalised. */
function partsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const parts: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    if (child.name !== 'Comment') parts.push(child);
  return parts;
}

const isWord = (node: SyntaxNode): boolean => !/^[A-Z]/.test(node.name);

const STATEMENTS =
  /^(?:StatementGroup|(?:Expression|Assign|Update|Return|Raise|If|Try|For|While|With|Import|Pass|Delete|Assert|Scope|Match|Break|Continue|Decorated|Print|Type)(?:Statement|Definition)|FunctionDefinition|ClassDefinition)$/;

const isStatement = (node: SyntaxNode): boolean => STATEMENTS.test(node.name);

class Outliner {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  block(node: SyntaxNode | undefined): readonly CodeStatement[] {
    return node === undefined ? [] : partsOf(node).flatMap((part) => (isStatement(part) ? this.#statement(part) : []));
  }

  #slice(node: SyntaxNode): string {
    return this.#text.slice(node.from, node.to);
  }

  /** A block may end with the line after it. */
  #trimmed({ from, to }: SyntaxNode): Range {
    return { start: from, end: from + this.#text.slice(from, to).trimEnd().length };
  }

  #statement(node: SyntaxNode): readonly CodeStatement[] {
    const range = this.#trimmed(node);
    const parts = partsOf(node);
    const [, second] = parts;
    switch (node.name) {
      case 'StatementGroup':
        return this.block(node);
      case 'ExpressionStatement':
        return [{ kind: 'expression', value: this.#one(parts, range), ...range }];
      case 'AssignStatement':
      case 'UpdateStatement':
        return [this.#assign(parts, range)];
      case 'ReturnStatement':
      case 'RaiseStatement': {
        const kind = node.name === 'ReturnStatement' ? 'return' : 'raise';
        return [{ kind, value: second === undefined ? undefined : this.#one(parts.slice(1), range), ...range }];
      }
      case 'IfStatement':
        return [this.#if(parts, range)];
      case 'ForStatement':
      case 'WhileStatement':
        return [this.#loop(parts, range)];
      case 'TryStatement':
        return [this.#try(parts, range)];
      case 'WithStatement':
        return [this.#with(parts, range)];
      case 'PassStatement':
        return [{ kind: 'pass', ...range }];
      default:
        return [this.#definition(node, parts, range)];
    }
  }

  #definition(node: SyntaxNode, parts: readonly SyntaxNode[], range: Range): CodeStatement {
    switch (node.name) {
      case 'FunctionDefinition':
        return { kind: 'define', function: this.#function(node, []), ...range };
      case 'DecoratedStatement': {
        const target = parts.at(-1);
        const decorators = parts.slice(0, -1).map((part) => this.#slice(part).slice(1));
        if (target?.name === 'FunctionDefinition')
          return { kind: 'define', function: this.#function(target, decorators), ...range };
        return this.#other(parts, range, 'a decorated class');
      }
      case 'ClassDefinition': {
        const name = parts.find((part) => part.name === 'VariableName');
        const body = parts.find((part) => part.name === 'Body');
        return { kind: 'class', name: name === undefined ? '' : this.#slice(name), body: this.block(body), ...range };
      }
      case 'ImportStatement':
        return { kind: 'import', names: this.#imported(parts), ...range };
      case 'ScopeStatement':
        return {
          kind: 'global',
          names: parts.flatMap((part) => (part.name === 'VariableName' ? [this.#slice(part)] : [])),
          ...range,
        };
      default:
        return this.#other(parts, range, WORDS[node.name] ?? 'a statement');
    }
  }

  #other(parts: readonly SyntaxNode[], range: Range, what: string): CodeStatement {
    const body: CodeStatement[] = [];
    const codes: Code[] = [];
    const visit = (node: SyntaxNode): void => {
      if (node.name === 'Body') body.push(...this.block(node));
      else if (isWord(node)) return;
      else if (node.name === 'MatchBody' || node.name === 'MatchClause') partsOf(node).forEach(visit);
      else codes.push(this.code(node));
    };
    parts.forEach(visit);
    return { kind: 'other', what, parts: codes, body, ...range };
  }

  #assign(parts: readonly SyntaxNode[], range: Range): CodeStatement {
    const groups: SyntaxNode[][] = [[]];
    let operator: string | undefined;
    for (const part of parts) {
      if (part.name === 'UpdateOp') operator = this.#slice(part).slice(0, -1);
      if (part.name === 'AssignOp' || part.name === 'UpdateOp') groups.push([]);
      else if (part.name !== 'TypeDef') groups.at(-1)?.push(part);
    }
    const value = groups.length < 2 ? undefined : this.#one(groups.pop() ?? [], range);
    const targets = groups.map((group) => this.#one(group, range));
    return { kind: 'assign', targets, value, operator, declares: false, ...range };
  }

  #if(parts: readonly SyntaxNode[], range: Range): CodeStatement {
    const [, test, then, ...rest] = parts;
    const [word, next] = rest;
    const otherwise =
      word === undefined
        ? []
        : word.name === 'else'
          ? this.block(next)
          : [this.#if(rest, { start: word.from, end: range.end })];
    return {
      kind: 'if',
      test: test === undefined ? nothing(range) : this.code(test),
      then: this.block(then),
      otherwise,
      ...range,
    };
  }

  #loop(parts: readonly SyntaxNode[], range: Range): CodeStatement {
    const bodies = parts.filter(({ name }) => name === 'Body');
    const at = parts.findIndex(({ name }) => name === 'in');
    const end = parts.findIndex(({ name }) => name === 'Body');
    const targets = at < 0 ? [] : this.#each(parts.slice(1, at));
    return {
      kind: 'loop',
      targets,
      heads: this.#each(parts.slice(at < 0 ? 1 : at + 1, end)),
      body: this.block(bodies[0]),
      otherwise: this.block(bodies[1]),
      ...range,
    };
  }

  #try(parts: readonly SyntaxNode[], range: Range): CodeStatement {
    const clauses: CodeClause[] = [];
    const blocks: Record<string, readonly CodeStatement[]> = {};
    let head: SyntaxNode[] = [];
    for (const part of parts) {
      if (part.name !== 'Body') {
        head = ['except', 'else', 'finally', 'try'].includes(part.name) ? [part] : [...head, part];
        continue;
      }
      const word = head[0]?.name ?? '';
      if (word !== 'except') blocks[word] = this.block(part);
      else {
        const as = head.findIndex(({ name }) => name === 'as');
        const variable = as < 0 ? undefined : head[as + 1];
        clauses.push({
          types: this.#each(head.slice(1, as < 0 ? undefined : as)),
          variable: variable === undefined ? undefined : this.#slice(variable),
          body: this.block(part),
          start: head[0]?.from ?? part.from,
          end: part.to,
        });
      }
    }
    const { try: body = [], else: otherwise = [], finally: last = [] } = blocks;
    return { kind: 'try', body, clauses, otherwise, finally: last, ...range };
  }

  #with(parts: readonly SyntaxNode[], range: Range): CodeStatement {
    const end = parts.findIndex(({ name }) => name === 'Body');
    const heads: Code[] = [];
    const targets: Code[] = [];
    for (const [i, part] of parts.slice(1, end).entries()) {
      if (isWord(part)) continue;
      (parts[i]?.name === 'as' ? targets : heads).push(this.code(part));
    }
    return { kind: 'with', heads, targets, body: this.block(parts[end]), ...range };
  }

  #function(node: SyntaxNode, decorators: readonly string[]): FunctionCode {
    const parts = partsOf(node);
    const name = parts.find((part) => part.name === 'VariableName');
    const list = parts.find((part) => part.name === 'ParamList');
    const body = parts.find((part) => part.name === 'Body');
    return {
      name: name === undefined ? '' : this.#slice(name),
      ...this.#parameters(list),
      body: this.block(body),
      decorators,
      isAsync: parts[0]?.name === 'async',
      isBlock: true,
    };
  }

  #parameters(list: SyntaxNode | undefined): Pick<FunctionCode, 'parameters' | 'defaults' | 'parameterRange'> {
    const parameters: Code[] = [];
    const defaults: Code[] = [];
    let isDefault = false;
    const parts = list === undefined ? [] : partsOf(list);
    for (const part of parts) {
      if (part.name === 'AssignOp') isDefault = true;
      else if (part.name === ',') isDefault = false;
      else if (isWord(part) || part.name === 'TypeDef') continue;
      else (isDefault ? defaults : parameters).push(this.code(part));
    }
    const isWrapped = parts[0]?.name === '(';
    const parameterRange = {
      start: (list?.from ?? 0) + (isWrapped ? 1 : 0),
      end: (list?.to ?? 0) - (isWrapped ? 1 : 0),
    };
    return { parameters, defaults, parameterRange };
  }

  #imported(parts: readonly SyntaxNode[]): readonly string[] {
    const isFrom = parts[0]?.name === 'from';
    const at = parts.findIndex(({ name }) => name === 'import');
    const groups: SyntaxNode[][] = [[]];
    for (const part of parts.slice(at + 1)) {
      if (part.name === ',') groups.push([]);
      else if (part.name !== '(' && part.name !== ')') groups.at(-1)?.push(part);
    }
    return groups.flatMap((group) => {
      const as = group.findIndex(({ name }) => name === 'as');
      const local = as < 0 ? group[0] : group[as + 1];
      return local === undefined || (isFrom && local.name === '*') ? [] : [this.#slice(local)];
    });
  }

  // ---- expressions ----------------------------------------------------------------------------------------------

  #each(nodes: readonly SyntaxNode[]): readonly Code[] {
    return nodes.filter((node) => !isWord(node)).map((node) => this.code(node));
  }

  /** The one expression among nodes; several are a tuple without parentheses. */
  #one(nodes: readonly SyntaxNode[], range: Range): Code {
    const codes = this.#each(nodes);
    const [first] = codes;
    if (first === undefined) return nothing(range);
    if (codes.length === 1 && !nodes.some(({ name }) => name === ',' || name === '*')) return first;
    return { kind: 'other', what: 'a tuple', parts: codes, start: first.start, end: codes.at(-1)?.end ?? first.end };
  }

  code(node: SyntaxNode): Code {
    const range = rangeOf(node);
    const parts = partsOf(node);
    switch (node.name) {
      case 'VariableName':
        return { kind: 'name', name: this.#slice(node), ...range };
      case 'String':
        return this.#string(node);
      case 'Number':
      case 'Boolean':
      case 'None':
        return { kind: 'constant', ...range };
      case 'FormatString':
      case 'ContinuedString':
        return { kind: 'template', parts: this.#each(parts), ...range };
      case 'ParenthesizedExpression':
        return { ...this.#one(parts.slice(1, -1), range), ...range };
      case 'ArrayExpression':
        return { kind: 'list', items: this.#spreadable(parts), ...range };
      case 'DictionaryExpression':
        return { kind: 'dict', entries: this.#entries(parts), ...range };
      case 'MemberExpression':
        return this.#member(parts, range);
      case 'CallExpression':
        return this.#call(parts, range);
      default:
        return this.#operation(node, parts, range);
    }
  }

  #operation(node: SyntaxNode, parts: readonly SyntaxNode[], range: Range): Code {
    switch (node.name) {
      case 'BinaryExpression':
      case 'UnaryExpression': {
        const operator = parts
          .filter((part) => isWord(part) || part.name.endsWith('Op'))
          .map((part) => this.#slice(part))
          .join(' ');
        const operands = this.#each(parts.filter(({ name }) => !name.endsWith('Op')));
        return { kind: 'operation', operator, operands, ...range };
      }
      case 'ConditionalExpression': {
        const [then, test, otherwise] = this.#each(parts);
        if (then === undefined || test === undefined || otherwise === undefined) return nothing(range);
        return { kind: 'conditional', test, then, otherwise, ...range };
      }
      case 'ArrayComprehensionExpression':
        return this.#comprehension(parts, 'list', range);
      case 'DictionaryComprehensionExpression':
        return this.#comprehension(parts, 'dict', range);
      case 'ComprehensionExpression':
      case 'SetComprehensionExpression':
        return this.#comprehension(parts, 'other', range);
      case 'LambdaExpression':
        return this.#lambda(parts, range);
      case 'AwaitExpression':
        return { kind: 'await', of: this.#one(parts.slice(1), range), ...range };
      default:
        return { kind: 'other', what: WORDS[node.name] ?? 'an expression', parts: this.#each(parts), ...range };
    }
  }

  #string(node: SyntaxNode): Code {
    const text = this.#slice(node);
    const form = literalForm(text);
    const value = form === undefined ? undefined : decodeContent(text.slice(form.start, -form.close), form.isRaw);
    if (form === undefined || form.isBytes) return { kind: 'other', what: 'bytes', parts: [], ...rangeOf(node) };
    return value === undefined
      ? { kind: 'template', parts: [], ...rangeOf(node) }
      : { kind: 'text', text: value, ...rangeOf(node) };
  }

  #spreadable(parts: readonly SyntaxNode[]): readonly Code[] {
    return parts.flatMap((part, i): readonly Code[] => {
      if (isWord(part)) return [];
      const of = this.code(part);
      return [parts[i - 1]?.name === '*' ? { kind: 'spread', of, start: of.start, end: of.end } : of];
    });
  }

  #entries(parts: readonly SyntaxNode[]): readonly CodeEntry[] {
    const groups: SyntaxNode[][] = [[]];
    for (const part of parts.slice(1, -1)) {
      if (part.name === ',') groups.push([]);
      else groups.at(-1)?.push(part);
    }
    return groups.flatMap((group): readonly CodeEntry[] => {
      const [first, second] = this.#each(group);
      if (first === undefined) return [];
      return [second === undefined ? { key: undefined, value: first } : { key: first, value: second }];
    });
  }

  #member(parts: readonly SyntaxNode[], range: Range): Code {
    const [object, ...rest] = parts;
    if (object === undefined) return nothing(range);
    const of = this.code(object);
    const last = rest.at(-1);
    if (last?.name === 'PropertyName') return { kind: 'attribute', of, name: this.#slice(last), ...range };
    const inner = rest.slice(1, -1);
    if (inner.some(({ name }) => name === ':')) return { kind: 'slice', of, bounds: this.#each(inner), ...range };
    return { kind: 'subscript', of, index: this.#one(inner, range), ...range };
  }

  #call([callee, list]: readonly SyntaxNode[], range: Range): Code {
    if (callee === undefined || list === undefined) return nothing(range);
    const groups: SyntaxNode[][] = [[]];
    for (const part of partsOf(list).slice(1, -1)) {
      if (part.name === ',' && !groups.at(-1)?.some(({ name }) => name === 'for')) groups.push([]);
      else groups.at(-1)?.push(part);
    }
    const given = groups.filter((group) => group.length > 0).map((group) => this.#argument(group, range));
    return { kind: 'call', callee: this.code(callee), arguments: given, isNew: false, ...range };
  }

  #argument(group: readonly SyntaxNode[], range: Range): CodeArgument {
    const [first, second] = group;
    if (first?.name === 'VariableName' && second?.name === 'AssignOp')
      return { name: this.#slice(first), isSpread: false, value: this.#one(group.slice(2), range) };
    if (first?.name === '*' || first?.name === '**')
      return { name: undefined, isSpread: true, value: this.#one(group.slice(1), range) };
    if (group.some(({ name }) => name === 'for'))
      return { name: undefined, isSpread: false, value: this.#comprehension(group, 'other', range) };
    return { name: undefined, isSpread: false, value: this.#one(group, range) };
  }

  #comprehension(parts: readonly SyntaxNode[], form: 'list' | 'dict' | 'other', range: Range): Code {
    const found: Record<'elements' | 'targets' | 'sources', Code[]> = { elements: [], targets: [], sources: [] };
    let into: keyof typeof found = 'elements';
    for (const part of parts) {
      if (part.name === 'for') into = 'targets';
      else if (part.name === 'in' || part.name === 'if') into = 'sources';
      else if (!isWord(part)) found[into].push(this.code(part));
    }
    return { kind: 'comprehension', form, ...found, ...range };
  }

  #lambda(parts: readonly SyntaxNode[], range: Range): Code {
    const body = parts.at(-1);
    if (body === undefined) return nothing(range);
    const list = parts.find(({ name }) => name === 'ParamList');
    const value = this.code(body);
    return {
      kind: 'closure',
      function: {
        name: '',
        ...this.#parameters(list),
        body: [{ kind: 'return', value, start: value.start, end: value.end }],
        decorators: [],
        isAsync: false,
        isBlock: false,
      },
      ...range,
    };
  }
}

const WORDS: Readonly<Record<string, string>> = {
  TupleExpression: 'a tuple',
  SetExpression: 'a set',
  NamedExpression: 'the operator `:=`',
  YieldExpression: '`yield`',
  Ellipsis: '`...`',
  DeleteStatement: 'a `del` statement',
  AssertStatement: 'an `assert` statement',
  MatchStatement: 'a `match` statement',
  BreakStatement: 'a `break` statement',
  ContinueStatement: 'a `continue` statement',
};

function rangeOf({ from, to }: SyntaxNode): Range {
  return { start: from, end: to };
}

function nothing(range: Range): Code {
  return { kind: 'other', what: 'an expression', parts: [], start: range.start, end: range.end };
}
