/**
 * How long a retrier waits between attempts: its fields with their defaults, and the longest waits that follow from
 * them. A field that is not known stays undefined.
 */
import type { Node } from '../tree/node.ts';
import type { Retrier } from './model.ts';

export interface RetryTiming {
  readonly intervalSeconds: number | undefined;
  readonly backoffRate: number | undefined;
  /** Infinite when it is absent. */
  readonly maxDelaySeconds: number | undefined;
  readonly jitter: 'FULL' | 'NONE' | undefined;
}

const DEFAULT_INTERVAL = 1;
const DEFAULT_RATE = 2;

export function retryTiming({ node }: Retrier): RetryTiming {
  const number = (name: string, absent: number): number | undefined => {
    const value: Node | undefined = node.get(name);
    if (value === undefined) return node.isOpen ? undefined : absent;
    return value.kind === 'number' ? value.value : undefined;
  };
  return {
    intervalSeconds: number('IntervalSeconds', DEFAULT_INTERVAL),
    backoffRate: number('BackoffRate', DEFAULT_RATE),
    maxDelaySeconds: number('MaxDelaySeconds', Number.POSITIVE_INFINITY),
    jitter: jitterOf(node.get('JitterStrategy'), node.isOpen),
  };
}

function jitterOf(node: Node | undefined, isOpen: boolean): RetryTiming['jitter'] {
  if (node === undefined) return isOpen ? undefined : 'NONE';
  if (node.kind !== 'string') return undefined;
  return node.value === 'FULL' || node.value === 'NONE' ? node.value : undefined;
}

/** The sum of all waits before the retrier gives up, with jitter at its worst; undefined when it is not known. */
export function longestWait(retrier: Retrier): number | undefined {
  const { intervalSeconds, backoffRate, maxDelaySeconds } = retryTiming(retrier);
  const attempts = retrier.maxAttempts;
  if (attempts === undefined || intervalSeconds === undefined || backoffRate === undefined) return undefined;
  if (maxDelaySeconds === undefined) return undefined;
  if (backoffRate < 1 || intervalSeconds <= 0) return undefined;
  if (backoffRate === 1) return attempts * Math.min(intervalSeconds, maxDelaySeconds);
  const growing = Math.ceil(Math.log(maxDelaySeconds / intervalSeconds) / Math.log(backoffRate));
  const uncapped = Math.min(attempts, Math.max(0, growing));
  const grown = (intervalSeconds * (backoffRate ** uncapped - 1)) / (backoffRate - 1);
  // Nothing is left to cap where there is no cap; zero times infinity would be no number.
  return attempts === uncapped ? grown : grown + (attempts - uncapped) * maxDelaySeconds;
}
