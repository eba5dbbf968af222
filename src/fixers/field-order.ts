/** Where a new field goes among those that are there: the order in which states, retriers and catchers are written. */
import type { ObjectNode } from '../tree/node.ts';

/** As the service's own documents and editors write them. */
const ORDER: readonly string[] = [
  'anthropic_version',
  'Comment',
  'QueryLanguage',
  'Type',
  'Resource',
  'ErrorEquals',
  'InputPath',
  'ItemsPath',
  'Items',
  'ItemReader',
  'Seconds',
  'SecondsPath',
  'Timestamp',
  'TimestampPath',
  'Error',
  'ErrorPath',
  'Cause',
  'CausePath',
  'Choices',
  'Default',
  'Parameters',
  'Result',
  'Arguments',
  'ItemSelector',
  'ItemBatcher',
  'Label',
  'MaxConcurrency',
  'MaxConcurrencyPath',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
  'TimeoutSeconds',
  'TimeoutSecondsPath',
  'HeartbeatSeconds',
  'HeartbeatSecondsPath',
  'Credentials',
  'IntervalSeconds',
  'MaxAttempts',
  'BackoffRate',
  'MaxDelaySeconds',
  'JitterStrategy',
  'ItemProcessor',
  'Iterator',
  'Branches',
  'ResultWriter',
  'ResultSelector',
  'ResultPath',
  'OutputPath',
  'Assign',
  'Output',
  'Retry',
  'Catch',
  'Next',
  'End',
  'StartAt',
  'States',
];

const RANKS: ReadonlyMap<string, number> = new Map(ORDER.map((name, rank) => [name, rank]));

/** The index of the entry that a new one goes in front of; behind all where the order says nothing of it. */
export function placeOf(key: string, { entries }: ObjectNode): number {
  const rank = RANKS.get(key);
  if (rank === undefined) return entries.length;
  const last = entries.findLastIndex((entry) => (RANKS.get(entry.key.value) ?? Number.POSITIVE_INFINITY) < rank);
  return last + 1;
}

/** Of two names, whether the first is usually written first: below 0 if so, 0 where the order says nothing. */
export function compareFields(a: string | undefined, b: string | undefined): number {
  const [one, other] = [RANKS.get(a ?? ''), RANKS.get(b ?? '')];
  return one === undefined || other === undefined ? 0 : one - other;
}
