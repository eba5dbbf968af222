/**
 * What of a handler would be another in two functions: state that lives in the process or on its disk, the Lambda context,
 * and values that both parts hold by one reference.
 */
import { allCodes, allStatements, codesOf, dottedName, rootOf } from '../../handlers/outline.ts';
import type { Code, CodeStatement, FunctionCode } from '../../handlers/outline.ts';
import { after, before, restOf } from './cut.ts';
import type { Cut, CutLevel } from './cut.ts';
import { boundIn, namesOf } from './names.ts';
import type { Refusals } from './refusals.ts';
import type { Frame } from './texts.ts';

/** Members of the Lambda context that are the same in every call of every function. */
const SAME_CONTEXT: ReadonlySet<string> = new Set([
  'memory_limit_in_mb',
  'memoryLimitInMB',
  'callbackWaitsForEmptyEventLoop',
]);

/** Environment variables that Lambda sets for each function. */
const OWN_ENVIRONMENT = /^(?:AWS_LAMBDA_|_HANDLER$|_X_AMZN_|AWS_XRAY)/;

/** What gives another value on every call; of a module, on every start. */
const CHANGING =
  /^(?:uuid\.|uuid4|uuidv4|random\.|secrets\.|time\.|datetime\.|date\.|Date|Math\.random|crypto\.random|randomUUID)/;

const FILES =
  /^(?:open|io\.open|codecs\.open|tempfile\.\w+|shutil\.\w+|os\.(?:remove|unlink|rename|mkdir|makedirs|listdir|chdir)|os\.path\.(?:exists|isfile|getsize)|fs\.\w+|fsp\.\w+|(?:fs\.)?promises\.\w+|(?:read|write|append)File(?:Sync)?|unlink(?:Sync)?|Path)$/;
const FILE_METHODS: ReadonlySet<string> = new Set([
  'download_file',
  'download_fileobj',
  'upload_file',
  'write_text',
  'read_text',
  'to_csv',
  'save',
]);

const CHANGING_METHODS =
  /^(?:append|extend|insert|update|setdefault|pop|popitem|clear|remove|sort|reverse|add|discard|push|unshift|shift|splice|fill|copyWithin)$/;

export function checkEffects(cut: Cut, refusals: Refusals): void {
  checkShared(cut, refusals);
  checkModule(cut, refusals);
  checkContext(cut, refusals);
  checkEnvironment(cut, refusals);
  checkFiles(cut, refusals);
}

/** Names of the module that hold something: no imports, no functions. */
function moduleNames({ outline }: Cut): ReadonlySet<string> {
  return new Set(
    outline.body.flatMap((statement) =>
      statement.kind === 'assign' && statement.value?.kind !== 'closure'
        ? statement.targets.flatMap((target) => namesOf(target))
        : [],
    ),
  );
}

function ownNames({ parameters, body }: FunctionCode): ReadonlySet<string> {
  return new Set([...parameters.flatMap((code) => namesOf(code)), ...boundIn(body)]);
}

/** State of the module that the handler changes stays for the next call, of the same process. */
function checkShared(cut: Cut, refusals: Refusals): void {
  const shared = moduleNames(cut);
  const isScript = cut.outline.language === 'javascript';
  for (const one of cut.reachable) {
    for (const statement of allStatements(one.body)) {
      if (statement.kind !== 'global') continue;
      for (const name of statement.names) refuseShared(name, statement, refusals);
    }
    const own = isScript ? declaredIn(one) : ownNames(one);
    for (const { code, name } of changesIn(one.body, isScript))
      if ((shared.has(name) || name === 'os' || name === 'process') && !own.has(name))
        refuseShared(name, code, refusals);
  }
}

/** JavaScript assigns to names of the module without a word. */
function declaredIn({ parameters, body }: FunctionCode): ReadonlySet<string> {
  const found = new Set(parameters.flatMap((code) => namesOf(code)));
  for (const statement of allStatements(body)) {
    if (statement.kind === 'assign' && !statement.declares) continue;
    for (const name of boundIn([statement])) found.add(name);
  }
  return found;
}

function refuseShared(name: string, place: Code | CodeStatement, refusals: Refusals): void {
  refusals.add(
    'effects',
    `${name} of the module is changed, and only one of the two functions would see that`,
    'Make the value inside the handler.',
    place,
  );
}

interface Change {
  readonly name: string;
  readonly code: Code;
  /** Whether something inside the value is changed, not the value itself. */
  readonly isDeep: boolean;
}

/** Names whose value is changed in place; in JavaScript, names that are assigned as well. */
export function changesIn(statements: readonly CodeStatement[], withNames = false): readonly Change[] {
  const found: Change[] = [];
  const add = (code: Code, isDeep: boolean): void => {
    const name = rootOf(code);
    if (name !== undefined) found.push({ name, code, isDeep });
  };
  for (const statement of allStatements(statements)) {
    if (statement.kind === 'assign') {
      const isNew = statement.operator === undefined && (!withNames || statement.declares);
      for (const target of statement.targets) {
        if (target.kind === 'subscript' || target.kind === 'attribute' || target.kind === 'slice')
          add(target, target.of.kind !== 'name');
        else if (!isNew) add(target, false);
      }
    }
    if (statement.kind === 'other' && statement.what === 'a `del` statement')
      for (const part of statement.parts) add(part, true);
    for (const change of codesOf(statement).flatMap(changingCalls)) add(change, change.kind !== 'name');
  }
  return found;
}

function changingCalls(code: Code): readonly Code[] {
  return [...allCodes([{ kind: 'expression', value: code, start: code.start, end: code.end }])].flatMap((part) => {
    if (part.kind === 'other' && /^`(?:delete|Update|Assignment)/.test(part.what)) return part.parts;
    if (part.kind !== 'call') return [];
    const { callee } = part;
    if (callee.kind === 'attribute' && CHANGING_METHODS.test(callee.name)) return [callee.of];
    const name = dottedName(callee);
    const changesFirst = /^(?:random\.shuffle|shuffle|heapq\.\w+|bisect\.insort\w*|setattr|Object\.assign)$/.test(
      name ?? '',
    );
    const first = part.arguments[0]?.value;
    return changesFirst && first !== undefined ? [first] : [];
  });
}

/** What a module makes anew on every start is not the same in two functions. */
function checkModule(cut: Cut, refusals: Refusals): void {
  for (const statement of cut.outline.body) {
    if (statement.kind !== 'assign' || statement.value === undefined || statement.value.kind === 'closure') continue;
    const changing = [...allCodes([statement])].find(
      (code) => code.kind === 'call' && CHANGING.test(dottedName(code.callee) ?? ''),
    );
    const names = statement.targets.flatMap((target) => namesOf(target));
    const isRead = cut.reachable.some(({ body }) =>
      [...allCodes(body)].some((code) => code.kind === 'name' && names.includes(code.name)),
    );
    if (changing !== undefined && isRead)
      refusals.add(
        'nondet',
        `${names.join(', ')} of the module is another one in each of the two functions`,
        'Make the value inside the handler.',
        statement,
      );
  }
}

function checkContext({ levels: [level] }: Cut, refusals: Refusals): void {
  const parameter = level?.function.parameters[1];
  if (parameter?.kind !== 'name') return;
  const codes = [...allCodes(level?.function.body ?? [])];
  for (const code of codes) {
    if (code.kind !== 'name' || code.name !== parameter.name) continue;
    const holder = codes.find((one) => one.kind === 'attribute' && one.of === code);
    const member = holder?.kind === 'attribute' ? holder.name : undefined;
    if (SAME_CONTEXT.has(member ?? '')) continue;
    refusals.add(
      'context',
      member === undefined
        ? 'the Lambda context is handed on, and each of the two functions has one of its own'
        : `context.${member} is another one in each of the two functions`,
      'Take what is needed from the event, or from the context object of the state machine.',
      holder ?? code,
    );
  }
}

function checkEnvironment({ reachable, outline }: Cut, refusals: Refusals): void {
  const codes = [
    ...allCodes(outline.body.filter(({ kind }) => kind === 'assign')),
    ...reachable.flatMap(({ body }) => [...allCodes(body)]),
  ];
  for (const code of codes) {
    const name = code.kind === 'text' ? code.text : code.kind === 'attribute' ? code.name : '';
    if (OWN_ENVIRONMENT.test(name))
      refusals.add(
        'context',
        `the environment variable ${name} is another one in each of the two functions`,
        'Set a variable of your own.',
        code,
      );
  }
}

/** What one function writes to its disk, the other does not have. */
function checkFiles(cut: Cut, refusals: Refusals): void {
  const [first, second] = [filesIn(cut, before), filesIn(cut, (level) => after(level))];
  if (first === undefined || second === undefined) return;
  refusals.add(
    'effects',
    'files are used before the call and after it, and each of the two functions has a disk of its own',
    'Keep what is in the file in a variable, or in S3.',
    second,
  );
}

function filesIn(cut: Cut, part: (level: CutLevel) => readonly CodeStatement[]): Code | undefined {
  const own = cut.levels.flatMap(part);
  const cutFunctions = new Set(cut.levels.map((level) => level.function));
  const called = new Set<FunctionCode>();
  const add = (statements: readonly CodeStatement[]): void => {
    for (const code of allCodes(statements)) {
      const next = code.kind === 'name' ? cut.functions.get(code.name) : undefined;
      if (next === undefined || called.has(next) || cutFunctions.has(next)) continue;
      called.add(next);
      add(next.body);
    }
  };
  add(own);
  return [...allCodes(own), ...[...called].flatMap(({ body }) => [...allCodes(body)])].find((code) =>
    isFileUse(code, cut.text),
  );
}

function isFileUse(code: Code, text: string): boolean {
  if (code.kind === 'text' || code.kind === 'template') return text.slice(code.start, code.end).includes('/tmp');
  if (code.kind !== 'call') return false;
  if (FILES.test(dottedName(code.callee) ?? '')) return true;
  return code.callee.kind === 'attribute' && FILE_METHODS.has(code.callee.name);
}

/**
 * Whether what is handed over may be changed after the call, so that two names of one value would no longer be one. Values
 * that are made after the call are of no concern.
 */
export function mayChangeHanded(cut: Cut, handed: ReadonlySet<string>): boolean {
  const changed = cut.levels.flatMap((level) => {
    const statements = after(level);
    const rest: readonly CodeStatement[] = restOf(level).map((value) => ({
      kind: 'expression',
      value,
      start: value.start,
      end: value.end,
    }));
    return [...changesIn([...statements, ...rest]), ...changedByCalls(cut, statements)];
  });
  const fresh = new Set(cut.levels.flatMap((level) => freshNames(after(level))));
  return changed.some(({ name, isDeep }) => isDeep || handed.has(name) || !fresh.has(name));
}

/** What is handed over and is a part of the module would be changed there. */
export function checkModuleParts(cut: Cut, frames: readonly Frame[], refusals: Refusals): void {
  const shared = moduleNames(cut);
  for (const [i, level] of cut.levels.entries()) {
    const names = new Set(frames[i]?.names.map(({ name }) => name));
    for (const statement of allStatements(before(level))) {
      if (statement.kind !== 'assign' || statement.value === undefined || statement.value.kind === 'call') continue;
      const isHanded = statement.targets.some((target) => target.kind === 'name' && names.has(target.name));
      const root = rootOf(statement.value);
      if (isHanded && root !== undefined && shared.has(root)) refuseShared(root, statement, refusals);
    }
  }
}

/** Modules whose functions change nothing that they are given. */
const HARMLESS =
  /^(?:json|boto3|botocore|logging|re|os|time|datetime|timedelta|date|math|csv|io|base64|hashlib|uuid|urllib|requests|textwrap|html|Decimal|decimal|statistics|string|Counter|traceback|ceil|floor|quote\w*|unquote\w*)$/;

function importedNames({ outline }: Cut): ReadonlySet<string> {
  return new Set(outline.body.flatMap((statement) => (statement.kind === 'import' ? statement.names : [])));
}

/** Arguments of functions that may change what they are given: those of this file that change something, those of others. */
function changedByCalls(cut: Cut, statements: readonly CodeStatement[]): readonly Change[] {
  const imported = importedNames(cut);
  return [...allCodes(statements)].flatMap((code) => {
    if (code.kind !== 'call') return [];
    const root = rootOf(code.callee) ?? '';
    const local = code.callee.kind === 'name' ? cut.functions.get(root) : undefined;
    const isForeign = imported.has(root) && !HARMLESS.test(root);
    if (!isForeign && (local === undefined || changesIn(local.body).length === 0)) return [];
    return code.arguments.flatMap(({ value }) => {
      const name = rootOf(value);
      return name === undefined ? [] : [{ name, code: value, isDeep: true }];
    });
  });
}

/** Names whose value is made there: a literal, a text, or what a library gives. */
function freshNames(statements: readonly CodeStatement[]): readonly string[] {
  const made = new Map<string, boolean>();
  for (const statement of allStatements(statements)) {
    if (statement.kind !== 'assign' || statement.value === undefined) continue;
    const { value } = statement;
    const isMade =
      ['list', 'dict', 'text', 'template', 'constant', 'comprehension'].includes(value.kind) ||
      (value.kind === 'call' && /^(?:json\.loads|JSON\.parse|dict|list|set|str)$/.test(dottedName(value.callee) ?? ''));
    for (const target of statement.targets)
      if (target.kind === 'name') made.set(target.name, isMade && made.get(target.name) !== false);
  }
  return [...made].flatMap(([name, isMade]) => (isMade ? [name] : []));
}
