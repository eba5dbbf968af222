/**
 * Retries of a call that the state makes itself, as this tool asks for them everywhere: throttled calls come back after
 * growing, random waits, and requests that cannot succeed are not made again. When and how often a failing call is made is
 * another then, which is said; a request that would have succeeded another time fails, so that such a state is guarded.
 */
import { AI_ERRORS } from '../aws/ai-errors.ts';
import type { Json } from '../handlers/ir.ts';
import { isStoreOperation } from './known-calls.ts';
import type { TaskCall } from './known-calls.ts';

export interface CarefulRetries {
  readonly retry: readonly Json[];
  /** What changes, in words. */
  readonly changes: readonly string[];
  /** What of it may change the outcome. */
  readonly guards: readonly string[];
}

type Entry = Readonly<Record<string, Json>>;

const NOT_AGAIN =
  'a request that cannot succeed (invalid, forbidden, or of a thing that is not there) is not made again';

const WILDCARDS: readonly string[] = ['States.ALL', 'States.TaskFailed'];
const DEFAULT_ATTEMPTS = 3;
/** From this many attempts on, waits that double grow too long. */
const MANY_ATTEMPTS = 6;
const LONGEST_DELAY = 60;

/** `kept` are names that stand in the definition already. */
export function carefulRetries(retry: readonly Json[], native: TaskCall, kept: ReadonlySet<string>): CarefulRetries {
  const changes: string[] = [];
  const permanent = namesOf(native, 'permanent');
  const entries = retry.map((entry) => withoutPermanent(entry as Entry, permanent, kept));
  const paced = withPace(entries, namesOf(native, 'throttling'));
  if (paced.some((entry, i) => entry !== entries[i]))
    changes.push('a call that is throttled comes back after growing, random waits');
  const wildcard = paced.findIndex(
    (entry) => attemptsOf(entry) > 0 && namesIn(entry).some((name) => WILDCARDS.includes(name)),
  );
  const taken = new Set(paced.slice(0, Math.max(wildcard, 0)).flatMap(namesIn));
  const excluded = permanent.filter((name) => !taken.has(name));
  if (wildcard < 0 || excluded.length === 0) return { retry: paced, changes, guards: [] };
  changes.push(NOT_AGAIN);
  const first = { ErrorEquals: excluded, MaxAttempts: 0 };
  return { retry: paced.toSpliced(wildcard, 0, first), changes, guards: [NOT_AGAIN] };
}

/** Of a model call; those of stores are left as they are. */
function namesOf({ operation, errorPrefixes }: TaskCall, kind: 'permanent' | 'throttling'): readonly string[] {
  if (isStoreOperation(operation)) return [];
  const names = AI_ERRORS[operation].flatMap((error) => (error.kind === kind ? [error.name] : []));
  return names.flatMap((name) => errorPrefixes.map((prefix) => `${prefix}.${name}`));
}

function namesIn({ ErrorEquals: names }: Entry): readonly string[] {
  return Array.isArray(names) ? (names as readonly string[]) : [];
}

function attemptsOf({ MaxAttempts: attempts }: Entry): number {
  return typeof attempts === 'number' ? attempts : DEFAULT_ATTEMPTS;
}

function withoutPermanent(entry: Entry, permanent: readonly string[], kept: ReadonlySet<string>): Entry {
  if (attemptsOf(entry) === 0) return entry;
  const names = namesIn(entry);
  const left = names.filter((name) => kept.has(name) || !permanent.includes(name));
  return left.length === names.length ? entry : { ...entry, ErrorEquals: left };
}

/** The entry that takes throttling. */
function withPace(entries: readonly Entry[], throttling: readonly string[]): readonly Entry[] {
  const index = entries.findIndex((entry) =>
    namesIn(entry).some((name) => throttling.includes(name) || WILDCARDS.includes(name)),
  );
  const entry = entries[index];
  if (entry === undefined || attemptsOf(entry) === 0) return entries;
  const missing: Record<string, Json> = {};
  if (entry.BackoffRate === 1) missing.BackoffRate = 2;
  if (entry.JitterStrategy === undefined || entry.JitterStrategy === 'NONE') missing.JitterStrategy = 'FULL';
  const interval = typeof entry.IntervalSeconds === 'number' ? entry.IntervalSeconds : 1;
  if (entry.MaxDelaySeconds === undefined && attemptsOf(entry) >= MANY_ATTEMPTS)
    missing.MaxDelaySeconds = Math.max(LONGEST_DELAY, Math.ceil(2 * interval));
  return Object.keys(missing).length === 0 ? entries : entries.with(index, { ...entry, ...missing });
}
