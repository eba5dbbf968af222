/**
 * The optimised integrations, as of 2026-08: which services, actions and patterns there are, and where the parameters
 * of an action are described. What a source leaves open is open here: rules speak on what is known alone.
 * Sources: Step Functions developer guide, «Integrating optimized services» and the page of each service;
 * aws-cdk-lib 2.276.0, `aws-stepfunctions-tasks`.
 */

import type { Constraint } from './services/overlay.ts';
import type { MemberModel, Shape, StructureShape } from './services/service-model.ts';

/** Parameters that name what a call that waits for a token goes to: an ARN, a URL or a name, shorter than any token. */
export const CALLED_RESOURCE_FIELDS: readonly string[] = [
  'ApiEndpoint',
  'Cluster',
  'EventBusName',
  'FunctionName',
  'QueueUrl',
  'StateMachineArn',
  'TaskDefinition',
  'TopicArn',
];

/** Beside request and response, which every action offers in STANDARD and EXPRESS. The rest is for STANDARD alone. */
export type OfferedPattern = 'sync' | 'sync:2' | 'waitForTaskToken';

export interface OptimisedService {
  /** As in `states:::<service>:<action>`. */
  readonly service: string;
  /** No action is offered but those below. */
  readonly isClosed: boolean;
  /** Patterns that at least one action offers; no other is valid for any. */
  readonly patterns: readonly OfferedPattern[];
  readonly actions: readonly OptimisedAction[];
}

export interface OptimisedAction {
  readonly action: string;
  /** Undefined: the sources name the service's patterns, not this action's. */
  readonly patterns: readonly OfferedPattern[] | undefined;
  /** Patterns on which the sources differ; to be warned of, not refused. */
  readonly disputed?: readonly OfferedPattern[];
  readonly parameters: ParameterSource;
  /** May stand only inside the ItemReader or ResultWriter of a Map. */
  readonly isForMapOnly?: true;
}

export type ParameterSource =
  | {
      readonly kind: 'api';
      /** Whose input describes the parameters: SDK service token and action. */
      readonly service: string;
      readonly action: string;
      /** Accepted beside those of the API. */
      readonly added?: readonly string[];
      /** Text in the API, here any JSON that is written as text; or a value of which nothing more is known. */
      readonly json?: readonly string[];
      /** Sets of which exactly one member is given. */
      readonly oneOf?: readonly (readonly string[])[];
      /** Sets of which all members are given or none. */
      readonly together?: readonly (readonly string[])[];
      /** Members of the API of which nothing says whether this integration takes them. */
      readonly unconfirmed?: readonly string[];
      /** The page of the integration says that names are in Pascal case at every level, not only the first. */
      readonly isPascalThroughout?: true;
      /** A plain text may stand for an object with one text in it: `"Id": "a"` for `"Id": {"S": "a"}`. */
      readonly takesTextForObject?: true;
    }
  /** Parameters of the integration's own. There may be more than the known ones. */
  | {
      readonly kind: 'own';
      readonly input: StructureShape;
      /** Sets of which at least one member is given. */
      readonly anyOf?: readonly (readonly string[])[];
      readonly constraints?: readonly Constraint[];
    }
  | { readonly kind: 'unknown' };

/** When the pages were read that parameters of an integration's own are taken from. */
export const OWN_PARAMETERS_DATE = '2026-08';

const UNKNOWN: ParameterSource = { kind: 'unknown' };

function api(
  service: string,
  action: string,
  more?: Omit<Extract<ParameterSource, { kind: 'api' }>, 'kind' | 'service' | 'action'>,
): ParameterSource {
  return more === undefined ? { kind: 'api', service, action } : { kind: 'api', service, action, ...more };
}

/** Parameters of which nothing but the name is known. */
function own(required: readonly string[]): ParameterSource {
  return { kind: 'own', input: structure(Object.fromEntries(required.map((name) => [name, ANY])), required) };
}

const ANY: Shape = { kind: 'document' };
const TEXT: Shape = { kind: 'string', values: undefined };

/** Names with one value or several: a single text in place of a list was recorded to fail. */
const LISTS_BY_NAME: Shape = { kind: 'map', key: TEXT, value: { kind: 'list', element: ANY } };

function oneOf(values: readonly string[]): Shape {
  return { kind: 'string', values };
}

function structure(members: Readonly<Record<string, Shape>>, required: readonly string[] = []): StructureShape {
  const entries = Object.entries(members).map(([name, shape]): [string, MemberModel] => [
    name,
    { name, apiName: name, isRequired: required.includes(name), shape },
  ]);
  return { kind: 'structure', isUnion: false, members: new Map(entries) };
}

const METHODS = oneOf(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS']);

const CONNECTION = structure({ ConnectionArn: TEXT }, ['ConnectionArn']);

/** Pages «Call HTTPS APIs» and, for the ARN, what the service was recorded to refuse. */
const HTTP_PARAMETERS: ParameterSource = {
  kind: 'own',
  input: structure(
    {
      ApiEndpoint: TEXT,
      Method: METHODS,
      Authentication: CONNECTION,
      InvocationConfig: CONNECTION,
      Headers: ANY,
      QueryParameters: ANY,
      RequestBody: ANY,
      Transform: structure({ RequestBodyEncoding: oneOf(['NONE', 'URL_ENCODED']), RequestEncodingOptions: ANY }),
    },
    ['ApiEndpoint', 'Method'],
  ),
  anyOf: [['Authentication', 'InvocationConfig']],
  constraints: [
    { path: 'Authentication.ConnectionArn', pattern: 'arn:.+', wanted: 'an ARN' },
    { path: 'InvocationConfig.ConnectionArn', pattern: 'arn:.+', wanted: 'an ARN' },
  ],
};

/** Page «Call API Gateway with Step Functions». */
const API_GATEWAY_PARAMETERS: ParameterSource = {
  kind: 'own',
  input: structure(
    {
      ApiEndpoint: TEXT,
      Method: METHODS,
      Headers: LISTS_BY_NAME,
      Stage: TEXT,
      Path: TEXT,
      QueryParameters: ANY,
      RequestBody: ANY,
      AllowNullValues: { kind: 'boolean' },
      // The page lists IAM_ROLE, and its example has IAM_AUTH.
      AuthType: TEXT,
    },
    ['ApiEndpoint', 'Method'],
  ),
};

/** Actions whose parameters are those of the API action of the same name. */
function same(
  sdkService: string,
  actions: readonly string[],
  patterns: readonly OfferedPattern[] | undefined,
): readonly OptimisedAction[] {
  return actions.map((action) => ({ action, patterns, parameters: api(sdkService, action) }));
}

/** Sorted by service. */
export const OPTIMISED_SERVICES: readonly OptimisedService[] = [
  {
    service: 'apigateway',
    isClosed: true,
    patterns: ['waitForTaskToken'],
    actions: [
      {
        action: 'invoke',
        patterns: ['waitForTaskToken'],
        parameters: API_GATEWAY_PARAMETERS,
      },
    ],
  },
  {
    service: 'athena',
    isClosed: true,
    patterns: ['sync'],
    actions: [
      ...same('athena', ['startQueryExecution'], ['sync']),
      ...same('athena', ['stopQueryExecution', 'getQueryExecution', 'getQueryResults'], []),
    ],
  },
  {
    service: 'batch',
    isClosed: true,
    patterns: ['sync'],
    actions: [
      {
        action: 'submitJob',
        patterns: ['sync'],
        // Pages write its member as `attempts`, and pass a number in `Parameters`.
        parameters: api('batch', 'submitJob', { json: ['RetryStrategy', 'Parameters{}'] }),
      },
    ],
  },
  {
    service: 'bedrock',
    isClosed: true,
    patterns: ['sync', 'waitForTaskToken'],
    actions: [
      {
        action: 'invokeModel',
        patterns: [],
        // The table of integrations names the token pattern for Bedrock; its own page and the CDK do not.
        disputed: ['waitForTaskToken'],
        parameters: api('bedrockruntime', 'invokeModel', {
          added: ['Input', 'Output'],
          json: ['Body'],
          oneOf: [['Body', 'Input']],
          together: [['GuardrailIdentifier', 'GuardrailVersion']],
          unconfirmed: ['PerformanceConfigLatency', 'ServiceTier', 'RequestMetadata'],
        }),
      },
      ...same('bedrock', ['createModelCustomizationJob'], ['sync']),
    ],
  },
  {
    service: 'bedrockagentcore',
    isClosed: true,
    patterns: [],
    actions: [
      {
        action: 'invokeHarness',
        patterns: [],
        parameters: api('bedrockagentcore', 'invokeHarness', { isPascalThroughout: true }),
      },
    ],
  },
  {
    service: 'codebuild',
    isClosed: false,
    patterns: ['sync'],
    actions: [
      ...same('codebuild', ['startBuild', 'startBuildBatch', 'retryBuildBatch'], ['sync']),
      ...same('codebuild', ['stopBuild', 'stopBuildBatch', 'batchDeleteBuilds', 'deleteBuildBatch'], []),
      ...same('codebuild', ['batchGetReports'], []),
    ],
  },
  { service: 'databrew', isClosed: true, patterns: ['sync'], actions: same('databrew', ['startJobRun'], ['sync']) },
  {
    service: 'dynamodb',
    isClosed: true,
    patterns: [],
    actions: ['getItem', 'putItem', 'deleteItem', 'updateItem'].map((action) => ({
      action,
      patterns: [],
      parameters: api('dynamodb', action, { takesTextForObject: true }),
    })),
  },
  {
    service: 'ecs',
    isClosed: true,
    patterns: ['sync', 'waitForTaskToken'],
    actions: same('ecs', ['runTask'], ['sync', 'waitForTaskToken']),
  },
  {
    service: 'eks',
    isClosed: false,
    patterns: ['sync', 'waitForTaskToken'],
    actions: [
      { action: 'call', patterns: undefined, parameters: UNKNOWN },
      { action: 'runJob', patterns: undefined, parameters: UNKNOWN },
      ...same('eks', ['createCluster', 'deleteCluster'], undefined),
      ...same('eks', ['createFargateProfile', 'deleteFargateProfile'], undefined),
      ...same('eks', ['createNodegroup', 'deleteNodegroup'], undefined),
    ],
  },
  {
    service: 'elasticmapreduce',
    isClosed: true,
    patterns: ['sync'],
    actions: [
      { action: 'createCluster', patterns: ['sync'], parameters: UNKNOWN },
      { action: 'terminateCluster', patterns: ['sync'], parameters: own(['ClusterId']) },
      { action: 'addStep', patterns: ['sync'], parameters: own(['ClusterId', 'Step']) },
      { action: 'cancelStep', patterns: [], parameters: own(['ClusterId', 'StepId']) },
      {
        action: 'modifyInstanceFleetByName',
        patterns: [],
        parameters: own(['ClusterId', 'InstanceFleetName', 'InstanceFleet']),
      },
      {
        action: 'modifyInstanceGroupByName',
        patterns: [],
        parameters: own(['ClusterId', 'InstanceGroupName', 'InstanceGroup']),
      },
      {
        action: 'setClusterTerminationProtection',
        patterns: [],
        parameters: own(['ClusterId', 'TerminationProtected']),
      },
    ],
  },
  {
    service: 'emr-containers',
    isClosed: true,
    patterns: ['sync'],
    actions: [
      ...same('emrcontainers', ['createVirtualCluster'], []),
      ...same('emrcontainers', ['deleteVirtualCluster', 'startJobRun'], ['sync']),
    ],
  },
  {
    service: 'emr-serverless',
    isClosed: false,
    patterns: ['sync'],
    actions: same(
      'emrserverless',
      ['createApplication', 'startApplication', 'stopApplication', 'deleteApplication', 'startJobRun', 'cancelJobRun'],
      undefined,
    ),
  },
  {
    service: 'events',
    isClosed: true,
    patterns: ['waitForTaskToken'],
    actions: [
      {
        action: 'putEvents',
        patterns: ['waitForTaskToken'],
        parameters: api('eventbridge', 'putEvents', { json: ['Entries[].Detail'] }),
      },
    ],
  },
  { service: 'glue', isClosed: true, patterns: ['sync'], actions: same('glue', ['startJobRun'], ['sync']) },
  {
    service: 'http',
    isClosed: true,
    patterns: [],
    actions: [{ action: 'invoke', patterns: [], parameters: HTTP_PARAMETERS }],
  },
  {
    service: 'lambda',
    isClosed: true,
    patterns: ['waitForTaskToken'],
    actions: [
      {
        action: 'invoke',
        patterns: ['waitForTaskToken'],
        parameters: api('lambda', 'invoke', { json: ['Payload'] }),
      },
    ],
  },
  {
    service: 'mediaconvert',
    isClosed: true,
    patterns: ['sync'],
    actions: same('mediaconvert', ['createJob'], ['sync']),
  },
  {
    service: 's3',
    isClosed: true,
    patterns: [],
    actions: same('s3', ['getObject', 'listObjectsV2', 'putObject'], []).map((action) => ({
      ...action,
      isForMapOnly: true,
    })),
  },
  {
    service: 'sagemaker',
    isClosed: false,
    patterns: ['sync'],
    actions: [
      ...same(
        'sagemaker',
        [
          'createTrainingJob',
          'createTransformJob',
          'createProcessingJob',
          'createLabelingJob',
          'createHyperParameterTuningJob',
        ],
        ['sync'],
      ),
      ...same('sagemaker', ['createEndpoint', 'createEndpointConfig', 'createModel', 'updateEndpoint'], []),
    ],
  },
  {
    service: 'sns',
    isClosed: true,
    patterns: ['waitForTaskToken'],
    actions: [
      {
        action: 'publish',
        patterns: ['waitForTaskToken'],
        parameters: api('sns', 'publish', { json: ['Message'] }),
      },
    ],
  },
  {
    service: 'sqs',
    isClosed: true,
    patterns: ['waitForTaskToken'],
    actions: [
      {
        action: 'sendMessage',
        patterns: ['waitForTaskToken'],
        parameters: api('sqs', 'sendMessage', { json: ['MessageBody'] }),
      },
    ],
  },
  {
    service: 'states',
    isClosed: true,
    patterns: ['sync', 'sync:2', 'waitForTaskToken'],
    actions: [
      {
        action: 'startExecution',
        patterns: ['sync', 'sync:2', 'waitForTaskToken'],
        parameters: api('sfn', 'startExecution', { json: ['Input'] }),
      },
    ],
  },
];

export interface NotReal {
  /** As people write it after `states:::`; `*` for every action. */
  readonly written: string;
  /** What to write instead, after `states:::`; `*` is the same action. Undefined: nothing does the same. */
  readonly instead: readonly string[];
}

/** Seen in articles and in generated definitions, and offered by no integration. */
export const NOT_REAL: readonly NotReal[] = [
  { written: 'bedrock:converse', instead: ['aws-sdk:bedrockruntime:converse'] },
  // Agents answer with an event stream, which no integration takes; a function must call them.
  { written: 'bedrock:invokeAgent', instead: [] },
  { written: 'bedrock:retrieve', instead: ['aws-sdk:bedrockagentruntime:retrieve'] },
  { written: 'bedrock:retrieveAndGenerate', instead: ['aws-sdk:bedrockagentruntime:retrieveAndGenerate'] },
  { written: 'bedrock:run-model', instead: ['bedrock:invokeModel'] },
  { written: 'bedrock-agent:*', instead: ['aws-sdk:bedrockagent:*', 'aws-sdk:bedrockagentruntime:*'] },
  { written: 'bedrock-runtime:*', instead: ['aws-sdk:bedrockruntime:*'] },
  { written: 'bedrockagentcore:invokeAgentRuntime', instead: ['aws-sdk:bedrockagentcore:invokeAgentRuntime'] },
];
