/** The numbers and phrases of a report that all formats for people share. Plain text; each format escapes for itself. */
import type { ModelPrices, TransitionPrice } from '../aws/prices.ts';
import { toJsonText } from '../reporters/json-text.ts';
import { printable } from '../reporters/printable.ts';
import { clip } from './clip.ts';
import type {
  AiTaskReport,
  ConcurrencyReport,
  DurationReport,
  ErrorRoute,
  FactorReport,
  LambdaTaskReport,
  MachineReport,
  ModelReport,
  OpenReasonName,
  PermissionReport,
  PromptReport,
  ReportPlace,
  RouteEnd,
  StateReference,
  TransitionReport,
} from './machine-report.ts';

export function number(value: number): string {
  return new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }).format(value);
}

export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** `1 h 30 min`: the two largest units that are not zero. */
export function seconds(value: number): string {
  if (value === 365 * 86_400) return '1 year';
  const whole = Math.ceil(value);
  const parts: string[] = [];
  let rest = whole;
  for (const [unit, size] of UNITS) {
    const units = Math.floor(rest / size);
    rest -= units * size;
    if (units > 0) parts.push(`${number(units)} ${unit}`);
  }
  return parts.length === 0 ? '0 s' : parts.slice(0, 2).join(' ');
}

/** Names may be as long as their writer likes. */
const NAME_COLUMNS = 60;

export function shortName(name: string): string {
  return clip(printable(name), NAME_COLUMNS);
}

function quoted({ name }: StateReference): string {
  return `"${shortName(name)}"`;
}

export function path({ name, within }: StateReference): string {
  return [...within, name].map(shortName).join(' › ');
}

export function place({ file, line, column }: ReportPlace): string {
  return `${file}:${line}:${column}`;
}

export function statesInWords({ states }: MachineReport): string {
  const types = states.byType.map(({ type, count: n }) => `${number(n)} ${type}`).join(', ');
  return types === '' ? '0' : `${number(states.total)} (${types})`;
}

const TYPE_WORDS = { STANDARD: 'Standard', EXPRESS: 'Express', unknown: 'type not known' } as const;

export function kindInWords({ type, queryLanguage }: MachineReport): string {
  const language = queryLanguage === 'mixed' ? 'JSONPath and JSONata' : queryLanguage;
  return `${TYPE_WORDS[type]}, ${language === 'unknown' ? 'query language not known' : language}`;
}

export function modelInWords(model: ModelReport): string {
  switch (model.kind) {
    case 'model':
      return `${model.id} (${[model.tier ?? 'tier not known', ...pricesInWords(model.prices)].join(', ')})`;
    case 'text':
      return model.text;
    case 'unknown':
      return 'not known';
  }
}

/** `$3.00 in and $15.00 out for a million tokens` */
function pricesInWords({ inputPerMillionTokens, outputPerMillionTokens }: ModelPrices = {}): readonly string[] {
  const parts = [
    ...(inputPerMillionTokens === undefined ? [] : [`${dollars(inputPerMillionTokens)} in`]),
    ...(outputPerMillionTokens === undefined ? [] : [`${dollars(outputPerMillionTokens)} out`]),
  ];
  return parts.length === 0 ? [] : [`${parts.join(' and ')} for a million tokens`];
}

function dollars(amount: number): string {
  const currency = { style: 'currency', currency: 'USD', maximumFractionDigits: 3 } as const;
  return new Intl.NumberFormat('en-US', currency).format(amount);
}

export function callsInWords({ calls }: AiTaskReport): string {
  const { perItem, perExecution, isExact, factors } = calls;
  const most = isExact ? (perItem === 1 ? '1' : `up to ${number(perItem)}`) : `${number(perItem)} or more`;
  if (!factors.some(({ kind }) => kind === 'items')) return most;
  const all = perExecution === undefined ? '' : `, up to ${number(perExecution)} in all`;
  return `${most} for each item${all}`;
}

export function factorsInWords(factors: readonly FactorReport[]): string {
  return factors.length === 0 ? 'one call, no retries' : factors.map(factor).join(' × ');
}

function factor({ kind, type, state, count: n }: FactorReport): string {
  const times = n === undefined ? '?' : number(n);
  switch (kind) {
    case 'attempts':
      return type === 'Task' ? `${times} attempts` : `${times} runs of ${type} ${quoted(state)}`;
    case 'loop':
      return `${times} rounds of the loop through ${quoted(state)}`;
    case 'items':
      return `${times} items of Map ${quoted(state)}`;
  }
}

export function atOnceInWords({ calls }: AiTaskReport): string {
  if (calls.concurrency.length === 0) return '1';
  const product = calls.concurrency.map(atOnceOf).join(' × ');
  const total = calls.atOnce === undefined ? 'not known' : `up to ${number(calls.atOnce)}`;
  return `${total} (${product})`;
}

function atOnceOf({ map, count: n, by }: ConcurrencyReport): string {
  const why = { limit: '', items: ', its items', service: ', no limit set' }[by];
  return `${n === undefined ? '?' : number(n)} in ${quoted(map)}${why}`;
}

export function runInWords({ calls }: AiTaskReport): string {
  return calls.secondsPerRun === undefined ? 'no time limit known' : `up to ${seconds(calls.secondsPerRun)}`;
}

export function promptInWords({ field, length, hasSeveralLines }: PromptReport): string {
  if (length === 0) return `${field}: brought in at run time or by a placeholder`;
  return `${field}: ${count(length, 'character')} in the definition${hasSeveralLines ? ', several lines' : ''}`;
}

const OPEN_WORDS: Readonly<Record<OpenReasonName, string>> = {
  noTimeout: 'no TimeoutSeconds',
  unknownTime: 'a time that is not known',
  loop: 'a loop of any number of rounds',
  items: 'a number of items that is not known',
  retries: 'retries that are not known',
  unknownState: 'what cannot be read',
};

const STATES_NAMED = 3;

/** `no TimeoutSeconds in "A", "B" and 4 more; …` */
function openInWords(open: DurationReport['open']): string {
  const reasons = new Set(open.items.map(({ why }) => why));
  const parts = [...reasons].map((reason) => {
    const states = open.items.filter(({ why }) => why === reason);
    const named = states.slice(0, STATES_NAMED).map(({ state }) => quoted(state));
    return `${OPEN_WORDS[reason]} in ${enumerate(named, states.length)}`;
  });
  const unseen = open.total - open.items.length;
  return parts.join('; ') + (unseen > 0 ? `; and ${count(unseen, 'more state')} of this kind` : '');
}

/** `A, B and 4 more` */
function enumerate(named: readonly string[], total: number): string {
  const words = total > named.length ? [...named, `${number(total - named.length)} more`] : named;
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

export function codeInWords({ code, function: name, verdict, why }: LambdaTaskReport): string {
  if (code !== undefined) return `${code.file}, ${code.handler} (${name})`;
  return verdict === 'unknown' ? `not known (${name}): ${why.join('; ')}` : name;
}

export function verdictInWords({ verdict, why }: LambdaTaskReport): string {
  switch (verdict) {
    case 'unknown':
      return 'not known';
    case 'noModel':
      return 'no model is called';
    case 'plan':
      return `stays: ${why.join('; ')}`;
    case 'guarded':
      return 'could be native, guarded (--fix --unsafe)';
    case 'safe':
      return 'could be native, safe (--fix)';
  }
}

export function durationInWords({ seconds: longest, open, hasLoops, limit }: DurationReport): string {
  const ends =
    limit === undefined ? '' : ` It ends after ${seconds(limit.seconds)} in any case (${limitBy(limit.by)}).`;
  if (longest === 0) return 'No state waits or calls anything.';
  if (longest !== undefined) {
    const bound = limit === undefined ? longest : Math.min(longest, limit.seconds);
    return `${hasLoops ? 'About' : 'At most'} ${seconds(bound)}.${longest > bound ? ends : ''}`;
  }
  if (open.total === 0) return `Not known, for not every transition is.${ends}`;
  return `No bound of its own: ${openInWords(open)}.${ends}`;
}

function limitBy(by: 'machine' | 'service'): string {
  return by === 'machine' ? 'TimeoutSeconds of the machine' : 'the limit of the service';
}

/** One sentence each. */
export function transitionsInWords(report: TransitionReport): readonly string[] {
  const { steps, perItem, unboundedLoops, isWhole } = report;
  const hasInline = perItem.items.some(({ mode }) => mode === 'INLINE');
  const first = `Up to ${count(steps, 'step')} without errors${hasInline ? ', with one item in each Map' : ''}${price(steps, report.price)}.`;
  const items = perItem.items.map(({ map, steps: each, mode }) => perItemInWords(quoted(map), number(each), mode));
  const more = perItem.total - perItem.items.length;
  const loops = unboundedLoops.items.slice(0, STATES_NAMED).map(quoted);
  return [
    first,
    ...items,
    ...(more > 0 ? [`${count(more, 'more Map')} like these.`] : []),
    ...(loops.length === 0
      ? []
      : [
          `What is on a loop (${enumerate(loops, unboundedLoops.total)}) is counted once, and may come round more often.`,
        ]),
    ...(isWhole ? [] : ['Transitions that are not known are left out.']),
    'Each retry is one more.',
  ];
}

function perItemInWords(map: string, steps: string, mode: string): string {
  switch (mode) {
    case 'INLINE':
      return `Each further item of ${map} adds up to ${steps}.`;
    case 'DISTRIBUTED':
      return `Each item or batch of ${map} runs as an execution of its own, with up to ${steps}.`;
    default:
      return `Each item of ${map} adds up to ${steps}, or runs as an execution of its own.`;
  }
}

function price(steps: number, each: TransitionPrice | undefined): string {
  if (each === undefined) return '';
  const { dollarsPerThousand, region, date } = each;
  return `: ${dollars(steps * dollarsPerThousand)} for 1,000 executions (${region}, ${date}, without the free tier)`;
}

export function retriesInWords({ retries }: ErrorRoute): string {
  if (retries === undefined) return 'not known';
  return retries === 0 ? 'none' : number(retries);
}

export function routeInWords(then: RouteEnd, { name }: StateReference): string {
  switch (then.kind) {
    case 'caught': {
      const by = then.by.name === name ? '' : ` by ${quoted(then.by)}`;
      return `caught${by}${then.next === undefined ? '' : `, goes on with "${shortName(then.next)}"`}`;
    }
    case 'tolerated':
      return `tolerated by ${quoted(then.by)}`;
    case 'uncaught':
      return 'caught nowhere';
    case 'unknown':
      return 'not known';
  }
}

export function outcomeInWords({ outcome }: ErrorRoute): string {
  return { survives: 'can end well', fails: 'fails', unknown: 'not known' }[outcome];
}

export function policyText({ statements }: PermissionReport): string {
  const Statement = statements.map(({ sid, actions, resources }) => ({
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: 'Allow',
    Action: actions,
    Resource: resources,
  }));
  return toJsonText({ Version: '2012-10-17', Statement }).trimEnd();
}

export function omitted(total: number, shown: number, what: string): string | undefined {
  return total > shown ? `${number(total - shown)} more ${what} are not shown.` : undefined;
}

export function severitiesInWords({ error, warning, note }: MachineReport['severities']): string {
  const parts = [
    ...(error > 0 ? [count(error, 'error')] : []),
    ...(warning > 0 ? [count(warning, 'warning')] : []),
    ...(note > 0 ? [count(note, 'note')] : []),
  ];
  return parts.length === 0 ? 'none' : parts.join(', ');
}

export interface Fact {
  readonly name: string;
  readonly text: string;
}

/** What is said of every machine in one line each. */
export function factsOf(machine: MachineReport): readonly Fact[] {
  const declared = machine.declarations.map(({ name, place: at }) => `${name} (${place(at)})`);
  const transitions = machine.transitions && transitionsInWords(machine.transitions);
  return [
    { name: 'Kind', text: kindInWords(machine) },
    ...(declared.length === 0 ? [] : [{ name: 'Declared by', text: declared.join(', ') }]),
    { name: 'States', text: statesInWords(machine) },
    { name: 'AI tasks', text: aiTasksInWords(machine) },
    { name: 'Longest duration', text: durationInWords(machine.duration) },
    ...(transitions === undefined ? [] : [{ name: 'State transitions', text: transitions.join(' ') }]),
    { name: 'Findings', text: severitiesInWords(machine.severities) },
  ];
}

const TIERS = ['small', 'medium', 'large'] as const;

function aiTasksInWords({ aiTasks: { items, total } }: MachineReport): string {
  if (total === 0) return 'none';
  const tiers = items.map(({ model }) => (model.kind === 'model' ? model.tier : undefined));
  const known = TIERS.map((tier) => ({ tier, of: tiers.filter((each) => each === tier).length }));
  const rest = items.length - known.reduce((sum, { of }) => sum + of, 0);
  const parts = known.filter(({ of }) => of > 0).map(({ tier, of }) => `${number(of)} ${tier}`);
  const all = rest > 0 ? [...parts, `${number(rest)} of no known tier`] : parts;
  return total > items.length ? number(total) : `${number(total)} (${all.join(', ')})`;
}
