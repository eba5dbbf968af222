/** How many iterations of a Map run at once when nothing bounds them, as of 2026-08 (Step Functions service quotas). */
export const INLINE_MAP_CEILING = 40;
export const DISTRIBUTED_MAP_CEILING = 10_000;

/** Fields that are documented for Distributed Maps only; the service accepts them in an Inline Map. */
export const DISTRIBUTED_MAP_FIELDS: readonly string[] = [
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'Label',
  'ToleratedFailureCount',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentage',
  'ToleratedFailurePercentagePath',
];
