/** Fields that are documented for Distributed Maps only, as of 2026-08; the service accepts them in an Inline Map. */
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
