/** JavaScript text to its outline, through the one script parser. Types have no part in it: TypeScript is built first. */
import type {
  ArrowFunctionExpression,
  Function as FunctionSyntax,
  ScriptNode,
  Statement as StatementSyntax,
} from '../../script/parse.ts';
import { parseScript } from '../../script/parse.ts';
import type { Range } from '../../text/source-file.ts';
import type { Code, CodeArgument, CodeEntry, CodeStatement, FunctionCode, Outline } from '../outline.ts';

export async function outlineScript(path: string, text: string): Promise<Outline | undefined> {
  const reading = await parseScript(path, text);
  if (reading.problem !== undefined) return undefined;
  return { language: 'javascript', body: reading.program.body.flatMap((node) => statement(node, text)) };
}

type Located = ScriptNode;

function rangeOf({ start, end }: { readonly start: number; readonly end: number }): Range {
  return { start, end };
}

function block(node: Located | null | undefined, text: string): readonly CodeStatement[] {
  if (node === null || node === undefined) return [];
  return node.type === 'BlockStatement'
    ? node.body.flatMap((one) => statement(one, text))
    : statement(node as StatementSyntax, text);
}

function statement(node: StatementSyntax, text: string): readonly CodeStatement[] {
  const range = rangeOf(node);
  switch (node.type) {
    case 'ExpressionStatement':
      return [expressionStatement(node.expression, text, range)];
    case 'VariableDeclaration':
      return variables(node, text);
    case 'ReturnStatement':
    case 'ThrowStatement': {
      const kind = node.type === 'ReturnStatement' ? 'return' : 'raise';
      return [{ kind, value: node.argument === null ? undefined : code(node.argument, text), ...range }];
    }
    case 'IfStatement':
      return [
        {
          kind: 'if',
          test: code(node.test, text),
          then: block(node.consequent, text),
          otherwise: block(node.alternate, text),
          ...range,
        },
      ];
    case 'TryStatement':
      return [tried(node, text)];
    case 'FunctionDeclaration':
      return [{ kind: 'define', function: functionCode(node, text), ...range }];
    case 'ImportDeclaration':
      return [{ kind: 'import', names: node.specifiers.map(({ local }) => local.name), ...range }];
    case 'EmptyStatement':
      return [{ kind: 'pass', ...range }];
    default:
      return [compound(node, text)];
  }
}

function compound(node: StatementSyntax, text: string): CodeStatement {
  const range = rangeOf(node);
  switch (node.type) {
    case 'ForOfStatement':
    case 'ForInStatement':
      return {
        kind: 'loop',
        targets: loopTargets(node.left, text),
        heads: [code(node.right, text)],
        body: block(node.body, text),
        otherwise: [],
        ...range,
      };
    case 'ForStatement': {
      const first = node.init?.type === 'VariableDeclaration' ? variables(node.init, text) : [];
      const heads = [node.init?.type === 'VariableDeclaration' ? null : node.init, node.test, node.update];
      const loop: CodeStatement = {
        kind: 'loop',
        targets: first.flatMap((one) => (one.kind === 'assign' ? one.targets : [])),
        heads: heads.flatMap((head) => (head === null ? [] : [code(head, text)])),
        body: [...first, ...block(node.body, text)],
        otherwise: [],
        ...range,
      };
      return loop;
    }
    case 'WhileStatement':
    case 'DoWhileStatement':
      return {
        kind: 'loop',
        targets: [],
        heads: [code(node.test, text)],
        body: block(node.body, text),
        otherwise: [],
        ...range,
      };
    case 'ClassDeclaration':
      return { kind: 'class', name: node.id?.name ?? '', body: methodsOf(node, text), ...range };
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration': {
      const { declaration } = node;
      const inner = declaration === null ? [] : statement(declaration as StatementSyntax, text);
      const [only] = inner;
      return inner.length === 1 && only !== undefined ? only : other(node, text);
    }
    default:
      return other(node, text);
  }
}

/** Every part of a node that has no kind of its own. */
function other(node: Located, text: string): CodeStatement {
  const parts: Code[] = [];
  const body: CodeStatement[] = [];
  for (const child of childrenOf(node)) {
    if (/Statement$|Declaration$/.test(child.type)) body.push(...statement(child as StatementSyntax, text));
    else parts.push(code(child, text));
  }
  return {
    kind: 'other',
    what: `\`${node.type.replace(/Statement|Declaration/, '')}\``,
    parts,
    body,
    ...rangeOf(node),
  };
}

function childrenOf(node: Located): readonly Located[] {
  return Object.values(node as unknown as Readonly<Record<string, unknown>>).flatMap((value) =>
    (Array.isArray(value) ? (value as readonly unknown[]) : [value]).filter(isNode),
  );
}

function isNode(value: unknown): value is Located {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

function methodsOf(node: Located, text: string): readonly CodeStatement[] {
  return [...childrenOf(node)].flatMap((child): readonly CodeStatement[] => {
    if (child.type === 'FunctionExpression')
      return [{ kind: 'define', function: functionCode(child, text), ...rangeOf(child) }];
    return methodsOf(child, text);
  });
}

function variables(node: Extract<ScriptNode, { type: 'VariableDeclaration' }>, text: string): readonly CodeStatement[] {
  const found = node.declarations.map(({ id, init }): CodeStatement => {
    const value = init === null ? undefined : code(init, text);
    const isRequire = value?.kind === 'call' && value.callee.kind === 'name' && value.callee.name === 'require';
    if (isRequire) return { kind: 'import', names: boundNames(id, text), ...rangeOf(node) };
    return { kind: 'assign', targets: [code(id, text)], value, operator: undefined, declares: true, ...rangeOf(node) };
  });
  const [only] = found;
  // Several in one statement share its range, so that none of them can be cut.
  return found.length === 1 && only !== undefined ? [only] : found;
}

function boundNames(id: Located, text: string): readonly string[] {
  const found = code(id, text);
  if (found.kind === 'name') return [found.name];
  if (found.kind !== 'dict') return [];
  return found.entries.flatMap(({ value }) => (value.kind === 'name' ? [value.name] : []));
}

function loopTargets(left: Located, text: string): readonly Code[] {
  if (left.type !== 'VariableDeclaration') return [code(left, text)];
  return left.declarations.map(({ id }) => code(id, text));
}

function tried(node: Extract<StatementSyntax, { type: 'TryStatement' }>, text: string): CodeStatement {
  const { handler } = node;
  const parameter = handler?.param?.type === 'Identifier' ? handler.param.name : undefined;
  return {
    kind: 'try',
    body: block(node.block, text),
    clauses:
      handler === null
        ? []
        : [{ types: [], variable: parameter, body: block(handler.body, text), ...rangeOf(handler) }],
    otherwise: [],
    finally: block(node.finalizer, text),
    ...rangeOf(node),
  };
}

function expressionStatement(node: Located, text: string, range: Range): CodeStatement {
  if (node.type !== 'AssignmentExpression') return { kind: 'expression', value: code(node, text), ...range };
  return {
    kind: 'assign',
    targets: [code(node.left, text)],
    value: code(node.right, text),
    operator: node.operator === '=' ? undefined : node.operator.slice(0, -1),
    declares: false,
    ...range,
  };
}

function functionCode(node: FunctionSyntax | ArrowFunctionExpression, text: string): FunctionCode {
  const defaults: Code[] = [];
  const parameters = node.params.map((parameter) => {
    const own = parameter as Located;
    if (own.type !== 'AssignmentPattern') return code(own, text);
    defaults.push(code(own.right, text));
    return code(own.left, text);
  });
  const { body } = node;
  const isBlock = body?.type === 'BlockStatement';
  return {
    name: node.type === 'ArrowFunctionExpression' ? '' : (node.id?.name ?? ''),
    parameters,
    defaults,
    parameterRange: parameterRange(node, text),
    body: isBlock
      ? block(body, text)
      : body === null
        ? []
        : [{ kind: 'return', value: code(body, text), ...rangeOf(body) }],
    decorators: [],
    isAsync: node.async,
    isBlock,
  };
}

/** Between the parentheses; of a lone name without them, the name. */
function parameterRange(node: FunctionSyntax | ArrowFunctionExpression, text: string): Range {
  const [first] = node.params as readonly Located[];
  const last = (node.params as readonly Located[]).at(-1);
  const open = text.indexOf('(', node.start);
  if (first === undefined) return { start: open + 1, end: text.indexOf(')', open) };
  const isWrapped = open >= 0 && open < first.start;
  return { start: isWrapped ? open + 1 : first.start, end: last?.end ?? first.end };
}

// ---- expressions ------------------------------------------------------------------------------------------------

function code(node: Located, text: string): Code {
  const range = rangeOf(node);
  const of = (child: Located): Code => code(child, text);
  switch (node.type) {
    case 'Identifier':
      return node.name === 'undefined' ? { kind: 'constant', ...range } : { kind: 'name', name: node.name, ...range };
    case 'Literal':
      if (typeof node.value === 'string') return { kind: 'text', text: node.value, ...range };
      return 'regex' in node
        ? { kind: 'other', what: 'a regular expression', parts: [], ...range }
        : { kind: 'constant', ...range };
    case 'TemplateLiteral':
      return { kind: 'template', parts: node.expressions.map(of), ...range };
    case 'ArrayExpression':
    case 'ArrayPattern':
      return { kind: 'list', items: node.elements.flatMap((one) => (one === null ? [] : [of(one)])), ...range };
    case 'SpreadElement':
    case 'RestElement':
      return { kind: 'spread', of: of(node.argument), ...range };
    case 'ObjectExpression':
    case 'ObjectPattern':
      return { kind: 'dict', entries: node.properties.map((property) => entry(property, text)), ...range };
    case 'AssignmentPattern':
      return { kind: 'other', what: 'a default', parts: [of(node.left), of(node.right)], ...range };
    case 'MemberExpression':
      return node.computed
        ? { kind: 'subscript', of: of(node.object), index: of(node.property), ...range }
        : {
            kind: 'attribute',
            of: of(node.object),
            name: 'name' in node.property ? node.property.name : '',
            ...range,
          };
    case 'CallExpression':
    case 'NewExpression':
      return {
        kind: 'call',
        callee: of(node.callee),
        arguments: node.arguments.map((argument) => given(argument, text)),
        isNew: node.type === 'NewExpression',
        ...range,
      };
    default:
      return operation(node, text);
  }
}

function operation(node: Located, text: string): Code {
  const range = rangeOf(node);
  const of = (child: Located): Code => code(child, text);
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
      return { kind: 'operation', operator: node.operator, operands: [of(node.left), of(node.right)], ...range };
    case 'UnaryExpression':
      if (node.operator === 'delete') return { kind: 'other', what: '`delete`', parts: [of(node.argument)], ...range };
      return { kind: 'operation', operator: node.operator, operands: [of(node.argument)], ...range };
    case 'ConditionalExpression':
      return {
        kind: 'conditional',
        test: of(node.test),
        then: of(node.consequent),
        otherwise: of(node.alternate),
        ...range,
      };
    case 'AwaitExpression':
      return { kind: 'await', of: of(node.argument), ...range };
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return { kind: 'closure', function: functionCode(node, text), ...range };
    case 'ChainExpression':
    case 'ParenthesizedExpression':
      return { ...of(node.expression), ...range };
    case 'YieldExpression':
      return { kind: 'other', what: '`yield`', parts: childrenOf(node).map(of), ...range };
    default:
      return {
        kind: 'other',
        what: `\`${node.type.replace('Expression', '')}\``,
        parts: childrenOf(node).map(of),
        ...range,
      };
  }
}

function entry(property: Located, text: string): CodeEntry {
  if (property.type !== 'Property') return { key: undefined, value: code(property, text) };
  const { key, value, computed } = property;
  const isName = !computed && key.type === 'Identifier';
  return {
    key: isName ? { kind: 'text', text: key.name, ...rangeOf(key) } : code(key, text),
    value: code(value, text),
  };
}

function given(argument: Located, text: string): CodeArgument {
  const isSpread = argument.type === 'SpreadElement';
  return { name: undefined, isSpread, value: code(isSpread ? argument.argument : argument, text) };
}
