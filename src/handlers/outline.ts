/**
 * A source text as statements and expressions with their exact ranges, for cutting it: nothing is left out, so that every
 * name that is read or written can be told. What has no kind of its own is `other`, with all its parts.
 *
 * It says less than `syntax.ts` of what an expression means, and more of where it is.
 */
import type { Range } from '../text/source-file.ts';
import type { Language } from './syntax.ts';

export interface CodeArgument {
  readonly name: string | undefined;
  readonly isSpread: boolean;
  readonly value: Code;
}

export interface CodeEntry {
  /** Undefined where a value is spread. */
  readonly key: Code | undefined;
  readonly value: Code;
}

export type Code = Range &
  (
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'text'; readonly text: string }
    /** A number, a boolean, or nothing. */
    | { readonly kind: 'constant' }
    | { readonly kind: 'template'; readonly parts: readonly Code[] }
    | { readonly kind: 'list'; readonly items: readonly Code[] }
    | { readonly kind: 'dict'; readonly entries: readonly CodeEntry[] }
    | { readonly kind: 'attribute'; readonly of: Code; readonly name: string }
    | { readonly kind: 'subscript'; readonly of: Code; readonly index: Code }
    | { readonly kind: 'slice'; readonly of: Code; readonly bounds: readonly Code[] }
    | {
        readonly kind: 'call';
        readonly callee: Code;
        readonly arguments: readonly CodeArgument[];
        readonly isNew: boolean;
      }
    | { readonly kind: 'operation'; readonly operator: string; readonly operands: readonly Code[] }
    | { readonly kind: 'conditional'; readonly test: Code; readonly then: Code; readonly otherwise: Code }
    | {
        readonly kind: 'comprehension';
        readonly form: 'list' | 'dict' | 'other';
        readonly targets: readonly Code[];
        /** What it goes over, and its conditions. */
        readonly sources: readonly Code[];
        readonly elements: readonly Code[];
      }
    | { readonly kind: 'closure'; readonly function: FunctionCode }
    | { readonly kind: 'await'; readonly of: Code }
    | { readonly kind: 'spread'; readonly of: Code }
    | { readonly kind: 'other'; readonly what: string; readonly parts: readonly Code[] }
  );

export interface FunctionCode {
  readonly name: string;
  /** In their order; names that are taken apart are all among `names`. */
  readonly parameters: readonly Code[];
  readonly defaults: readonly Code[];
  /** Between the parentheses. */
  readonly parameterRange: Range;
  readonly body: readonly CodeStatement[];
  readonly decorators: readonly string[];
  readonly isAsync: boolean;
  /** Whether the body is a block of statements, and not one expression. */
  readonly isBlock: boolean;
}

export interface CodeClause extends Range {
  readonly types: readonly Code[];
  readonly variable: string | undefined;
  readonly body: readonly CodeStatement[];
}

export type CodeStatement = Range &
  (
    | { readonly kind: 'expression'; readonly value: Code }
    | {
        readonly kind: 'assign';
        readonly targets: readonly Code[];
        readonly value: Code | undefined;
        readonly operator: string | undefined;
        /** Of JavaScript. */
        readonly declares: boolean;
      }
    | { readonly kind: 'return' | 'raise'; readonly value: Code | undefined }
    | {
        readonly kind: 'if';
        readonly test: Code;
        readonly then: readonly CodeStatement[];
        readonly otherwise: readonly CodeStatement[];
      }
    | {
        readonly kind: 'loop';
        readonly targets: readonly Code[];
        readonly heads: readonly Code[];
        readonly body: readonly CodeStatement[];
        readonly otherwise: readonly CodeStatement[];
      }
    | {
        readonly kind: 'try';
        readonly body: readonly CodeStatement[];
        readonly clauses: readonly CodeClause[];
        readonly otherwise: readonly CodeStatement[];
        readonly finally: readonly CodeStatement[];
      }
    | {
        readonly kind: 'with';
        readonly heads: readonly Code[];
        readonly targets: readonly Code[];
        readonly body: readonly CodeStatement[];
      }
    | { readonly kind: 'define'; readonly function: FunctionCode }
    | { readonly kind: 'import'; readonly names: readonly string[] }
    | { readonly kind: 'class'; readonly name: string; readonly body: readonly CodeStatement[] }
    | { readonly kind: 'global'; readonly names: readonly string[] }
    | { readonly kind: 'pass' }
    | {
        readonly kind: 'other';
        readonly what: string;
        readonly parts: readonly Code[];
        readonly body: readonly CodeStatement[];
      }
  );

export interface Outline {
  readonly language: Language;
  readonly body: readonly CodeStatement[];
}

/** Expressions directly inside one; the bodies of closures are statements, and not among them. */
export function codesIn(code: Code): readonly Code[] {
  switch (code.kind) {
    case 'name':
    case 'text':
    case 'constant':
      return [];
    case 'template':
    case 'other':
      return code.parts;
    case 'list':
      return code.items;
    case 'dict':
      return code.entries.flatMap(({ key, value }) => (key === undefined ? [value] : [key, value]));
    case 'attribute':
    case 'await':
    case 'spread':
      return [code.of];
    case 'subscript':
      return [code.of, code.index];
    case 'slice':
      return [code.of, ...code.bounds];
    case 'call':
      return [code.callee, ...code.arguments.map(({ value }) => value)];
    case 'operation':
      return code.operands;
    case 'conditional':
      return [code.test, code.then, code.otherwise];
    case 'comprehension':
      return [...code.sources, ...code.targets, ...code.elements];
    case 'closure':
      return code.function.defaults;
  }
}

/** The expressions that a statement is made of, without those of statements inside it. */
export function codesOf(statement: CodeStatement): readonly Code[] {
  switch (statement.kind) {
    case 'expression':
      return [statement.value];
    case 'assign':
      return statement.value === undefined ? statement.targets : [statement.value, ...statement.targets];
    case 'return':
    case 'raise':
      return statement.value === undefined ? [] : [statement.value];
    case 'if':
      return [statement.test];
    case 'loop':
    case 'with':
      return [...statement.heads, ...statement.targets];
    case 'try':
      return statement.clauses.flatMap(({ types }) => types);
    case 'define':
      return statement.function.defaults;
    case 'other':
      return statement.parts;
    default:
      return [];
  }
}

/** The statements directly inside one. */
export function statementsIn(statement: CodeStatement): readonly CodeStatement[] {
  switch (statement.kind) {
    case 'if':
      return [...statement.then, ...statement.otherwise];
    case 'loop':
      return [...statement.body, ...statement.otherwise];
    case 'try':
      return [
        ...statement.body,
        ...statement.clauses.flatMap(({ body }) => body),
        ...statement.otherwise,
        ...statement.finally,
      ];
    case 'define':
      return statement.function.body;
    case 'with':
    case 'class':
    case 'other':
      return statement.body;
    default:
      return [];
  }
}

/** Every expression of some statements, of whatever is inside them, and of closures. */
export function* allCodes(statements: readonly CodeStatement[]): Generator<Code> {
  for (const statement of statements) {
    for (const code of codesOf(statement)) yield* codeAndParts(code);
    yield* allCodes(statementsIn(statement));
  }
}

export function* codeAndParts(code: Code): Generator<Code> {
  yield code;
  for (const part of codesIn(code)) yield* codeAndParts(part);
  if (code.kind === 'closure') yield* allCodes(code.function.body);
}

/** Every statement, of whatever is inside, and of closures. */
export function* allStatements(statements: readonly CodeStatement[]): Generator<CodeStatement> {
  for (const statement of statements) {
    yield statement;
    for (const code of codesOf(statement))
      for (const part of codeAndParts(code)) if (part.kind === 'closure') yield* allStatements(part.function.body);
    yield* allStatements(statementsIn(statement));
  }
}

/** The name at the root of `a.b["c"].d`. */
export function rootOf(code: Code): string | undefined {
  switch (code.kind) {
    case 'name':
      return code.name;
    case 'attribute':
    case 'subscript':
    case 'slice':
    case 'await':
      return rootOf(code.of);
    case 'call':
      return code.callee.kind === 'attribute' ? rootOf(code.callee.of) : undefined;
    default:
      return undefined;
  }
}

/** `json.loads` of a plain chain of names. */
export function dottedName(code: Code): string | undefined {
  if (code.kind === 'name') return code.name;
  if (code.kind !== 'attribute') return undefined;
  const of = dottedName(code.of);
  return of === undefined ? undefined : `${of}.${code.name}`;
}
