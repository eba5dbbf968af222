/**
 * From the text of a handler to what it does. The only way in: looks whether the text can call a model at all, loads the
 * parser of its language then, follows the handler, and gives either a whole summary or everything that stands in its way.
 */
import { CLIENT_ATTEMPTS, HANDLER_MARKS } from '../aws/handler-calls.ts';
import type { Range } from '../text/source-file.ts';
import { agentIn, returnsToolResults } from './agent.ts';
import type { Dialect } from './dialect.ts';
import type { Environment } from './environment.ts';
import { Interpreter } from './interpret.ts';
import { blockersIn, partsOf } from './ir.ts';
import type { AgentFacts, Blocker, Check, Expr, Summary, Understanding } from './ir.ts';
import { kindsOf } from './kinds.ts';
import type { Language, SourceReading } from './syntax.ts';
import type { Value } from './values.ts';

export interface HandlerSource {
  /** For its extension. */
  readonly path: string;
  readonly text: string;
  /** `handler` of `app.handler`. */
  readonly name: string;
  readonly environment: Environment;
}

/** Whether a text is worth reading: one that never names the services calls no model by them. */
export function mayCallModel(text: string): boolean {
  return HANDLER_MARKS.some((mark) => text.includes(mark));
}

export function languageOf(path: string): Language | undefined {
  if (path.endsWith('.py')) return 'python';
  return /\.[cm]?[jt]s$/.test(path) ? 'javascript' : undefined;
}

export async function understand(source: HandlerSource): Promise<Understanding> {
  const language = languageOf(source.path);
  if (language === undefined)
    return refused('source', `${source.path} is in a language that is not read`, 'Python and JavaScript are.', START);
  const { reading, dialect } = await read(source, language);
  if (reading.problem !== undefined)
    return refused('parse', reading.problem.message, 'Mend the source.', reading.problem.range);
  const run = new Interpreter(dialect, source.environment);
  run.returnsToolResults = returnsToolResults(reading.tree);
  run.module(reading.tree.body);
  const parts = run.functionNamed(source.name);
  if (parts === undefined) return noHandler(run, source);
  const event: Value = { kind: 'data', expr: { kind: 'event', start: 0, end: 0 } };
  const result = run.handler(parts, [event, { kind: 'context' }]);
  return conclude(run, result, language);
}

const START: Range = { start: 0, end: 0 };

/** Parsers are loaded for the first handler of their language. */
async function read(
  { path, text }: HandlerSource,
  language: Language,
): Promise<{ readonly reading: SourceReading; readonly dialect: Dialect }> {
  if (language === 'python') {
    const [{ readPython }, { PYTHON }] = await Promise.all([import('./python/read.ts'), import('./python/dialect.ts')]);
    return { reading: readPython(text), dialect: PYTHON };
  }
  const [{ readScript }, { SCRIPT }] = await Promise.all([import('./script/read.ts'), import('./script/dialect.ts')]);
  return { reading: await readScript(path, text), dialect: SCRIPT };
}

function refused(gate: Blocker['gate'], message: string, unblock: string, range: Range): Understanding {
  return { calls: [], summary: undefined, blockers: [{ gate, message, unblock, range }] };
}

function noHandler(run: Interpreter, { name }: HandlerSource): Understanding {
  const wrapped = run.wrapped(name);
  if (wrapped === undefined)
    return refused(
      'source',
      `there is no function ${name} in this file`,
      'Name the function in Handler as it is called in the file.',
      START,
    );
  const { decorator, parts, range } = wrapped;
  run.block(
    'pure-ops',
    `the handler is wrapped by @${decorator}, which may change what it does`,
    'Remove the decorator, or do its work in the state machine.',
    range,
  );
  const event: Value = { kind: 'data', expr: { kind: 'event', start: 0, end: 0 } };
  run.handler(parts, [event, { kind: 'context' }]);
  return { calls: run.calls, summary: undefined, blockers: ordered(run.blockers), agent: agentOf(run) };
}

/** A loop of calls that offer tools is an agent only if it hands their results back. */
function agentOf(run: Interpreter): AgentFacts | undefined {
  const agent = agentIn(run);
  return agent?.kind === 'toolLoop' && !run.returnsToolResults ? undefined : agent;
}

function conclude(run: Interpreter, result: Expr | undefined, language: Language): Understanding {
  const { call } = run;
  if (run.calls.length === 0) {
    run.block('one-call', 'no model call was found in the handler', 'Keep the function, if it calls no model.', START);
  }
  const used = [...run.before, ...run.after].flatMap(blockersOfCheck);
  const sent = call === undefined ? [] : [...call.parameters.values()].flatMap(blockersIn);
  const given = result === undefined ? [] : blockersIn(result);
  const blockers = ordered([...run.blockers, ...sent, ...used, ...given]);
  if (blockers.length > 0 || call === undefined || result === undefined)
    return { calls: run.calls, summary: undefined, blockers, agent: agentOf(run) };
  const summary: Summary = {
    language,
    before: run.before,
    call,
    client: {
      attempts: run.client?.attempts ?? CLIENT_ATTEMPTS[language],
      readTimeoutSeconds: run.client?.readTimeoutSeconds,
    },
    after: run.after,
    result: language === 'javascript' ? orNull(result) : result,
    notes: run.notes,
    errorNames: errorNames(language, run.raised, [...call.parameters.values(), result, ...checkedValues(run)]),
  };
  return { calls: run.calls, summary, blockers: [] };
}

/** Lambda makes null of `undefined`. */
function orNull(result: Expr): Expr {
  if (!kindsOf(result).includes('missing')) return result;
  const at = { start: result.start, end: result.end };
  const test: Expr = { kind: 'isKind', of: result, kinds: ['missing'], ...at };
  return { kind: 'conditional', test, then: { kind: 'literal', value: null, ...at }, otherwise: result, ...at };
}

function blockersOfCheck(check: Check): readonly Blocker[] {
  const inValue = check.kind === 'evaluate' ? blockersIn(check.value) : [];
  return check.when === undefined ? inValue : [...inValue, ...blockersIn(check.when)];
}

function checkedValues(run: Interpreter): readonly Expr[] {
  return [...run.before, ...run.after].flatMap((check) => (check.kind === 'evaluate' ? [check.value] : []));
}

/** By their place; the same reason at the same place once. */
function ordered(blockers: readonly Blocker[]): readonly Blocker[] {
  const known = new Set<string>();
  return blockers
    .filter(({ gate, message, range }) => {
      const key = `${gate} ${String(range.start)} ${message}`;
      return !known.has(key) && known.add(key);
    })
    .sort((a, b) => a.range.start - b.range.start);
}

const RAISED: Readonly<Record<Language, Readonly<Partial<Record<Expr['kind'], readonly string[]>>>>> = {
  python: {
    member: ['KeyError', 'TypeError'],
    index: ['IndexError', 'TypeError', 'KeyError'],
    get: ['AttributeError'],
    lookup: ['KeyError', 'TypeError'],
    concat: ['TypeError'],
    strip: ['AttributeError'],
    replace: ['AttributeError', 'TypeError'],
    contains: ['TypeError'],
    startsWith: ['AttributeError'],
    endsWith: ['AttributeError'],
    take: ['TypeError', 'KeyError'],
    length: ['TypeError'],
    map: ['TypeError'],
    filter: ['TypeError'],
    join: ['TypeError'],
    parseJson: ['JSONDecodeError', 'ValueError', 'TypeError'],
    has: ['TypeError'],
    includes: ['TypeError'],
    compare: ['TypeError'],
    object: ['TypeError'],
  },
  javascript: {
    property: ['TypeError'],
    element: ['TypeError'],
    strip: ['TypeError'],
    replace: ['TypeError'],
    map: ['TypeError'],
    filter: ['TypeError'],
    join: ['TypeError'],
    parseJson: ['SyntaxError'],
    length: ['TypeError'],
    contains: ['TypeError'],
    startsWith: ['TypeError'],
    endsWith: ['TypeError'],
  },
};

function errorNames(language: Language, raised: ReadonlySet<string>, values: readonly Expr[]): readonly string[] {
  const names = new Set(raised);
  const visit = (expr: Expr): void => {
    for (const name of RAISED[language][expr.kind] ?? []) names.add(name);
    for (const part of partsOf(expr)) visit(part);
  };
  values.forEach(visit);
  return [...names].sort();
}
