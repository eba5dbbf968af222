/**
 * Constants of CDK and the texts they stand for in a definition. Those of other packages are taken by their type:
 * what is not listed is not known.
 */
import { MODEL_IDS } from './model-ids.ts';

const SFN = 'aws-stepfunctions';
const TASKS = 'aws-stepfunctions-tasks';

/** Enumerations whose texts are the names of their members. */
const SAME: ReadonlySet<string> = new Set([
  `${SFN}.StateMachineType`,
  `${SFN}.LogLevel`,
  `${SFN}.IntegrationPattern`,
  `${SFN}.JitterType`,
  `${SFN}.ProcessorMode`,
  `${SFN}.ProcessorType`,
  `${SFN}.Transformation`,
  `${SFN}.OutputType`,
  `${SFN}.CsvDelimiter`,
  `${TASKS}.HttpMethod`,
  `${TASKS}.HttpMethods`,
  `${TASKS}.AuthType`,
  `${TASKS}.CustomizationType`,
  `${TASKS}.DynamoConsumedCapacity`,
  `${TASKS}.DynamoItemCollectionMetrics`,
  `${TASKS}.DynamoReturnValues`,
  `${TASKS}.ActionOnFailure`,
  `${TASKS}.ActionAfterCompletion`,
  `${TASKS}.ExecutionClass`,
  `${TASKS}.URLEncodingFormat`,
]);

const TEXTS: Readonly<Record<string, string>> = {
  [`${SFN}.QueryLanguage.JSON_PATH`]: 'JSONPath',
  [`${SFN}.QueryLanguage.JSONATA`]: 'JSONata',
  [`${SFN}.ServiceIntegrationPattern.FIRE_AND_FORGET`]: 'REQUEST_RESPONSE',
  [`${SFN}.ServiceIntegrationPattern.SYNC`]: 'RUN_JOB',
  [`${SFN}.ServiceIntegrationPattern.WAIT_FOR_TASK_TOKEN`]: 'WAIT_FOR_TASK_TOKEN',
  [`${SFN}.Errors.ALL`]: 'States.ALL',
  [`${SFN}.Errors.HEARTBEAT_TIMEOUT`]: 'States.HeartbeatTimeout',
  [`${SFN}.Errors.TIMEOUT`]: 'States.Timeout',
  [`${SFN}.Errors.TASKS_FAILED`]: 'States.TaskFailed',
  [`${SFN}.Errors.PERMISSIONS`]: 'States.Permissions',
  [`${SFN}.Errors.RESULT_PATH_MATCH_FAILURE`]: 'States.ResultPathMatchFailure',
  [`${SFN}.Errors.PARAMETER_PATH_FAILURE`]: 'States.ParameterPathFailure',
  [`${SFN}.Errors.BRANCH_FAILED`]: 'States.BranchFailed',
  [`${SFN}.Errors.NO_CHOICE_MATCHED`]: 'States.NoChoiceMatched',
  [`${TASKS}.LambdaInvocationType.REQUEST_RESPONSE`]: 'RequestResponse',
  [`${TASKS}.LambdaInvocationType.EVENT`]: 'Event',
  [`${TASKS}.LambdaInvocationType.DRY_RUN`]: 'DryRun',
  [`${TASKS}.EncryptionOption.S3_MANAGED`]: 'SSE_S3',
  [`${TASKS}.EncryptionOption.KMS`]: 'SSE_KMS',
  [`${TASKS}.EncryptionOption.CLIENT_SIDE_KMS`]: 'CSE_KMS',
  [`${TASKS}.MessageAttributeDataType.STRING`]: 'String',
  [`${TASKS}.MessageAttributeDataType.STRING_ARRAY`]: 'String.Array',
  [`${TASKS}.MessageAttributeDataType.NUMBER`]: 'Number',
  [`${TASKS}.MessageAttributeDataType.BINARY`]: 'Binary',
  [`${TASKS}.Mode.SINGLE_MODEL`]: 'SingleModel',
  [`${TASKS}.Mode.MULTI_MODEL`]: 'MultiModel',
  [`${TASKS}.WorkerType.STANDARD`]: 'Standard',
  [`${TASKS}.WorkerType.G_025X`]: 'G.025X',
  [`${TASKS}.WorkerType.G_1X`]: 'G.1X',
  [`${TASKS}.WorkerType.G_2X`]: 'G.2X',
  [`${TASKS}.WorkerType.G_4X`]: 'G.4X',
  [`${TASKS}.WorkerType.G_8X`]: 'G.8X',
  [`${TASKS}.WorkerType.Z_2X`]: 'Z.2X',
  [`${TASKS}.WorkerTypeV2.STANDARD`]: 'Standard',
  [`${TASKS}.WorkerTypeV2.G_025X`]: 'G.025X',
  [`${TASKS}.WorkerTypeV2.G_1X`]: 'G.1X',
  [`${TASKS}.WorkerTypeV2.G_2X`]: 'G.2X',
  [`${TASKS}.WorkerTypeV2.G_4X`]: 'G.4X',
  [`${TASKS}.WorkerTypeV2.G_8X`]: 'G.8X',
  [`${TASKS}.WorkerTypeV2.Z_2X`]: 'Z.2X',
  'aws-codebuild.BuildEnvironmentVariableType.PLAINTEXT': 'PLAINTEXT',
  'aws-codebuild.BuildEnvironmentVariableType.PARAMETER_STORE': 'PARAMETER_STORE',
  'aws-codebuild.BuildEnvironmentVariableType.SECRETS_MANAGER': 'SECRETS_MANAGER',
};

/** The text of a constant, by its full name. */
export function constantText(path: string): string | undefined {
  const [, model] = /^aws-bedrock\.FoundationModelIdentifier\.(\w+)\.modelId$/.exec(path) ?? [];
  if (model !== undefined) return Object.hasOwn(MODEL_IDS, model) ? MODEL_IDS[model] : undefined;
  if (Object.hasOwn(TEXTS, path)) return TEXTS[path];
  const dot = path.lastIndexOf('.');
  return SAME.has(path.slice(0, dot)) ? path.slice(dot + 1) : undefined;
}
