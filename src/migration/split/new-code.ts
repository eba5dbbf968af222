/** The code of the two functions: what is handed over, whether it survives, and the texts of both files. */
import type { ActionModel } from '../../aws/services/service-model.ts';
import type { NativeCall } from '../../aws/handler-calls.ts';
import { allCodes, codesOf, dottedName } from '../../handlers/outline.ts';
import type { CodeStatement } from '../../handlers/outline.ts';
import type { Language } from '../../handlers/syntax.ts';
import { before, earlyReturns } from './cut.ts';
import type { Cut, CutLevel } from './cut.ts';
import { checkEffects, checkModuleParts, mayChangeHanded } from './effects.ts';
import { hiddenNames, liveNames, namesOf, onlyBinding } from './names.ts';
import type { LiveName } from './names.ts';
import { PlainValues } from './plain-values.ts';
import type { Plainness } from './plain-values.ts';
import { PYTHON_WORDING, pythonSupportAfter, pythonSupportBefore } from './python-texts.ts';
import type { SupportNeeds } from './python-texts.ts';
import type { Refusals } from './refusals.ts';
import { checkReplyUse } from './reply-use.ts';
import { replyKeys, requestShape, upperFirst } from './request-shape.ts';
import type { ReplyKeys, RequestShape } from './request-shape.ts';
import { hasOwnLines, textAfter, textBefore } from './texts.ts';
import type { Frame, Wording } from './texts.ts';
import { SCRIPT_WORDING, scriptSupportAfter, scriptSupportBefore } from './script-texts.ts';

/** Characters that may be handed over, so that the answer has room beside them in 256 KiB. */
const MAX_HANDED = 128 * 1024;

export interface NewCode {
  readonly before: { readonly suffix: string; readonly text: string };
  readonly after: { readonly suffix: string; readonly text: string };
  readonly hasEarly: boolean;
  /** Names of the values that are handed over. */
  readonly handed: readonly string[];
  /** In the task's spelling, if they are written out. */
  readonly parameters: readonly string[] | undefined;
  readonly guards: readonly string[];
}

export interface CodeToSplit {
  readonly cut: Cut;
  readonly native: NativeCall;
  readonly action: ActionModel | undefined;
  readonly refusals: Refusals;
}

export function newCode({ cut, native, action, refusals }: CodeToSplit): NewCode | undefined {
  const [handler] = cut.levels;
  if (handler === undefined) return undefined;
  checkForm(cut, refusals);
  checkEffects(cut, refusals);
  checkReplyUse(cut, native.operation, refusals);
  const frames = framesOf(cut, refusals);
  const shapes = shapesOf({ cut, native, action, refusals });
  if (shapes === undefined) return undefined;
  const names = frames.flatMap((frame) => frame.names);
  const hasEarly = earlyReturns(handler).length > 0;
  const isStrict = names.length > 0 && mayChangeHanded(cut, new Set(names.map(({ name }) => name)));
  if (isStrict) checkModuleParts(cut, frames, refusals);
  if (!refusals.isEmpty) return undefined;
  const needs: SupportNeeds = {
    ...shapes,
    hasEarly,
    isStrict,
    hasUncertain: names.some(({ isCertain }) => !isCertain),
    levels: cut.levels.length,
    maxLength: MAX_HANDED,
  };
  const parts = { cut, frames };
  const writer = WRITERS[cut.outline.language];
  return {
    before: {
      suffix: `${writer.mark}before`,
      text: ended(textBefore(parts, writer.wording), writer.supportBefore(needs)),
    },
    after: {
      suffix: `${writer.mark}after`,
      text: ended(textAfter(parts, writer.wording), writer.supportAfter(needs)),
    },
    hasEarly,
    handed: names.map(({ name }) => name),
    parameters: parametersOf(cut),
    guards: guardsOf(names, shapes.request, isStrict),
  };
}

interface Writer {
  /** In the names of the new files. */
  readonly mark: string;
  readonly wording: Wording;
  readonly supportBefore: (needs: SupportNeeds) => string;
  readonly supportAfter: (needs: SupportNeeds) => string;
}

const WRITERS: Readonly<Record<Language, Writer>> = {
  python: {
    mark: '_',
    wording: PYTHON_WORDING,
    supportBefore: pythonSupportBefore,
    supportAfter: pythonSupportAfter,
  },
  javascript: {
    mark: '-',
    wording: SCRIPT_WORDING,
    supportBefore: scriptSupportBefore,
    supportAfter: scriptSupportAfter,
  },
};

/** With the line ends of the old file. */
function ended(text: string, support: string): string {
  const whole = `${text.trimEnd()}${support}`;
  return text.includes('\r\n') ? whole.replace(/\r?\n/g, '\r\n') : whole;
}

/** What the cutting itself needs. */
function checkForm(cut: Cut, refusals: Refusals): void {
  const { text, levels, outline } = cut;
  checkModuleUses(cut, refusals);
  if (/\bsplit_\w|\bsplit[A-Z]/.test(text))
    refusals.add('source', 'the source has names that begin with `split_`', 'Rename them.', { start: 0, end: 1 });
  for (const [i, level] of levels.entries()) {
    checkFunction(level, outline.language, refusals);
    checkLines(text, level, refusals);
    if (outline.language === 'javascript') checkScriptForm(cut, level, i === 0, refusals);
    else checkArguments(cut, level, refusals);
    for (const one of i === 0 ? [] : earlyReturns(level))
      refusals.add(
        'one-call',
        `${level.function.name} returns before the call, so that the call is not always made`,
        'Return from the handler itself, before the call.',
        one,
      );
  }
}

function checkFunction({ function: own, statement }: CutLevel, language: Language, refusals: Refusals): void {
  const isScript = language === 'javascript';
  const isPlain = isScript || (!own.isAsync && own.parameters.every((code) => code.kind === 'name'));
  if (!own.isBlock || !isPlain)
    refusals.add('pure-ops', `the form of ${own.name} is not followed`, 'Write it as a plain function.', statement);
  if (own.decorators.some((decorator) => !KNOWN_DECORATORS.test(decorator)))
    refusals.add('pure-ops', `${own.name} has a decorator, which may change what it does`, 'Remove it.', statement);
  const reflection = [...allCodes(own.body)].find((code) => code.kind === 'name' && REFLECTION.has(code.name));
  if (reflection?.kind === 'name')
    refusals.add(
      'pure-ops',
      `${reflection.name}() takes whatever there is in the function`,
      'Name what is needed.',
      reflection,
    );
  const generator = [...allCodes(own.body)].find((code) => code.kind === 'other' && code.what === '`yield`');
  if (generator !== undefined)
    refusals.add('pure-ops', `${own.name} is a generator`, 'Write it as a plain function.', generator);
}

/** What sees or makes names that the text does not tell. */
const REFLECTION: ReadonlySet<string> = new Set(['locals', 'vars', 'eval', 'exec', 'arguments']);

function checkLines(text: string, { blocks, statement }: CutLevel, refusals: Refusals): void {
  const edges = blocks.flatMap(({ statements, at }) => [
    ...statements.slice(0, 2),
    ...statements.slice(at, at + 1),
    ...statements.slice(-1),
  ]);
  if (!edges.every((one) => hasOwnLines(text, one)))
    refusals.add('pure-ops', 'statements share a line with others', 'Give each a line of its own.', statement);
}

function checkArguments({ levels }: Cut, level: CutLevel, refusals: Refusals): void {
  const { hole } = level;
  if (level === levels.at(-1) && hole.arguments.some(({ name, isSpread }) => name === undefined && !isSpread))
    refusals.add('pure-ops', 'the call has arguments without names', 'Name each parameter in the call.', hole);
}

function checkScriptForm({ text, levels }: Cut, level: CutLevel, isHandler: boolean, refusals: Refusals): void {
  const { function: own, hole, statement } = level;
  const isAwaited = /\bawait\s+$/.test(text.slice(0, hole.start));
  const isReturned = statement.kind === 'return' && statement.value === hole && !isHandler;
  if (!isAwaited && !isReturned)
    refusals.add('pure-ops', 'the call is not awaited where it is made', 'Write `await` before the call.', hole);
  if (level === levels.at(-1) && hole.arguments.length !== 1)
    refusals.add('pure-ops', 'the call is sent with options of its own', 'Send the command alone.', hole);
  if (isHandler && own.parameters.length > 2)
    refusals.add(
      'pure-ops',
      'the handler answers through a callback',
      'Return the answer from an async function.',
      hole,
    );
  for (const { name, range } of hiddenNames(level))
    refusals.add(
      'pure-ops',
      `${name} is declared inside a block and used after the call`,
      'Declare it outside.',
      range,
    );
  checkDeclared(level, refusals);
}

/** In the function after the call, all that is handed over is declared at its start. */
function checkDeclared(level: CutLevel, refusals: Refusals): void {
  const [outer, inner] = level.blocks;
  if (outer === undefined || inner === undefined) return;
  const declared = outer.statements
    .slice(outer.at + 1)
    .flatMap((one) => (one.kind === 'assign' && one.declares ? one.targets : []))
    .flatMap((code) => namesOf(code));
  const twice = liveNames(level, 'javascript').find(({ name }) => declared.includes(name));
  if (twice === undefined) return;
  const message = `${twice.name} is declared inside the \`try\` and after it`;
  refusals.add('pure-ops', message, 'Use two names.', twice.range);
}

/** A function that is cut has another form, which whoever else uses it does not know. */
function checkModuleUses({ outline, levels }: Cut, refusals: Refusals): void {
  const names = new Set(levels.map((level) => level.function.name));
  for (const statement of outline.body) {
    if (isDefinition(statement) || mentions(statement, new Set(['__name__']))) continue;
    const isExport = statement.kind === 'other' || (statement.kind === 'assign' && outline.language === 'javascript');
    // The handler itself may be exported.
    const uses = isExport ? new Set([...names].filter((name) => name !== levels[0]?.function.name)) : names;
    if (mentions(statement, uses))
      refusals.add(
        'pure-ops',
        'a function around the call is used where the file is loaded',
        'Call it in the handler alone.',
        statement,
      );
  }
}

function isDefinition(statement: CodeStatement): boolean {
  if (statement.kind === 'assign') return statement.value?.kind === 'closure';
  return statement.kind === 'define' || statement.kind === 'class';
}

function mentions(statement: CodeStatement, names: ReadonlySet<string>): boolean {
  return [...allCodes([statement])].some((code) => code.kind === 'name' && names.has(code.name));
}

const KNOWN_DECORATORS =
  /^(?:\w+\.)?(?:inject_lambda_context|capture_lambda_handler|capture_method|log_metrics|xray_recorder\.capture)\b/;

// ---- what is handed over ----------------------------------------------------------------------------------------

function framesOf(cut: Cut, refusals: Refusals): readonly Frame[] {
  const values = new PlainValues(cut.outline.language, cut.outline.body, cut.functions);
  const frames: Frame[] = [];
  let parameters: ReadonlyMap<string, Plainness> = new Map();
  for (const [i, level] of cut.levels.entries()) {
    if (i === 0) parameters = eventOf(level);
    frames.push(frameOf(cut, level, { values, parameters, isHandler: i === 0 }, refusals));
    const next = cut.levels[i + 1];
    if (next !== undefined) parameters = givenTo(next, level, values, parameters);
  }
  return frames;
}

function eventOf({ function: own }: CutLevel): ReadonlyMap<string, Plainness> {
  const [event] = own.parameters;
  return new Map(event === undefined ? [] : namesOf(event).map((name) => [name, { kind: 'plain' }] as const));
}

function givenTo(
  next: CutLevel,
  level: CutLevel,
  values: PlainValues,
  parameters: ReadonlyMap<string, Plainness>,
): ReadonlyMap<string, Plainness> {
  const names = next.function.parameters.flatMap((code) => namesOf(code));
  const given = new Map<string, Plainness>(names.map((name) => [name, { kind: 'plain' }]));
  for (const [i, { name, value }] of level.hole.arguments.entries())
    given.set(name ?? names[i] ?? '', values.ofCode(value, before(level), parameters));
  return given;
}

interface Known {
  readonly values: PlainValues;
  readonly parameters: ReadonlyMap<string, Plainness>;
  readonly isHandler: boolean;
}

function frameOf(cut: Cut, level: CutLevel, { values, parameters, isHandler }: Known, refusals: Refusals): Frame {
  const [, context] = level.function.parameters;
  const own = isHandler && context?.kind === 'name' ? context.name : undefined;
  const again = new Set<CodeStatement>();
  const names: LiveName[] = [];
  for (const live of liveNames(level, cut.outline.language)) {
    if (live.name === own) continue;
    const made = remade(cut, level, live.name, []);
    if (made !== undefined) {
      for (const statement of made) again.add(statement);
      continue;
    }
    names.push(live);
    const kind = values.ofName(live.name, before(level), parameters, live.range);
    if (kind.kind === 'text' || kind.kind === 'plain') continue;
    const what = kind.kind === 'unknown' ? kind.what : 'something that can be gone over once only';
    refusals.add(
      'types',
      `${live.name} is needed after the call, and is made of ${what}, which may not survive as JSON`,
      `Make ${live.name} a text, a number, a list or a dictionary before the call.`,
      kind.kind === 'unknown' ? kind.range : live.range,
    );
  }
  const order = before(level);
  return { names, again: order.filter((statement) => again.has(statement)) };
}

const MADE_AGAIN =
  /^(?:boto3\.(?:client|resource|Session|session\.Session)|\w+\.(?:client|resource|Table|Bucket)|logging\.getLogger|re\.compile|DynamoDBDocumentClient\.from)$/;
const MADE_NEW = /(?:Client|Logger|TextDecoder|TextEncoder)$/;

/** Statements that make a client or import a module, and can be done again after the call. */
function remade(
  cut: Cut,
  level: CutLevel,
  name: string,
  trail: readonly string[],
): readonly CodeStatement[] | undefined {
  const statement = onlyBinding(level, name);
  if (statement === undefined || trail.includes(name)) return undefined;
  if (statement.kind === 'import') return [statement];
  if (statement.kind !== 'assign' || statement.value?.kind !== 'call' || statement.operator !== undefined)
    return undefined;
  const { callee, isNew } = statement.value;
  const called = dottedName(callee) ?? '';
  if (!(isNew ? MADE_NEW : MADE_AGAIN).test(called)) return undefined;
  const own = new Set([
    ...level.function.parameters.flatMap((code) => namesOf(code)),
    ...before(level).flatMap((one) => (one.kind === 'assign' ? one.targets.flatMap((target) => namesOf(target)) : [])),
  ]);
  const needed = codesOf(statement)
    .flatMap((code) => [...allCodes([{ kind: 'expression', value: code, start: code.start, end: code.end }])])
    .flatMap((code) => (code.kind === 'name' && code.name !== name && own.has(code.name) ? [code.name] : []));
  const found: CodeStatement[] = [];
  for (const one of new Set(needed)) {
    const inner = remade(cut, level, one, [...trail, name]);
    if (inner === undefined) return undefined;
    found.push(...inner);
  }
  return [...found, statement];
}

// ---- the request ------------------------------------------------------------------------------------------------

function shapesOf({
  cut,
  native,
  action,
  refusals,
}: CodeToSplit): { readonly request: RequestShape | undefined; readonly reply: ReplyKeys | undefined } | undefined {
  if (native.operation === 'InvokeModel') return { request: undefined, reply: undefined };
  const hole = cut.levels.at(-1)?.hole;
  if (action === undefined || hole === undefined) return undefined;
  const words = new Set(cut.text.match(/[A-Za-z_]\w*/g) ?? []);
  const reading = requestShape(action.input, words);
  const reply = replyKeys(action.output);
  if (reading.problem === 'binary')
    refusals.add(
      'size',
      'the request has parts that are bytes, such as images or documents, and would have to pass through the state machine',
      'Keep the function for images and documents.',
      hole,
    );
  if (reading.problem === 'unknown' || reply === undefined)
    refusals.add(
      'types',
      'the request or the reply has members whose names in a task cannot be told',
      'Leave out the members that are not needed.',
      hole,
    );
  return reading.shape === undefined || reply === undefined ? undefined : { request: reading.shape, reply };
}

/** As the task names them, where all of them are named in the call. */
function parametersOf({ levels, outline }: Cut): readonly string[] | undefined {
  const hole = levels.at(-1)?.hole;
  const given = hole?.arguments ?? [];
  if (outline.language !== 'python' || given.some(({ name }) => name === undefined)) return undefined;
  return given.map(({ name = '' }) => upperFirst(name));
}

function guardsOf(names: readonly LiveName[], request: RequestShape | undefined, isStrict: boolean): readonly string[] {
  const handed = names.map(({ name }) => name).join(', ');
  const guards =
    names.length === 0
      ? []
      : [
          `what is needed after the call must be plain JSON of at most ${String(MAX_HANDED / 1024)} KiB (${handed}); else the first function fails`,
        ];
  if (isStrict && names.length > 0)
    guards.push(`no list or object may be held twice in what is needed after the call (${handed})`);
  guards.push(
    request === undefined
      ? 'the body of the call must be a JSON object, and its content types application/json'
      : `the request may have these members only: ${memberNames(request).join(', ')}`,
    'numbers in the request and in the answer must not need more than 15 digits',
  );
  return guards;
}

function memberNames(shape: RequestShape): readonly string[] {
  if (typeof shape === 'string') return [];
  if ('list' in shape) return memberNames(shape.list);
  if ('map' in shape) return memberNames(shape.map);
  return [...new Set([...shape.members].flatMap(([name, inner]) => [name, ...memberNames(inner)]))];
}
