/**
 * Whether a name of a handler holds plain JSON where the handler is cut: texts, numbers, truth values, nothing, lists and
 * objects of them. Follows how the value is made; what has no rule here is not plain. It decides what is worth offering:
 * the code that is written tests the values themselves before the model is called.
 */
import { allCodes, allStatements, dottedName } from '../../handlers/outline.ts';
import type { Code, CodeStatement, FunctionCode } from '../../handlers/outline.ts';
import type { Language } from '../../handlers/syntax.ts';
import type { Range } from '../../text/source-file.ts';
import { namesOf } from './names.ts';

/** `items`: no JSON of itself, but what it goes over is. */
export type Plainness =
  | { readonly kind: 'text' }
  | { readonly kind: 'plain' }
  | { readonly kind: 'items' }
  /** `what` is there instead: `a tuple`. */
  | { readonly kind: 'unknown'; readonly what: string; readonly range: Range };

const TEXT: Plainness = { kind: 'text' };
const PLAIN: Plainness = { kind: 'plain' };
const ITEMS: Plainness = { kind: 'items' };

interface Scope {
  readonly name: string;
  readonly statements: readonly CodeStatement[];
  readonly parameters: ReadonlyMap<string, Plainness>;
}

const MAX_DEPTH = 4;

export class PlainValues {
  readonly #language: Language;
  readonly #module: Scope;
  readonly #functions: ReadonlyMap<string, FunctionCode>;
  readonly #open = new Set<string>();

  constructor(language: Language, module: readonly CodeStatement[], functions: ReadonlyMap<string, FunctionCode>) {
    this.#language = language;
    this.#module = { name: '', statements: module, parameters: new Map() };
    this.#functions = functions;
  }

  /** Of a name that statements of a function bind. */
  ofName(
    name: string,
    statements: readonly CodeStatement[],
    parameters: ReadonlyMap<string, Plainness>,
    at: Range,
  ): Plainness {
    return this.#name(name, { name: '#cut', statements, parameters }, 0, at);
  }

  ofCode(code: Code, statements: readonly CodeStatement[], parameters: ReadonlyMap<string, Plainness>): Plainness {
    return this.#code(code, { name: '#cut', statements, parameters }, 0);
  }

  #name(name: string, scope: Scope, depth: number, at: Range): Plainness {
    const key = `${scope.name} ${name}`;
    // What a value is made of besides itself decides.
    if (this.#open.has(key)) return PLAIN;
    const sources = sourcesOf(name, scope.statements);
    const parameter = scope.parameters.get(name);
    if (sources.length === 0 && parameter === undefined) {
      if (scope !== this.#module) return this.#name(name, this.#module, depth, at);
      return { kind: 'unknown', what: 'a value of another place', range: at };
    }
    this.#open.add(key);
    const kinds = sources.map((source) => this.#source(source, scope, depth));
    this.#open.delete(key);
    return joined(parameter === undefined ? kinds : [parameter, ...kinds]);
  }

  #source(source: Source, scope: Scope, depth: number): Plainness {
    switch (source.kind) {
      case 'value':
        return this.#code(source.code, scope, depth);
      case 'item': {
        const of = this.#code(source.code, scope, depth);
        return of.kind === 'unknown' ? of : PLAIN;
      }
      case 'put': {
        const put = this.#code(source.code, scope, depth);
        return put.kind === 'unknown' ? put : put.kind === 'items' && !source.isSpread ? iteration(source.code) : PLAIN;
      }
      case 'other':
        return { kind: 'unknown', what: source.what, range: source.range };
    }
  }

  #code(code: Code, scope: Scope, depth: number): Plainness {
    const of = (part: Code): Plainness => this.#code(part, scope, depth);
    switch (code.kind) {
      case 'text':
      case 'template':
        return TEXT;
      case 'constant':
        return PLAIN;
      case 'name':
        return this.#name(code.name, scope, depth, code);
      case 'list':
        return all(code.items.map((item) => (item.kind === 'spread' ? asList(of(item.of)) : kept(of(item), item))));
      case 'dict':
        return all(
          code.entries.map(({ key, value }) =>
            key === undefined || key.kind === 'text' || of(key).kind === 'text' || this.#language === 'javascript'
              ? kept(of(value), value)
              : { kind: 'unknown', what: 'an object with a key that may be no text', range: key },
          ),
        );
      case 'subscript':
        if (dottedName(code.of) === 'os.environ') return TEXT;
        return kept(of(code.of), code.of);
      case 'slice':
        return of(code.of);
      case 'attribute':
        return this.#attribute(code, of);
      case 'conditional':
        return joined([of(code.then), of(code.otherwise)]);
      case 'operation':
        return this.#operation(code, of);
      case 'comprehension':
        return this.#comprehension(code, scope, depth);
      case 'await':
        return of(code.of);
      case 'call':
        return this.#call(code, scope, depth);
      default:
        return unknown(code, code.kind === 'other' ? code.what : 'a function');
    }
  }

  #attribute(code: Extract<Code, { kind: 'attribute' }>, of: (part: Code) => Plainness): Plainness {
    if (this.#language === 'python') return unknown(code, `the attribute ${code.name} of an object`);
    if (dottedName(code)?.startsWith('process.env.') === true) return PLAIN;
    if (code.name === 'length') return PLAIN;
    return kept(of(code.of), code.of);
  }

  #operation({ operator, operands }: Extract<Code, { kind: 'operation' }>, of: (part: Code) => Plainness): Plainness {
    if (YES_OR_NO.test(operator)) return PLAIN;
    const kinds = operands.map(of);
    if (operator === '%' && kinds[0]?.kind === 'text') return TEXT;
    if (operator === '+' && kinds.some(({ kind }) => kind === 'text')) return TEXT;
    return joined(kinds);
  }

  #comprehension(code: Extract<Code, { kind: 'comprehension' }>, scope: Scope, depth: number): Plainness {
    if (code.form === 'other') return unknown(code, 'a set or a generator');
    const source = code.sources[0];
    const over = source === undefined ? PLAIN : this.#code(source, scope, depth);
    const inner: Scope = {
      ...scope,
      name: `${scope.name} ${String(code.start)}`,
      parameters: new Map([
        ...scope.parameters,
        ...code.targets.flatMap((target) => namesOf(target)).map((name) => [name, asItem(over)] as const),
      ]),
    };
    return all(code.elements.map((element) => kept(this.#code(element, inner, depth), element)));
  }

  #call(code: Extract<Code, { kind: 'call' }>, scope: Scope, depth: number): Plainness {
    const { callee } = code;
    const given = code.arguments.filter(({ name: own }) => own !== 'key').map(({ value }) => value);
    const name = dottedName(callee);
    const known = name === undefined ? undefined : this.#knownCall(name, given, scope, depth);
    if (known !== undefined) return known;
    const local = callee.kind === 'name' ? this.#functions.get(callee.name) : undefined;
    if (local !== undefined && depth < MAX_DEPTH) return this.#localCall(local, code, scope, depth);
    if (callee.kind !== 'attribute') return unknown(code, `what ${name ?? 'a call'}() gives`);
    if (callee.name === 'send' && isDocumentRead(given[0])) return PLAIN;
    return this.#method(code, callee, scope, depth);
  }

  #knownCall(name: string, given: readonly Code[], scope: Scope, depth: number): Plainness | undefined {
    const rules = CALLS[this.#language];
    if (rules.text.test(name)) return TEXT;
    if (rules.plain.test(name)) return PLAIN;
    if (rules.items.test(name)) return ITEMS;
    if (!rules.same.test(name)) return undefined;
    return all(given.map((part) => asList(this.#code(part, scope, depth))));
  }

  #method(
    code: Extract<Code, { kind: 'call' }>,
    { of, name }: Extract<Code, { kind: 'attribute' }>,
    scope: Scope,
    depth: number,
  ): Plainness {
    const rules = METHODS[this.#language];
    if (rules.text.test(name)) return TEXT;
    if (rules.plain.test(name)) return PLAIN;
    const receiver = this.#code(of, scope, depth);
    if (receiver.kind === 'unknown') return unknown(code, `what .${name}() gives`);
    if (rules.items.test(name)) return ITEMS;
    if (receiver.kind === 'text')
      return rules.ofText.test(name)
        ? TEXT
        : rules.plainOfText.test(name)
          ? PLAIN
          : unknown(code, `what .${name}() gives`);
    if (!rules.ofPlain.test(name)) return rules.ofText.test(name) ? TEXT : unknown(code, `what .${name}() gives`);
    const others = code.arguments.filter(({ value }) => value.kind !== 'closure').slice(1);
    const mapped = code.arguments[0]?.value;
    if (mapped?.kind === 'closure') return this.#mapped(name, mapped.function, scope, depth);
    return all(others.map(({ value }) => this.#code(value, scope, depth)));
  }

  /** `.map(x => …)` */
  #mapped(name: string, { parameters, body }: FunctionCode, scope: Scope, depth: number): Plainness {
    if (name !== 'map' && name !== 'flatMap') return PLAIN;
    const inner: Scope = {
      name: `${scope.name} ${String(body[0]?.start ?? 0)}`,
      statements: [...scope.statements, ...body],
      parameters: new Map([
        ...scope.parameters,
        ...parameters.flatMap((code) => namesOf(code)).map((one) => [one, PLAIN] as const),
      ]),
    };
    return all(returned(body).map((value) => this.#code(value, inner, depth + 1)));
  }

  #localCall(
    local: FunctionCode,
    { arguments: given }: Extract<Code, { kind: 'call' }>,
    scope: Scope,
    depth: number,
  ): Plainness {
    const names = local.parameters.flatMap((code) => namesOf(code));
    const parameters = new Map<string, Plainness>();
    for (const [i, { name, value }] of given.entries())
      parameters.set(name ?? names[i] ?? '', this.#code(value, scope, depth + 1));
    for (const name of names) if (!parameters.has(name)) parameters.set(name, PLAIN);
    const inner: Scope = { name: `${scope.name} ${local.name}()`, statements: local.body, parameters };
    return joined(returned(local.body).map((value) => this.#code(value, inner, depth + 1)));
  }
}

/** The document client of DynamoDB gives plain values; sets and bytes fail when they are handed over. */
function isDocumentRead(code: Code | undefined): boolean {
  return code?.kind === 'call' && code.isNew && /^(?:Get|Query|Scan)Command$/.test(dottedName(code.callee) ?? '');
}

function returned(body: readonly CodeStatement[]): readonly Code[] {
  const inner = new Set<CodeStatement>();
  for (const statement of body)
    if (statement.kind === 'define') for (const one of allStatements(statement.function.body)) inner.add(one);
  return [...allStatements(body)].flatMap((one) =>
    one.kind === 'return' && one.value !== undefined && !inner.has(one) ? [one.value] : [],
  );
}

type Source =
  | { readonly kind: 'value' | 'item'; readonly code: Code }
  /** Put into a list or an object. */
  | { readonly kind: 'put'; readonly code: Code; readonly isSpread: boolean }
  | { readonly kind: 'other'; readonly what: string; readonly range: Range };

/** Everything that a name is given, or that is put into it. */
function sourcesOf(name: string, statements: readonly CodeStatement[]): readonly Source[] {
  const sources: Source[] = [...allStatements(statements)].flatMap((statement) => sourcesBy(name, statement));
  for (const code of allCodes(statements)) {
    if (code.kind !== 'call' || code.callee.kind !== 'attribute') continue;
    const { of, name: method } = code.callee;
    if (rootName(of) !== name || !PUTS.test(method)) continue;
    for (const { value } of code.arguments)
      sources.push({ kind: 'put', code: value, isSpread: method === 'extend' || method === 'update' });
  }
  return sources;
}

function sourcesBy(name: string, statement: CodeStatement): readonly Source[] {
  const other = (what: string, isBound: boolean): readonly Source[] =>
    isBound ? [{ kind: 'other', what, range: statement }] : [];
  const targets = 'targets' in statement ? statement.targets.flatMap((target) => namesOf(target)) : [];
  switch (statement.kind) {
    case 'assign':
      return assigned(name, statement);
    case 'loop': {
      const [head] = statement.heads;
      return head !== undefined && targets.includes(name) ? [{ kind: 'item', code: head }] : [];
    }
    case 'with':
      return other('a thing that a `with` statement opens', targets.includes(name));
    case 'import':
      return other('a module', statement.names.includes(name));
    case 'define':
      return other('a function', statement.function.name === name);
    case 'class':
      return other('a class', statement.name === name);
    case 'try':
      return other(
        'an error',
        statement.clauses.some(({ variable }) => variable === name),
      );
    default:
      return [];
  }
}

const PUTS = /^(?:append|extend|insert|update|setdefault|push|unshift)$/;

function rootName(code: Code): string | undefined {
  if (code.kind === 'name') return code.name;
  return code.kind === 'subscript' || code.kind === 'attribute' ? rootName(code.of) : undefined;
}

function assigned(name: string, statement: Extract<CodeStatement, { kind: 'assign' }>): readonly Source[] {
  const { value } = statement;
  if (value === undefined) return [];
  return statement.targets.flatMap((target): readonly Source[] => {
    if (target.kind === 'name') return target.name === name ? [{ kind: 'value', code: value }] : [];
    if (target.kind === 'subscript' || target.kind === 'attribute') {
      if (rootName(target) !== name) return [];
      const put: Source = { kind: 'put', code: value, isSpread: false };
      const isText = target.kind === 'attribute' || target.index.kind !== 'other';
      return isText ? [put] : [put, { kind: 'other', what: 'an object with a key that is no text', range: target }];
    }
    return namesOf(target).includes(name) ? [taken(target, value, name)] : [];
  });
}

/** `a, b = x, y` */
function taken(target: Code, value: Code, name: string): Source {
  const targets = target.kind === 'other' ? target.parts : [];
  const values = value.kind === 'other' ? value.parts : value.kind === 'list' ? value.items : [];
  const at = targets.findIndex((one) => one.kind === 'name' && one.name === name);
  const own = targets.length === values.length ? values[at] : undefined;
  return own === undefined ? { kind: 'item', code: value } : { kind: 'value', code: own };
}

interface CallRules {
  readonly text: RegExp;
  readonly plain: RegExp;
  readonly items: RegExp;
  /** Plain if what they are given is. */
  readonly same: RegExp;
}

const CALLS: Readonly<Record<Language, CallRules>> = {
  python: {
    text: /^(?:str|repr|chr|(?:json\.)?dumps|re\.(?:sub|escape)|os\.getenv|getenv|os\.environ\.get|(?:urllib\.parse\.)?(?:un)?quote(?:_plus)?|html\.(?:un)?escape|(?:os\.path|posixpath)\.(?:join|basename|dirname)|(?:os\.)?path\.(?:join|basename|dirname)|textwrap\.(?:dedent|shorten|fill|indent)|time\.strftime|uuid\.uuid4\(\)\.hex)$/,
    plain:
      /^(?:(?:json\.)?loads?|len|int|float|bool|round|ord|isinstance|hasattr|callable|any|all|time\.(?:time|time_ns|monotonic|perf_counter)|random\.(?:random|randint|randrange|uniform)|math\.\w+|re\.split)$/,
    items: /^(?:range|csv\.(?:reader|DictReader)|DictReader)$/,
    same: /^(?:list|dict|sorted|min|max|sum|abs|enumerate|zip|reversed|copy\.(?:deep)?copy|deepcopy)$/,
  },
  javascript: {
    text: /^(?:String|JSON\.stringify|encodeURIComponent|decodeURIComponent|(?:crypto\.)?randomUUID|uuidv4|path\.(?:basename|dirname|join|extname))$/,
    plain:
      /^(?:JSON\.parse|Number|parseInt|parseFloat|Boolean|Date\.now|performance\.now|Math\.\w+|Array\.isArray|Number\.\w+)$/,
    items: /^(?!)/,
    same: /^(?:Object\.(?:keys|values|entries|assign|fromEntries)|Array\.from|structuredClone)$/,
  },
};

interface MethodRules {
  /** Whatever they are called on. */
  readonly text: RegExp;
  readonly plain: RegExp;
  readonly items: RegExp;
  readonly ofText: RegExp;
  readonly plainOfText: RegExp;
  readonly ofPlain: RegExp;
}

const METHODS: Readonly<Record<Language, MethodRules>> = {
  python: {
    text: /^(?:decode|isoformat|strftime|hexdigest|format|join|getvalue)$/,
    plain: /^(?:json|timestamp)$/,
    items: /^(?:items|keys|values)$/,
    ofText:
      /^(?:l?strip|rstrip|lower|upper|title|capitalize|casefold|replace|ljust|rjust|zfill|expandtabs|removeprefix|removesuffix|translate|swapcase|center)$/,
    plainOfText: /^(?:r?split|splitlines|count|r?find|r?index|startswith|endswith|is\w+)$/,
    ofPlain: /^(?:get|copy|pop|setdefault|count|index|r?split|splitlines|startswith|endswith)$/,
  },
  javascript: {
    text: /^(?:toISOString|toLocaleString|toString|transformToString|toFixed|join|toUpperCase|toLowerCase|trim|padStart|padEnd)$/,
    plain: /^(?:json|getTime|localeCompare|test)$/,
    items: /^(?!)/,
    ofText: /^(?:trimStart|trimEnd|replace|replaceAll|slice|substring|substr|normalize|repeat|concat|charAt|at)$/,
    plainOfText: /^(?:split|indexOf|lastIndexOf|includes|startsWith|endsWith|match|charCodeAt|codePointAt)$/,
    ofPlain:
      /^(?:map|flatMap|filter|find|slice|concat|some|every|includes|indexOf|findIndex|sort|reverse|at|pop|shift|flat|split|reduce)$/,
  },
};

const YES_OR_NO = /^(?:==|!=|===|!==|<|>|<=|>=|in|not in|is|is not|not|!|instanceof|typeof)$/;

function unknown({ start, end }: Range, what: string): Plainness {
  return { kind: 'unknown', what, range: { start, end } };
}

function iteration(code: Code): Plainness {
  return unknown(code, 'something that can be gone over once only');
}

/** Inside another value. */
function kept(kind: Plainness, code: Code): Plainness {
  return kind.kind === 'items' ? iteration(code) : kind;
}

function asItem(kind: Plainness): Plainness {
  return kind.kind === 'unknown' ? kind : PLAIN;
}

function asList(kind: Plainness): Plainness {
  return kind.kind === 'unknown' ? kind : PLAIN;
}

function all(kinds: readonly Plainness[]): Plainness {
  return kinds.find(({ kind }) => kind === 'unknown') ?? PLAIN;
}

/** One or another of them. */
function joined(kinds: readonly Plainness[]): Plainness {
  const bad = kinds.find(({ kind }) => kind === 'unknown');
  if (bad !== undefined) return bad;
  if (kinds.some(({ kind }) => kind === 'items')) return ITEMS;
  return kinds.length > 0 && kinds.every(({ kind }) => kind === 'text') ? TEXT : PLAIN;
}
