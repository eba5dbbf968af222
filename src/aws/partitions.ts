/** Partitions of AWS, as of 2026-08. Source: AWS General Reference, «Amazon Resource Names», and the SDK's partition table. */
export const PARTITIONS: readonly string[] = [
  'aws',
  'aws-cn',
  'aws-us-gov',
  'aws-eusc',
  'aws-iso',
  'aws-iso-b',
  'aws-iso-e',
  'aws-iso-f',
];
