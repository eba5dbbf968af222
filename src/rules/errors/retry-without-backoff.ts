/** A retrier that sends throttled calls back all at once, or waits longer and longer with no end. */
import { firstMatch } from '../../analysis/error-matching.ts';
import { aiErrorNames } from '../../analysis/raised-errors.ts';
import type { AiCall } from '../../asl/integrations.ts';
import type { Retrier, TaskState } from '../../asl/model.ts';
import { retryTiming } from '../../asl/retry-timing.ts';
import type { RetryTiming } from '../../asl/retry-timing.ts';
import type { Node } from '../../tree/node.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import { groupedNumber } from '../../text/grouped-number.ts';
import { defineRule } from '../rule.ts';
import { countTimes, enumerate } from '../wording.ts';

/** From this many attempts on, doubled waits grow to minutes. */
const MANY_ATTEMPTS = 6;

export default defineRule(
  {
    id: 'retry-without-backoff',
    category: 'errors',
    summary: 'A retrier of throttled AI calls has no jitter, no backoff or no upper bound on its waits.',
    why:
      'Calls that are refused together are retried together when nothing spreads them: the same peak comes back after ' +
      'each interval and is refused again, until the attempts are spent. `JitterStrategy` is `NONE` unless it is set, ' +
      'and a `BackoffRate` of 1 repeats at a fixed interval. With six attempts or more and no `MaxDelaySeconds`, the ' +
      'last waits take minutes or hours.',
    remedy:
      'Set `"JitterStrategy": "FULL"`, a `BackoffRate` of 2, and `MaxDelaySeconds` where there are many attempts.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety: 'Waits between the attempts change, for all errors that the retrier names.',
    messages: {
      herd: {
        text: 'State "{state}" retries throttled calls {how}: calls that were refused together come back together and are refused again.',
        help: 'Set {fields} on this retrier.',
      },
      longWaits: {
        text: 'State "{state}" retries throttled calls {attempts} without MaxDelaySeconds: the last wait alone takes {delay}.',
        help: 'Set {fields} on this retrier.',
      },
    },
    references: [
      'Amazon Bedrock user guide: Troubleshooting Amazon Bedrock API error codes',
      'AWS Step Functions developer guide: Handling errors in Step Functions workflows',
    ],
  },
  {
    task(state, context) {
      if (state.aiCall === undefined || !state.retriersKnown) return;
      for (const [retrier, entry] of throttlingRetriers(state, state.aiCall)) {
        const faults = faultsOf(retrier);
        if (faults.fields.length === 0) continue;
        const data = {
          state: state.name,
          how: enumerate(faults.how),
          fields: enumerate(faults.fields.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`)),
          attempts: countTimes(retrier.maxAttempts),
          delay: inWords(lastDelay(retrier) ?? 0),
        };
        const fix: Fix = {
          title: `Set ${data.fields}`,
          safety: 'unsafe',
          edits: faults.fields.map(([name, value]) => edit.set(retrier.node, name, value)),
        };
        context.report({ at: entry, message: faults.how.length > 0 ? 'herd' : 'longWaits', data, fix });
      }
    },
  },
);

/** The retriers that retry throttling under one of its spellings, each with the entry that takes it. */
function throttlingRetriers(state: TaskState, call: AiCall): ReadonlyMap<Retrier, Node> {
  const found = new Map<Retrier, Node>();
  for (const name of aiErrorNames(call, ['throttling'])) {
    const match = firstMatch(state.retriers, name);
    if (match.kind !== 'match' || (match.matcher.maxAttempts ?? 0) <= 0 || found.has(match.matcher)) continue;
    found.set(match.matcher, match.entry);
  }
  return found;
}

interface Faults {
  /** In words, what makes calls come back together. */
  readonly how: readonly string[];
  /** What to write instead. */
  readonly fields: readonly (readonly [name: string, value: number | string])[];
}

function faultsOf(retrier: Retrier): Faults {
  const timing = retryTiming(retrier);
  const lacksJitter = timing.jitter === 'NONE';
  const isFlat = timing.backoffRate === 1;
  const growsLong =
    lastDelay(retrier) !== undefined &&
    (retrier.maxAttempts ?? 0) >= MANY_ATTEMPTS &&
    timing.maxDelaySeconds === Number.POSITIVE_INFINITY;
  return {
    how: [...(isFlat ? ['at a fixed interval'] : []), ...(lacksJitter ? ['without jitter'] : [])],
    fields: [
      ...(isFlat ? ([['BackoffRate', 2]] as const) : []),
      ...(lacksJitter ? ([['JitterStrategy', 'FULL']] as const) : []),
      ...(growsLong ? ([['MaxDelaySeconds', capFor(timing)]] as const) : []),
    ],
  };
}

/** Above the first wait, which a lower bound would shorten. */
function capFor({ intervalSeconds = 1 }: RetryTiming): number {
  return Math.max(60, Math.ceil(2 * intervalSeconds));
}

/** In seconds; undefined when it is not known. */
function lastDelay(retrier: Retrier): number | undefined {
  const { intervalSeconds, backoffRate } = retryTiming(retrier);
  const attempts = retrier.maxAttempts ?? 0;
  if (intervalSeconds === undefined || backoffRate === undefined) return undefined;
  return Math.round(intervalSeconds * backoffRate ** (attempts - 1));
}

const YEAR = 31_536_000;

function inWords(seconds: number): string {
  return seconds > YEAR ? 'more than a year' : `up to ${groupedNumber(seconds)} s`;
}
