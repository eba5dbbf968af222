/**
 * Calls that put their arguments away without acting on them, as of 2026-08: `<service>:<action>`, optimised or of the
 * SDK. Whoever reads the data later is not part of the machine.
 */
export const STORING_CALLS: readonly string[] = [
  'dynamodb:putItem',
  'dynamodb:updateItem',
  'dynamodb:batchWriteItem',
  'dynamodb:transactWriteItems',
  's3:putObject',
  's3vectors:putVectors',
  'cloudwatchlogs:putLogEvents',
  'cloudwatch:putMetricData',
];
