/**
 * JavaScript and TypeScript text to the small tree, through the one script parser. Types are left out; what a handler
 * around a model call is not made of becomes `unsupported`.
 */
import type {
  ArrowFunctionExpression,
  BindingPattern,
  CallExpression,
  Expression as Syntax,
  Function as FunctionSyntax,
  NewExpression,
  ObjectExpression,
  ObjectPattern,
  Statement as StatementSyntax,
} from '../../script/parse.ts';
import { parseScript } from '../../script/parse.ts';
import type { Range } from '../../text/source-file.ts';
import type {
  DictItem,
  Expression,
  FunctionParts,
  LoopSteps,
  Parameter,
  Pattern,
  SourceReading,
  Statement,
  TemplatePart,
} from '../syntax.ts';

export async function readScript(path: string, text: string): Promise<SourceReading> {
  const reading = await parseScript(path, text);
  if (reading.problem !== undefined) return { problem: reading.problem };
  const body = reading.program.body.flatMap((node) => statement(node));
  return { tree: { language: 'javascript', body } };
}

interface Located {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

function rangeOf({ start, end }: Located): Range {
  return { start, end };
}

function statement(node: StatementSyntax): readonly Statement[] {
  const range = rangeOf(node);
  switch (node.type) {
    case 'ImportDeclaration':
      return [importOf(node)];
    case 'VariableDeclaration':
      return node.declarations.flatMap(({ id, init }) => declared(id, init, range));
    case 'FunctionDeclaration':
      return [{ kind: 'define', name: node.id?.name ?? '', parts: functionParts(node), decorators: [], ...range }];
    case 'ClassDeclaration': {
      const base = node.superClass?.type === 'Identifier' ? [node.superClass.name] : [];
      return [{ kind: 'class', name: node.id?.name ?? '', bases: base, body: [], ...range }];
    }
    case 'ExportNamedDeclaration':
      if (node.declaration !== null) return statement(node.declaration);
      return node.specifiers.flatMap(({ local, exported }): readonly Statement[] =>
        local.type === 'Identifier' && exported.type === 'Identifier' && local.name !== exported.name
          ? [
              {
                kind: 'assign',
                target: { kind: 'name', name: exported.name },
                value: { kind: 'name', name: local.name, ...range },
                operator: undefined,
                ...range,
              },
            ]
          : [],
      );
    case 'ExpressionStatement':
      return [expressionStatement(node.expression, range)];
    case 'ReturnStatement':
      return [{ kind: 'return', value: node.argument === null ? undefined : expression(node.argument), ...range }];
    case 'ThrowStatement':
      return [{ kind: 'raise', value: expression(node.argument), ...range }];
    case 'BlockStatement':
      return node.body.flatMap(statement);
    default:
      return controlStatement(node);
  }
}

function controlStatement(node: StatementSyntax): readonly Statement[] {
  const range = rangeOf(node);
  switch (node.type) {
    case 'IfStatement':
      return [
        {
          kind: 'if',
          test: expression(node.test),
          then: statement(node.consequent),
          otherwise: node.alternate === null ? [] : statement(node.alternate),
          ...range,
        },
      ];
    case 'TryStatement':
      return [tryStatement(node, range)];
    case 'ForOfStatement':
    case 'ForInStatement':
      return [loop(loopWords(node), { left: node.left, of: node.right, steps: undefined }, node.body, range)];
    case 'ForStatement':
    case 'WhileStatement':
      return [loop('a loop', { left: undefined, of: undefined, steps: stepsOf(node, range) }, node.body, range)];
    case 'DoWhileStatement':
      return [loop('a loop', { left: undefined, of: undefined, steps: undefined }, node.body, range)];
    case 'BreakStatement':
    case 'ContinueStatement':
      if (node.label !== null) return [unsupportedStatement(node)];
      return [{ kind: 'jump', to: node.type === 'BreakStatement' ? 'break' : 'continue', ...range }];
    case 'EmptyStatement':
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
      return [{ kind: 'pass', ...range }];
    default:
      return [unsupportedStatement(node)];
  }
}

function loopWords(node: Extract<StatementSyntax, { type: 'ForOfStatement' | 'ForInStatement' }>): string {
  if (node.type === 'ForInStatement') return 'a `for … in` loop';
  return node.await ? 'a `for await` loop' : 'a `for` loop';
}

function unsupportedStatement(node: StatementSyntax): Statement {
  const what = `\`${node.type.replace(/Statement|Declaration/, '')}\``;
  return { kind: 'unsupported', what, within: [], body: [], ...rangeOf(node) };
}

function stepsOf(node: Extract<StatementSyntax, { type: 'ForStatement' | 'WhileStatement' }>, range: Range): LoopSteps {
  if (node.type === 'WhileStatement') return { before: [], test: expression(node.test), after: [] };
  const { init, test, update } = node;
  const before =
    init === null ? [] : init.type === 'VariableDeclaration' ? statement(init) : [expressionStatement(init, range)];
  return {
    before,
    test: test === null ? undefined : expression(test),
    after: update === null ? [] : [expressionStatement(update, range)],
  };
}

function tryStatement(node: Extract<StatementSyntax, { type: 'TryStatement' }>, range: Range): Statement {
  const { handler } = node;
  const variable = handler?.param?.type === 'Identifier' ? handler.param.name : undefined;
  const clause = { types: [], typesKnown: true, variable };
  return {
    kind: 'try',
    body: node.block.body.flatMap(statement),
    clauses: handler === null ? [] : [{ ...clause, body: handler.body.body.flatMap(statement), ...rangeOf(handler) }],
    otherwise: [],
    finally: node.finalizer?.body.flatMap(statement) ?? [],
    ...range,
  };
}

interface LoopHead {
  readonly left: Located | undefined;
  readonly of: Syntax | undefined;
  readonly steps: LoopSteps | undefined;
}

function loop(what: string, { left, of, steps }: LoopHead, body: StatementSyntax, range: Range): Statement {
  const declaration = left as unknown as { declarations?: readonly { id: Located & { name?: string } }[] } | undefined;
  return {
    kind: 'loop',
    what,
    target: declaration?.declarations?.[0]?.id.name,
    names: declaration?.declarations?.flatMap(({ id }) => namesIn(id)) ?? [],
    of: of === undefined ? undefined : expression(of),
    steps,
    body: statement(body),
    otherwise: [],
    ...range,
  };
}

function importOf(node: Extract<StatementSyntax, { type: 'ImportDeclaration' }>): Statement {
  const names = node.specifiers.map((specifier) => ({
    name:
      specifier.type === 'ImportSpecifier' && specifier.imported.type === 'Identifier'
        ? specifier.imported.name
        : undefined,
    local: specifier.local.name,
  }));
  return { kind: 'import', module: node.source.value, names, ...rangeOf(node) };
}

/** `const x = require('y')` is an import. */
function declared(id: BindingPattern, init: Syntax | null, range: Range): readonly Statement[] {
  const module = init === null ? undefined : requiredModule(init);
  if (module !== undefined && id.type === 'Identifier')
    return [{ kind: 'import', module, names: [{ name: undefined, local: id.name }], ...range }];
  if (module !== undefined && id.type === 'ObjectPattern') {
    const names = id.properties.flatMap((property) =>
      property.type === 'Property' && property.key.type === 'Identifier' && property.value.type === 'Identifier'
        ? [{ name: property.key.name, local: property.value.name }]
        : [],
    );
    return [{ kind: 'import', module, names, ...range }];
  }
  const value: Expression = init === null ? { kind: 'undefined', ...range } : expression(init);
  if (value.kind === 'function' && id.type === 'Identifier')
    return [{ kind: 'define', name: id.name, parts: value.parts, decorators: [], ...range }];
  return [{ kind: 'assign', target: pattern(id), value, operator: undefined, ...range }];
}

function requiredModule(node: Syntax): string | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'require')
    return undefined;
  const [first] = node.arguments;
  return first?.type === 'Literal' && typeof first.value === 'string' ? first.value : undefined;
}

function pattern(node: BindingPattern): Pattern {
  if (node.type === 'Identifier') return { kind: 'name', name: node.name };
  if (node.type === 'ObjectPattern') return objectPattern(node);
  const what = 'a list that is taken apart';
  const targets = node.type === 'ArrayPattern' ? node.elements.map((element) => plainName(element)) : [undefined];
  const known = targets.filter((target) => target !== undefined);
  if (known.length === targets.length) return { kind: 'items', what, targets: known };
  return { kind: 'unsupported', what, names: namesIn(node) };
}

function plainName(node: Located | null): Pattern | undefined {
  const target = node as unknown as Syntax | null;
  return target?.type === 'Identifier' ? { kind: 'name', name: target.name } : undefined;
}

/** Names that a pattern may set, and some that it reads. */
function namesIn(node: Located | null | undefined): readonly string[] {
  if (node === null || node === undefined) return [];
  const target = node as unknown as
    BindingPattern | { readonly type: 'RestElement'; readonly argument: BindingPattern };
  switch (target.type) {
    case 'Identifier':
      return [target.name];
    case 'ArrayPattern':
      return target.elements.flatMap(namesIn);
    case 'ObjectPattern':
      return target.properties.flatMap((property) => namesIn(property.type === 'Property' ? property.value : property));
    case 'AssignmentPattern':
      return namesIn(target.left);
    case 'RestElement':
      return namesIn(target.argument);
    default:
      return [];
  }
}

function objectPattern(node: ObjectPattern): Pattern {
  const { properties } = node;
  const members: { key: string; target: Pattern; fallback: Expression | undefined }[] = [];
  for (const property of properties) {
    if (property.type !== 'Property' || property.key.type !== 'Identifier')
      return { kind: 'unsupported', what: 'the rest of an object', names: namesIn(node) };
    const { value } = property;
    const isDefault = value.type === 'AssignmentPattern';
    members.push({
      key: property.key.name,
      target: pattern(isDefault ? value.left : value),
      fallback: isDefault ? expression(value.right) : undefined,
    });
  }
  return { kind: 'members', members };
}

function expressionStatement(node: Syntax, range: Range): Statement {
  if (node.type === 'UpdateExpression') {
    const one: Expression = { kind: 'literal', value: 1, ...range };
    return { kind: 'assign', target: place(node.argument), value: one, operator: node.operator.charAt(0), ...range };
  }
  if (node.type !== 'AssignmentExpression') return { kind: 'expression', value: expression(node), ...range };
  const { left, right, operator } = node;
  const value = expression(right);
  const exported = exportedName(left);
  if (exported !== undefined) {
    return value.kind === 'function'
      ? { kind: 'define', name: exported, parts: value.parts, decorators: [], ...range }
      : { kind: 'assign', target: { kind: 'name', name: exported }, value, operator: undefined, ...range };
  }
  return {
    kind: 'assign',
    target: place(left),
    value,
    operator: operator === '=' ? undefined : operator.slice(0, -1),
    ...range,
  };
}

/** `exports.handler`, `module.exports.handler` */
function exportedName(node: Located): string | undefined {
  const target = node as unknown as Syntax;
  if (target.type !== 'MemberExpression' || target.computed || target.property.type !== 'Identifier') return undefined;
  const { object } = target;
  const isExports = object.type === 'Identifier' && object.name === 'exports';
  const isModule =
    object.type === 'MemberExpression' && object.object.type === 'Identifier' && object.object.name === 'module';
  return isExports || isModule ? target.property.name : undefined;
}

function place(node: Located): Pattern {
  const target = node as unknown as Syntax;
  if (target.type === 'Identifier') return { kind: 'name', name: target.name };
  if (target.type !== 'MemberExpression')
    return { kind: 'unsupported', what: 'an assignment that takes a value apart', names: namesIn(node) };
  const key: Expression =
    !target.computed && target.property.type === 'Identifier'
      ? { kind: 'literal', value: target.property.name, ...rangeOf(target.property) }
      : expression(target.property as Syntax);
  return { kind: 'place', of: expression(target.object), key };
}

function functionParts(node: FunctionSyntax | ArrowFunctionExpression): FunctionParts {
  const parameters: Parameter[] = [];
  const prologue: Statement[] = [];
  let isPlain = true;
  for (const [i, parameter] of node.params.entries()) {
    const hasDefault = parameter.type === 'AssignmentPattern';
    const target = (hasDefault ? parameter.left : parameter) as BindingPattern;
    const fallback = hasDefault ? expression(parameter.right) : undefined;
    if (target.type === 'Identifier') parameters.push({ name: target.name, fallback });
    else if (target.type === 'ObjectPattern') {
      const name = `#${String(i)}`;
      parameters.push({ name, fallback });
      const range = rangeOf(target);
      prologue.push({
        kind: 'assign',
        target: objectPattern(target),
        value: { kind: 'name', name, ...range },
        operator: undefined,
        ...range,
      });
    } else isPlain = false;
  }
  return { parameters, isPlain, body: [...prologue, ...bodyOf(node)] };
}

function bodyOf({ body }: FunctionSyntax | ArrowFunctionExpression): readonly Statement[] {
  if (body === null) return [];
  if (body.type === 'BlockStatement') return body.body.flatMap((node) => statement(node));
  const value = expression(body);
  return [{ kind: 'return', value, ...rangeOf(body) }];
}

// ---- expressions ------------------------------------------------------------------------------------------------

function expression(node: Syntax): Expression {
  const range = rangeOf(node);
  switch (node.type) {
    case 'Identifier':
      return node.name === 'undefined' ? { kind: 'undefined', ...range } : { kind: 'name', name: node.name, ...range };
    case 'Literal':
      return literal(node, range);
    case 'TemplateLiteral':
      return template(node, range);
    case 'ArrayExpression': {
      const items = node.elements.map((element): Expression => {
        if (element === null) return { kind: 'undefined', ...range };
        if (element.type === 'SpreadElement')
          return { kind: 'spread', value: expression(element.argument), ...rangeOf(element) };
        return expression(element);
      });
      return { kind: 'list', items, ...range };
    }
    case 'ObjectExpression':
      return object(node, range);
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return { kind: 'function', parts: functionParts(node), ...range };
    case 'CallExpression':
    case 'NewExpression':
      return call(node, range);
    case 'MemberExpression':
      return member(node, range);
    default:
      return operation(node, range);
  }
}

function operation(node: Syntax, range: Range): Expression {
  switch (node.type) {
    case 'BinaryExpression':
      return binary(node, range);
    case 'LogicalExpression': {
      const operator = ({ '&&': 'and', '||': 'or', '??': '??' } as const)[node.operator];
      return { kind: 'logical', operator, left: expression(node.left), right: expression(node.right), ...range };
    }
    case 'UnaryExpression':
      if (node.operator === '!') return { kind: 'not', of: expression(node.argument), ...range };
      if (node.operator === '-') return { kind: 'negative', of: expression(node.argument), ...range };
      return unsupported(`the operator \`${node.operator}\``, [node.argument], range);
    case 'ConditionalExpression':
      return {
        kind: 'conditional',
        test: expression(node.test),
        then: expression(node.consequent),
        otherwise: expression(node.alternate),
        ...range,
      };
    case 'AwaitExpression':
      return { kind: 'await', of: expression(node.argument), ...range };
    case 'ChainExpression':
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
      return expression(node.expression);
    default:
      return unsupported(`\`${node.type.replace('Expression', '')}\``, [], range);
  }
}

function unsupported(what: string, within: readonly Syntax[], range: Range): Expression {
  return { kind: 'unsupported', what, within: within.map(expression), ...range };
}

function literal(node: Extract<Syntax, { type: 'Literal' }>, range: Range): Expression {
  const { value } = node;
  if (value === null && 'regex' in node) return unsupported('a regular expression', [], range);
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return { kind: 'literal', value, ...range };
  return unsupported('a regular expression or a large number', [], range);
}

function template(node: Extract<Syntax, { type: 'TemplateLiteral' }>, range: Range): Expression {
  const parts: TemplatePart[] = [];
  for (const [i, { value }] of node.quasis.entries()) {
    if (value.cooked !== null && value.cooked !== '') parts.push({ kind: 'text', text: value.cooked });
    const inner = node.expressions[i];
    if (inner !== undefined) parts.push({ kind: 'value', value: expression(inner), isPlain: true });
  }
  return { kind: 'template', parts, ...range };
}

function object({ properties }: ObjectExpression, range: Range): Expression {
  const items: DictItem[] = [];
  for (const property of properties) {
    if (property.type === 'SpreadElement') {
      items.push({ kind: 'spread', value: expression(property.argument) });
      continue;
    }
    const { key, value } = property;
    const name: Expression =
      !property.computed && key.type === 'Identifier'
        ? { kind: 'literal', value: key.name, ...rangeOf(key) }
        : expression(key as Syntax);
    items.push({ kind: 'entry', entry: { key: name, value: expression(value) } });
  }
  return { kind: 'dict', items, ...range };
}

function call(node: CallExpression | NewExpression, range: Range): Expression {
  const list = node.arguments.map((argument) => ({
    name: undefined,
    value:
      argument.type === 'SpreadElement'
        ? ({ kind: 'spread', value: expression(argument.argument), ...rangeOf(argument) } as const)
        : expression(argument),
  }));
  return {
    kind: 'call',
    callee: expression(node.callee),
    arguments: list,
    isNew: node.type === 'NewExpression',
    isOptional: node.type === 'CallExpression' && node.optional,
    ...range,
  };
}

function member(node: Extract<Syntax, { type: 'MemberExpression' }>, range: Range): Expression {
  const of = expression(node.object);
  const isOptional = node.optional;
  const isInChain =
    (of.kind === 'attribute' || of.kind === 'subscript') && of.isOptional && node.object.type === 'MemberExpression';
  // `a?.b.c` stops at `a`, and fails at `b`.
  if (isInChain && !isOptional) return unsupported('a chain that is optional in part', [], range);
  if (!node.computed && node.property.type === 'Identifier')
    return { kind: 'attribute', of, name: node.property.name, isOptional, ...range };
  return { kind: 'subscript', of, index: expression(node.property as Syntax), isOptional, ...range };
}

/** `typeof x === 'string'` is one test. */
function binary(node: Extract<Syntax, { type: 'BinaryExpression' }>, range: Range): Expression {
  const { left, right, operator } = node;
  if (left.type === 'PrivateIdentifier') return unsupported('a private member', [], range);
  if (left.type === 'UnaryExpression' && left.operator === 'typeof') {
    const test: Expression = {
      kind: 'call',
      callee: { kind: 'name', name: '#typeof', ...range },
      arguments: [left.argument, right].map((argument) => ({ name: undefined, value: expression(argument) })),
      isNew: false,
      isOptional: false,
      ...range,
    };
    return operator.startsWith('!') ? { kind: 'not', of: test, ...range } : test;
  }
  return { kind: 'binary', operator, left: expression(left), right: expression(right), ...range };
}
