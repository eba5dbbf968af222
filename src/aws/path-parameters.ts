/**
 * Where a text that looks like a JSONPath is data: another service, or the code behind a task, reads it as a path, a
 * rule or a program of its own. As of 2026-08; sources: the API references of the services. All in lower case.
 */

/** Last words of names that say so: `InputPathsMap`, `OutputFilter`, `MappingTemplate`, `jsonPath`. */
export const PATH_TAKING_WORDS: ReadonlySet<string> = new Set([
  'attribute',
  'binding',
  'bindings',
  'condition',
  'conditions',
  'definition',
  'expr',
  'expression',
  'expressions',
  'filter',
  'formula',
  'jq',
  'jsonpath',
  'jsonpaths',
  'map',
  'mapping',
  'mappings',
  'path',
  'paths',
  'pattern',
  'patterns',
  'pointer',
  'pointers',
  'policy',
  'query',
  'queries',
  'rule',
  'rules',
  'schema',
  'schemas',
  'script',
  'select',
  'selection',
  'selector',
  'selectors',
  'sql',
  'statement',
  'statements',
  'template',
  'templates',
  'transform',
  'transformation',
  'transformations',
  'transformer',
  'transforms',
]);

/** Services that take a path under any name: in actions that begin so, or in all where none is listed. */
export const PATH_TAKING_CALLS: ReadonlyMap<string, readonly string[]> = new Map([
  // Integrations and mapping templates; calling an API is another action.
  ['apigateway', ['create', 'put', 'update', 'import']],
  ['apigatewayv2', ['create', 'update', 'import']],
  ['appflow', []],
  ['appsync', ['create', 'update', 'evaluate']],
  // The nodes of a flow read `$.data`.
  ['bedrockagent', ['create', 'update', 'validate']],
  ['cloudwatchlogs', ['create', 'putmetricfilter', 'putsubscriptionfilter', 'puttransformer', 'test']],
  ['connect', []],
  ['eventbridge', ['create', 'putrule', 'puttargets', 'test', 'update']],
  ['firehose', ['create', 'update']],
  ['glue', ['create', 'update']],
  ['iot', []],
  ['iotevents', []],
  ['kinesisanalytics', []],
  ['kinesisanalyticsv2', []],
  ['lexmodelbuilding', []],
  ['lexmodelsv2', []],
  ['pipes', []],
  ['scheduler', ['create', 'update']],
  // Definitions of other machines; the input of an execution is none.
  ['sfn', ['create', 'test', 'update', 'validate']],
  // Automation documents.
  ['ssm', ['create', 'update']],
]);
