/**
 * How a handler uses what the call gave. The function after the call has a stand-in for it, which is the same where the
 * body is read and parsed as JSON, or the fields are read one by one; every other use is a reason to keep the handler.
 */
import { allCodes, allStatements, codesIn, dottedName } from '../../handlers/outline.ts';
import type { Code, CodeStatement } from '../../handlers/outline.ts';
import type { Language } from '../../handlers/syntax.ts';
import type { ModelOperation } from '../../handlers/ir.ts';
import { after, isLog } from './cut.ts';
import type { CallCode, Cut, CutLevel } from './cut.ts';
import type { Refusals } from './refusals.ts';

/** `response`: what the call gave; `stream`: its body; `raw`: the text of it. */
type Form = 'response' | 'stream' | 'raw';

interface Region {
  readonly inside: readonly CodeStatement[];
  readonly parents: ReadonlyMap<Code, Code>;
}

export function checkReplyUse({ levels, outline }: Cut, operation: ModelOperation, refusals: Refusals): void {
  new ReplyUse(levels, outline.language, operation === 'InvokeModel', refusals).check();
}

class ReplyUse {
  readonly #levels: readonly CutLevel[];
  readonly #language: Language;
  readonly #hasBody: boolean;
  readonly #refusals: Refusals;

  constructor(levels: readonly CutLevel[], language: Language, hasBody: boolean, refusals: Refusals) {
    this.#levels = levels;
    this.#language = language;
    this.#hasBody = hasBody;
    this.#refusals = refusals;
  }

  check(): void {
    this.#value('response', this.#levels.length - 1, this.#levels.at(-1)?.hole);
  }

  /** Where the value of an expression goes. */
  #value(form: Form, at: number, code: Code | undefined): void {
    const level = this.#levels[at];
    if (level === undefined || code === undefined) return;
    const parent = parentsOf([...allCodes([level.statement])]).get(code);
    if (parent === undefined) {
      this.#statement(form, at, code);
      return;
    }
    const next = this.#step(form, parent, code);
    if (next === 'refused') this.#refuse(form, code);
    else if (next !== 'done') this.#value(next.form, at, next.code);
  }

  /** What a parent makes of the value. */
  #step(form: Form, parent: Code, code: Code): Step {
    if (parent.kind === 'await') return { form, code: parent };
    if (form === 'response') return this.#ofResponse(parent, code);
    if (this.#language === 'javascript') return ofScriptBody(form, parent, code);
    return ofPythonBody(form, parent, code);
  }

  #ofResponse(parent: Code, code: Code): Step {
    const key = keyRead(parent, code);
    if (key === undefined) return 'refused';
    if (key === '.get') return { form: 'response', code: parent };
    if (this.#hasBody) return key === 'body' ? { form: 'stream', code: parent } : 'refused';
    return key === 'ResponseMetadata' || key === '$metadata' ? 'refused' : 'done';
  }

  #statement(form: Form, at: number, code: Code): void {
    const level = this.#levels[at];
    if (level === undefined) return;
    const { statement } = level;
    if (statement.kind === 'expression') return;
    if (statement.kind === 'return') {
      const caller = this.#levels[at - 1];
      if (caller === undefined) this.#refuse(form, code);
      else this.#value(form, at - 1, caller.hole);
      return;
    }
    if (statement.kind !== 'assign') return;
    for (const target of statement.targets) this.#target(form, at, target);
  }

  #target(form: Form, at: number, target: Code): void {
    const level = this.#levels[at];
    if (level === undefined) return;
    if (target.kind === 'name') {
      this.#uses(form, at, target.name, after(level));
      return;
    }
    // `const { body } = …`
    const keys = target.kind === 'dict' ? target.entries : undefined;
    const isRead = keys?.every(
      ({ key, value }) =>
        key?.kind === 'text' &&
        key.text !== '$metadata' &&
        (!this.#hasBody || (key.text === 'body' && value.kind === 'name')),
    );
    if (form !== 'response' || isRead !== true) {
      this.#refuse(form, target);
      return;
    }
    if (!this.#hasBody) return;
    for (const { value } of keys ?? []) if (value.kind === 'name') this.#uses('stream', at, value.name, after(level));
  }

  /** Every place where a name that holds the value is read. */
  #uses(form: Form, at: number, name: string, statements: readonly CodeStatement[]): void {
    const inside = [...allStatements(statements)];
    const logged = new Set(inside.filter(isLog).flatMap((log) => [...allCodes([log])]));
    const codes = [...allCodes(statements)];
    const region = { inside, parents: parentsOf(codes) };
    for (const code of codes) {
      if (code.kind !== 'name' || code.name !== name) continue;
      // What a log line says of the whole is of no matter; what it reads of it may not be there.
      const isRead = ['attribute', 'subscript'].includes(region.parents.get(code)?.kind ?? '');
      if (isRead || !logged.has(code)) this.#use(form, at, code, region);
    }
  }

  #use(form: Form, at: number, name: Code, region: Region): void {
    let use: Use = { form, code: name };
    for (let parent = region.parents.get(name); parent !== undefined; parent = region.parents.get(parent)) {
      const next = this.#step(use.form, parent, use.code);
      if (next === 'done') return;
      if (next === 'refused') {
        this.#refuse(use.form, use.code);
        return;
      }
      use = next;
    }
    this.#held(use, at, region);
  }

  /** The value of a whole expression goes to where its statement puts it. */
  #held({ form, code }: Use, at: number, { inside }: Region): void {
    const isTarget = inside.some((one) => one.kind === 'assign' && one.targets.includes(code));
    const holder = inside.find((one) => 'value' in one && one.value === code);
    if (isTarget || holder?.kind === 'expression') return;
    const target = holder?.kind === 'assign' && holder.targets.length === 1 ? holder.targets[0] : undefined;
    const level = this.#levels[at];
    if (target?.kind === 'name' && level !== undefined && form !== 'response') {
      const later = after(level).filter(({ end }) => end > code.end);
      this.#uses(form, at, target.name, later);
    } else if (holder?.kind === 'return' && at > 0) this.#value(form, at - 1, this.#levels[at - 1]?.hole);
    else this.#refuse(form, code);
  }

  #refuse(form: Form, code: Code): void {
    const [message, unblock] = this.#hasBody
      ? form === 'response'
        ? ['the response is used otherwise than by its body', 'Use `body` alone, and parse it as JSON.']
        : ['the text of the reply is used otherwise than as JSON', 'Parse the reply as JSON, and use its fields.']
      : ['the whole response is used, with its metadata', 'Use the fields of the response that are needed.'];
    this.#refusals.add('result-use', message, unblock, code);
  }
}

interface Use {
  readonly form: Form;
  readonly code: Code;
}

type Step = 'done' | 'refused' | Use;

function ofPythonBody(form: Form, parent: Code, code: Code): Step {
  const raw: Use = { form: 'raw', code: parent };
  if (parent.kind === 'attribute') {
    const isKnown = form === 'stream' ? parent.name === 'read' : parent.name === 'decode';
    return isKnown ? raw : 'refused';
  }
  if (parent.kind !== 'call') return 'refused';
  // The call of `read` or `decode`.
  if (parent.callee === code) return isUtf8(parent) ? raw : 'refused';
  if (parent.arguments[0]?.value !== code || parent.arguments.length !== 1) return 'refused';
  const parser = form === 'raw' ? /^(?:json\.)?loads$/ : /^(?:json\.)?load$/;
  return parser.test(dottedName(parent.callee) ?? '') ? 'done' : 'refused';
}

/** The stand-in is written in characters of ASCII, which other encodings read without harm. */
function isUtf8({ arguments: given }: CallCode): boolean {
  return given.every(({ value }) => value.kind === 'text' && /^utf[-_]?8$/i.test(value.text)) && given.length <= 1;
}

function ofScriptBody(form: Form, parent: Code, code: Code): Step {
  const raw: Use = { form: 'raw', code: parent };
  if (parent.kind === 'attribute')
    return parent.name === (form === 'raw' ? 'toString' : 'transformToString') ? raw : 'refused';
  if (parent.kind !== 'call') return 'refused';
  // The call of one of those.
  if (parent.callee === code) return isUtf8(parent) ? raw : 'refused';
  if (parent.arguments[0]?.value !== code) return 'refused';
  return form === 'raw' ? ofScriptText(parent) : ofScriptBytes(parent, raw);
}

function ofScriptText({ callee, arguments: given }: CallCode): Step {
  return dottedName(callee) === 'JSON.parse' && given.length === 1 ? 'done' : 'refused';
}

/** `Buffer.from(body)`, `new TextDecoder().decode(body)`, `decoder.decode(body)` */
function ofScriptBytes({ callee }: CallCode, raw: Use): Step {
  const isDecoded =
    callee.kind === 'attribute' && callee.name === 'decode' && (callee.of.kind !== 'call' || isUtf8(callee.of));
  return isDecoded || dottedName(callee) === 'Buffer.from' ? raw : 'refused';
}

/** `x["k"]`, `x.get("k")`, `x.k` */
function keyRead(parent: Code, code: Code): string | undefined {
  if (parent.kind === 'subscript' && parent.of === code)
    return parent.index.kind === 'text' ? parent.index.text : undefined;
  if (parent.kind === 'attribute' && parent.of === code) return parent.name === 'get' ? '.get' : parent.name;
  if (parent.kind !== 'call' || parent.callee !== code) return undefined;
  const [first] = parent.arguments;
  return first?.value.kind === 'text' ? first.value.text : undefined;
}

/** The expression around each. */
function parentsOf(codes: readonly Code[]): ReadonlyMap<Code, Code> {
  return new Map(codes.flatMap((parent) => codesIn(parent).map((code) => [code, parent] as const)));
}
