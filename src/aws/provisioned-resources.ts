/**
 * What calls of a machine bring into being that stays, and costs or takes up a quota, until another call ends it, as of
 * 2026-11. Left out: what is made to be kept (knowledge bases, memories, gateways, vector buckets, SageMaker endpoints).
 * Sources: AgentCore API reference, control plane and data plane; S3 Vectors API reference; Bedrock API reference.
 */

export interface ProvisionedResource {
  /** `<service>:<action>` of the SDK integration that makes it. */
  readonly creator: string;
  /** The same of the calls that end it, the plain one first; the end of what holds it counts too. */
  readonly enders: readonly string[];
  /** How a message calls it. */
  readonly name: string;
  /** Whether code that an agent runtime runs is given it to use, and so may end it. */
  readonly isSession: boolean;
}

const CONTROL = 'bedrockagentcorecontrol';

function controlled(type: string, name: string, holder?: string): ProvisionedResource {
  const enders = [type, ...(holder === undefined ? [] : [holder])].map((ended) => `${CONTROL}:delete${ended}`);
  return { creator: `${CONTROL}:create${type}`, enders, name, isSession: false };
}

function session(type: string, name: string): ProvisionedResource {
  const service = 'bedrockagentcore';
  return {
    creator: `${service}:start${type}Session`,
    enders: [`${service}:stop${type}Session`, `${CONTROL}:delete${type}`],
    name,
    isSession: true,
  };
}

export const PROVISIONED_RESOURCES: readonly ProvisionedResource[] = [
  controlled('Harness', 'an agent harness'),
  controlled('HarnessEndpoint', 'a harness endpoint', 'Harness'),
  controlled('AgentRuntime', 'an agent runtime'),
  controlled('AgentRuntimeEndpoint', 'an agent runtime endpoint', 'AgentRuntime'),
  controlled('Browser', 'a browser'),
  controlled('CodeInterpreter', 'a code interpreter'),
  session('Browser', 'a browser session'),
  session('CodeInterpreter', 'a code-interpreter session'),
  {
    creator: 's3vectors:createIndex',
    enders: ['s3vectors:deleteIndex', 's3vectors:deleteVectorBucket'],
    name: 'a vector index',
    isSession: false,
  },
  {
    creator: 'bedrock:createProvisionedModelThroughput',
    enders: ['bedrock:deleteProvisionedModelThroughput'],
    name: 'provisioned model throughput',
    isSession: false,
  },
];

/**
 * Services whose calls do their own work and start nothing that could end one of the above behind the machine's back.
 * A function, a job, another execution, an HTTP endpoint, the reader of a queue or of an event may. A notification tells
 * somebody that something failed; it is not taken for a clean-up.
 */
export const SELF_CONTAINED_SERVICES: readonly string[] = [
  'bedrock',
  'bedrockagent',
  'bedrockagentcore',
  'bedrockagentcorecontrol',
  'bedrockagentruntime',
  'bedrockruntime',
  'cloudwatch',
  'cloudwatchlogs',
  'dynamodb',
  'kms',
  's3',
  's3vectors',
  'secretsmanager',
  'sns',
  'textract',
];

/** Runs code of the user. */
export const RUNTIME_CALL = 'bedrockagentcore:invokeAgentRuntime';
