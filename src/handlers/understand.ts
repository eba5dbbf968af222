/**
 * From the text of a handler to what it does. The only way in: looks whether the text can call a model at all, loads the
 * parser of its language then, follows the handler, and gives either a whole summary or everything that stands in its way.
 */
import type { Range } from '../text/source-file.ts';
import { agentIn, returnsToolResults } from './agent.ts';
import type { Dialect } from './dialect.ts';
import type { Environment } from './environment.ts';
import type { Findings, FollowedItems, TraceEntry } from './follow/findings.ts';
import { Interpreter } from './follow/interpreter.ts';
import type { Route } from './follow/surroundings.ts';
import { blockersIn, isModelCall, ownExprs, partsOf, stepsFrom, valuesOf } from './ir.ts';
import type {
  AgentFacts,
  Blocker,
  CallFailures,
  Check,
  Expr,
  PerItem,
  Program,
  SeenCall,
  Step,
  Summary,
  Understanding,
} from './ir.ts';
import { kindsOf } from './kinds.ts';
import { explore } from './program.ts';
import type { Exploration, Way } from './program.ts';
import { itemResult, settleFailures } from './settle.ts';
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
  const settings = { dialect, environment: source.environment, returnsToolResults: returnsToolResults(reading.tree) };
  const begin = (route?: Route): Interpreter => {
    const run = new Interpreter({ ...settings, route });
    run.module(reading.tree.body);
    return run;
  };
  const follow = (run: Interpreter): Way => {
    const parts = run.functionNamed(source.name);
    return { findings: run.findings, result: parts === undefined ? undefined : run.handler(parts, ARGUMENTS) };
  };
  const run = begin();
  if (run.functionNamed(source.name) === undefined) return noHandler(run, source);
  const way = follow(run);
  if (!isProgram(way.findings)) return conclude(way, language);
  const found = explore(way.findings.forks, (route) => follow(begin(route)));
  return concludeProgram(way.findings, found, language);
}

/** Of a handler. */
const ARGUMENTS: readonly Value[] = [{ kind: 'data', expr: { kind: 'event', start: 0, end: 0 } }, { kind: 'context' }];

/** Whether there is more to a handler than one call that is always made. */
function isProgram({ calls, storeCalls, forks }: Findings): boolean {
  return calls.length > 0 && (calls.length + storeCalls.length > 1 || forks.size > 0);
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
  return { calls: [], summary: undefined, program: undefined, blockers: [{ gate, message, unblock, range }] };
}

function noHandler(run: Interpreter, { name }: HandlerSource): Understanding {
  const { findings } = run;
  const wrapped = findings.wrapped.get(name);
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
  run.handler(parts, ARGUMENTS);
  return {
    calls: findings.calls,
    summary: undefined,
    program: undefined,
    blockers: ordered(findings.blockers),
    agent: agentOf(findings),
  };
}

/** A loop of calls that offer tools is an agent only if it hands their results back. */
function agentOf(findings: Findings): AgentFacts | undefined {
  const agent = agentIn(findings);
  return agent?.kind === 'toolLoop' && !findings.returnsToolResults ? undefined : agent;
}

function conclude({ findings, result }: Way, language: Language): Understanding {
  if (findings.items !== undefined) return concludeItems(findings, findings.items, result, language);
  const [call] = findings.made;
  if (findings.calls.length === 0) {
    findings.block(
      'one-call',
      'no model call was found in the handler',
      'Keep the function, if it calls no model.',
      START,
    );
  }
  const before = findings.checks('before');
  const settled = settleFailures({ failing: findings.failing, after: findings.checks('after') }, result);
  const { after, failures } = settled;
  const rescues = failures?.rescues ?? [];
  const checked = [...before, ...after, ...rescues.flatMap(({ checks }) => checks)].flatMap(valuesOf);
  const used = checked.flatMap(blockersIn);
  const sent = call === undefined ? [] : [...call.parameters.values()].flatMap(blockersIn);
  const given = [settled.result, ...rescues.map((rescue) => rescue.result)].flatMap((value) =>
    value === undefined ? [] : blockersIn(value),
  );
  const blockers = orUnsure([...findings.blockers, ...sent, ...used, ...given], [findings]);
  if (blockers.length > 0 || call === undefined || settled.result === undefined)
    return { calls: findings.calls, summary: undefined, program: undefined, blockers, agent: agentOf(findings) };
  const { operation, parameters, client, start, end } = call;
  if (!isModelCall(operation)) throw new TypeError('the only call of a handler is one of a model');
  const summary: Summary = {
    language,
    before,
    call: { operation, parameters, start, end },
    client,
    after,
    result: forLambda(settled.result, language),
    failures: failures === undefined ? undefined : withRescues(failures, language),
    notes: findings.notes,
    errorNames: errorNames(language, findings.raised, [
      ...parameters.values(),
      settled.result,
      ...valuesChecked([...before, ...after]),
    ]),
  };
  return { calls: findings.calls, summary, program: undefined, blockers: [] };
}

/** What may fail in the function alone, and is not used, is told where nothing else stands in the way. */
function orUnsure(blockers: readonly Blocker[], found: readonly Findings[]): readonly Blocker[] {
  return ordered(blockers.length > 0 ? blockers : found.flatMap(({ unsure }) => unsure));
}

/** A loop with one call in its body: what is around it, and its body as a handler of one item. */
function concludeItems(
  findings: Findings,
  items: FollowedItems,
  result: Expr | undefined,
  language: Language,
): Understanding {
  const { start, end, name } = items;
  const at = items.trace.findIndex(({ kind }) => kind === 'call');
  const [call] = items.trace.flatMap((entry) => (entry.kind === 'call' ? [entry.call] : []));
  const inner = checksOf(items.trace.slice(0, at));
  const [before, after] = [checksOf(findings.trace.slice(0, items.at)), checksOf(findings.trace.slice(items.at))];
  const added = itemResult(items.results, findings.failing);
  if (added === undefined) {
    const message = 'an item adds nothing, or more than one value, to the list of results on some way through the loop';
    findings.block('one-call', message, 'Add one value for each item.', { start, end });
  }
  const settled = settleFailures({ failing: findings.failing, after: checksOf(items.trace.slice(at)) }, added);
  const rescues = settled.failures?.rescues ?? [];
  const checked = [...before, ...inner, ...settled.after, ...after, ...rescues.flatMap(({ checks }) => checks)];
  const values = [items.of, settled.result, result, ...rescues.map((rescue) => rescue.result)];
  const exprs = [
    ...(call?.parameters.values() ?? []),
    ...checked.flatMap(valuesOf),
    ...values.flatMap((value) => value ?? []),
  ];
  const blockers = orUnsure([...findings.blockers, ...exprs.flatMap(blockersIn)], [findings]);
  const { calls } = findings;
  const isWhole = settled.result !== undefined && result !== undefined && call !== undefined;
  if (blockers.length > 0 || !isWhole || !isModelCall(call.operation))
    return { calls, summary: undefined, program: undefined, blockers, agent: agentOf(findings) };
  const body: Summary = {
    language,
    before: inner,
    call: { operation: call.operation, parameters: call.parameters, start: call.start, end: call.end },
    client: call.client,
    after: settled.after,
    result: forLambda(settled.result, language),
    failures: settled.failures === undefined ? undefined : withRescues(settled.failures, language),
    notes: findings.notes,
    errorNames: errorNames(language, findings.raised, exprs),
  };
  const outer = { items: items.of, before, after, result: forLambda(result, language) };
  const perItem: PerItem = { language, ...outer, body, name, start, end };
  return { calls, summary: undefined, program: undefined, perItem, blockers: [] };
}

function checksOf(trace: readonly TraceEntry[]): readonly Check[] {
  return trace.flatMap((entry) => (entry.kind === 'check' ? [entry.check] : []));
}

/** What all ways of a handler have in common with each other is told once. */
function concludeProgram(seen: Findings, { first, ways, blockers }: Exploration, language: Language): Understanding {
  const calls = seenCalls(seen, ways);
  const exprs = first === undefined ? [] : [...stepsFrom(first)].flatMap(ownExprs);
  const found = orUnsure(
    [...blockers, ...exprs.flatMap(blockersIn), ...ways.flatMap(({ findings }) => handledFailures(findings))],
    ways.map(({ findings }) => findings),
  );
  if (found.length > 0 || first === undefined)
    return { calls, summary: undefined, program: undefined, blockers: found, agent: agentAmong(seen, ways) };
  const raised = new Set(ways.flatMap(({ findings }) => [...findings.raised]));
  const program: Program = {
    language,
    first: language === 'javascript' ? withoutUndefined(first) : first,
    notes: distinctNotes(ways),
    errorNames: errorNames(language, raised, exprs),
  };
  return { calls, summary: undefined, program, blockers: [] };
}

function agentAmong(seen: Findings, ways: readonly Way[]): AgentFacts | undefined {
  return [seen, ...ways.map(({ findings }) => findings)].map(agentOf).find((agent) => agent !== undefined);
}

/** Which of several calls has failed is not followed. */
function handledFailures({ failing }: Findings): readonly Blocker[] {
  const { range } = failing;
  if (range === undefined) return [];
  const message = 'failures of one of several calls are tried again or swallowed here';
  const unblock = 'Raise the error again after logging it, and let Retry and Catch of the state handle it.';
  return [{ gate: 'errors', message, unblock, range }];
}

/** As the run without a route has seen them, which alone knows what depends on a branch. */
function seenCalls(seen: Findings, ways: readonly Way[]): readonly SeenCall[] {
  const all = new Map(
    [...seen.calls, ...ways.flatMap(({ findings }) => findings.calls)].map((call) => [call.start, call]),
  );
  for (const call of seen.calls) all.set(call.start, call);
  return [...all.values()].sort((a, b) => a.start - b.start);
}

function distinctNotes(ways: readonly Way[]): Program['notes'] {
  const notes = ways.flatMap(({ findings }) => findings.notes);
  return [...new Map(notes.map((note) => [`${note.kind} ${String(note.start)} ${note.text}`, note])).values()];
}

function withoutUndefined(step: Step): Step {
  switch (step.kind) {
    case 'call':
      return { ...step, then: withoutUndefined(step.then) };
    case 'choice':
      return { ...step, then: withoutUndefined(step.then), otherwise: withoutUndefined(step.otherwise) };
    case 'end':
      return { ...step, result: orNull(step.result) };
    case 'fail':
      return step;
  }
}

function forLambda(result: Expr, language: Language): Expr {
  return language === 'javascript' ? orNull(result) : result;
}

function withRescues(failures: CallFailures, language: Language): CallFailures {
  const rescues = failures.rescues.map((rescue) => ({ ...rescue, result: forLambda(rescue.result, language) }));
  return { ...failures, rescues };
}

/** Lambda makes null of `undefined`. */
function orNull(result: Expr): Expr {
  if (!kindsOf(result).includes('missing')) return result;
  const at = { start: result.start, end: result.end };
  const test: Expr = { kind: 'isKind', of: result, kinds: ['missing'], ...at };
  return { kind: 'conditional', test, then: { kind: 'literal', value: null, ...at }, otherwise: result, ...at };
}

function valuesChecked(checks: readonly Check[]): readonly Expr[] {
  return checks.flatMap((check) => (check.kind === 'evaluate' ? [check.value] : []));
}

/** By their place; the same reason at the same place once. */
function ordered(blockers: readonly Blocker[]): readonly Blocker[] {
  const known = new Set<string>();
  // That something stands in a loop is no help where it is known what.
  const told = blockers.filter(({ unblock }) => unblock !== '');
  return (told.length > 0 ? told : blockers)
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
