/**
 * Rules about what a template says of its machines, or leaves out. Tests that wrap one definition into many templates, or
 * that are about the definition alone, leave them aside.
 */
export const TEMPLATE_RULES: readonly string[] = [
  'execution-data-in-logs',
  'invalid-role-arn',
  'missing-cost-tags',
  'missing-logging',
  'missing-model-permission',
  'missing-substitution',
  'missing-tracing',
  'missing-version-alias',
  'placeholder-without-sub',
  'tool-permission-on-machine-role',
  'unresolved-definition',
  'unused-substitution',
  'wildcard-model-permission',
];
