/** Tasks of Amazon Bedrock and SageMaker. */
import { objectNode } from '../../../tree/node.ts';
import type { Entry } from '../../../tree/node.ts';
import { constantText } from '../enums.ts';
import { addedNode, keyNode, textNode, unknownAt } from '../nodes.ts';
import { Props } from '../state.ts';
import { addedText, joinTexts, textLayerOf } from '../texts.ts';
import { truthOf } from '../values.ts';
import type { Value } from '../values.ts';
import { attribute, computed, each, input, opaque, option, parameterEntry, service } from './parameters.ts';
import type { Rule, TaskClass, TaskView } from './parameters.ts';

/** `ModelId`: the ARN of a foundation model is known as far as its id is. */
const modelId: Rule = (name, view) => {
  const member = view.props.member('model');
  if (member === undefined) return undefined;
  const id = foundationModelId(member.value);
  if (id === undefined) return attribute('model', 'modelArn')(name, view);
  const { place } = member.value;
  const hole = (label: string): Value => ({ kind: 'unknown', why: label, label, isPresent: true, place });
  const layers = [
    addedText('arn:', place).layer,
    textLayerOf(hole('AWS::Partition'), place),
    addedText(':bedrock:', place).layer,
    textLayerOf(hole('AWS::Region'), place),
    addedText('::foundation-model/', place).layer,
    textLayerOf(id, place),
  ];
  return { key: keyNode(name, member.key.place), value: textNode(joinTexts(layers, id.place)) };
};

/** `FoundationModel.fromFoundationModelId(this, 'Id', …)` with `new FoundationModelIdentifier('…')`, or a constant of it. */
function foundationModelId(model: Value): Value | undefined {
  if (model.kind !== 'made' || !/^aws-bedrock\.FoundationModel\.fromFoundationModel(Id)?$/.test(model.path))
    return undefined;
  const id = model.arguments[2];
  const constant = id?.kind === 'library' ? constantText(`${id.path}.modelId`) : undefined;
  if (id !== undefined && constant !== undefined) return addedText(constant, id.place);
  if (id?.kind !== 'made' || id.path !== 'aws-bedrock.FoundationModelIdentifier') return undefined;
  const text = id.arguments[0];
  return text?.kind === 'text' ? text : undefined;
}

/** The feature flag of the application by which an object in S3 is named by the options for it, and not by a path. */
export const S3_URI_FLAG = '@aws-cdk/aws-stepfunctions-tasks:useNewS3UriParametersForBedrockInvokeModelTask';

/** An input or output in S3, of which the flag decides whether a URI or the path of the state names it. */
function storedObject(optionName: 'input' | 'output', uri: string, pathName: string): Rule {
  return (name, view) => {
    const member = view.props.member(optionName);
    const props = new Props(member?.value);
    const flag = view.ev.flag(S3_URI_FLAG, view.callee);
    const path = view.props.member(pathName);
    const at = member?.key.place ?? path?.key.place;
    if (at === undefined) return undefined;
    const unknown = { key: keyNode(name, at), value: unknownAt(at, 'a place in S3', true) };
    if (props.isOpen || props.get('s3Location') !== undefined) return unknown;
    const own = props.member(uri);
    if (flag === undefined) return own === undefined && path === undefined ? undefined : unknown;
    // In version 2 it is on unless it is switched off.
    const named = flag === false ? path : own;
    if (named === undefined) return undefined;
    if (named.value.kind !== 'text') return unknown;
    const entry = parameterEntry('S3Uri', named.key.place, named.value, view);
    const key = keyNode(name, named.key.place);
    return { key, value: objectNode(named.value.place, entry === undefined ? [] : [entry]) };
  };
}

const guardrailIdentifier: Rule = (name, view) => guardrail(name, view, 0);
const guardrailVersion: Rule = (name, view) => guardrail(name, view, 1);

function guardrail(name: string, view: TaskView, index: 0 | 1): Entry | undefined {
  const member = view.props.member('guardrail');
  if (member === undefined) return undefined;
  const { key, value } = member;
  const unknown = { key: keyNode(name, key.place), value: unknownAt(value.place, 'a guardrail') };
  if (value.kind !== 'made') return unknown;
  const isDraft = value.path === 'aws-stepfunctions-tasks.Guardrail.enableDraft';
  if (!isDraft && value.path !== 'aws-stepfunctions-tasks.Guardrail.enable') return unknown;
  if (index === 1 && isDraft) return { key: keyNode(name, key.place), value: addedNode('DRAFT', value.place) };
  const given = value.arguments[index];
  if (given === undefined) return unknown;
  if (given.kind === 'number')
    return { key: keyNode(name, key.place), value: addedNode(String(given.value), given.place) };
  return index === 1 ? unknown : (parameterEntry(name, key.place, given, view) ?? unknown);
}

const trace: Rule = (name, { props }) => {
  const member = props.member('traceEnabled');
  if (member === undefined) return undefined;
  const truth = truthOf(member.value);
  const value =
    truth === undefined
      ? unknownAt(member.value.place, 'whether it traces', true)
      : addedNode(truth ? 'ENABLED' : 'DISABLED', member.value.place);
  return { key: keyNode(name, member.key.place), value };
};

const TAGS = { Key: option('key'), Value: option('value') };

export const AI_TASKS: Readonly<Record<string, TaskClass>> = {
  BedrockInvokeModel: {
    resource: service('bedrock:invokeModel'),
    parameters: {
      ModelId: modelId,
      Accept: option('accept'),
      ContentType: option('contentType'),
      Body: input('body'),
      Input: storedObject('input', 's3InputUri', 'inputPath'),
      Output: storedObject('output', 's3OutputUri', 'outputPath'),
      GuardrailIdentifier: guardrailIdentifier,
      GuardrailVersion: guardrailVersion,
      Trace: trace,
    },
  },
  BedrockCreateModelCustomizationJob: {
    resource: ({ callee }) => unknownAt(callee, 'how the job is started'),
    parameters: {
      BaseModelIdentifier: attribute('baseModel', 'modelArn'),
      ClientRequestToken: option('clientRequestToken'),
      CustomizationType: option('customizationType'),
      CustomModelKmsKeyId: attribute('customModelKmsKey', 'keyArn'),
      CustomModelName: option('customModelName'),
      CustomModelTags: each('customModelTags', TAGS),
      HyperParameters: option('hyperParameters'),
      JobName: option('jobName'),
      JobTags: each('jobTags', TAGS),
      OutputDataConfig: opaque('outputData'),
      RoleArn: computed('a role'),
      TrainingDataConfig: opaque('trainingData'),
      ValidationDataConfig: opaque('validationData'),
      VpcConfig: opaque('vpcConfig'),
    },
  },
  SageMakerCreateEndpoint: {
    resource: service('sagemaker:createEndpoint'),
    parameters: {
      EndpointConfigName: option('endpointConfigName'),
      EndpointName: option('endpointName'),
      Tags: input('tags'),
    },
  },
  SageMakerUpdateEndpoint: {
    resource: service('sagemaker:updateEndpoint'),
    parameters: { EndpointConfigName: option('endpointConfigName'), EndpointName: option('endpointName') },
  },
  SageMakerCreateEndpointConfig: {
    resource: service('sagemaker:createEndpointConfig'),
    parameters: {
      EndpointConfigName: option('endpointConfigName'),
      KmsKeyId: opaque('kmsKey'),
      ProductionVariants: opaque('productionVariants'),
      Tags: input('tags'),
    },
  },
  SageMakerCreateModel: {
    resource: service('sagemaker:createModel'),
    parameters: {
      ExecutionRoleArn: computed('a role'),
      ModelName: option('modelName'),
      PrimaryContainer: opaque('primaryContainer'),
      Containers: opaque('containers'),
      EnableNetworkIsolation: option('enableNetworkIsolation'),
      VpcConfig: opaque('vpc'),
      Tags: input('tags'),
    },
  },
  SageMakerCreateTrainingJob: {
    resource: service('sagemaker:createTrainingJob'),
    parameters: {
      TrainingJobName: option('trainingJobName'),
      RoleArn: computed('a role'),
      AlgorithmSpecification: opaque('algorithmSpecification'),
      EnableNetworkIsolation: option('enableNetworkIsolation'),
      HyperParameters: opaque('hyperparameters'),
      InputDataConfig: opaque('inputDataConfig'),
      OutputDataConfig: opaque('outputDataConfig'),
      ResourceConfig: computed('what the job runs on'),
      StoppingCondition: computed('when the job is stopped'),
      Environment: opaque('environment'),
      Tags: opaque('tags'),
      VpcConfig: opaque('vpcConfig'),
    },
  },
  SageMakerCreateTransformJob: {
    resource: service('sagemaker:createTransformJob'),
    parameters: {
      BatchStrategy: opaque('batchStrategy'),
      Environment: opaque('environment'),
      MaxConcurrentTransforms: option('maxConcurrentTransforms'),
      MaxPayloadInMB: opaque('maxPayload'),
      ModelClientConfig: opaque('modelClientOptions'),
      ModelName: option('modelName'),
      Tags: opaque('tags'),
      TransformInput: opaque('transformInput'),
      TransformJobName: option('transformJobName'),
      TransformOutput: opaque('transformOutput'),
      TransformResources: computed('what the job runs on'),
    },
  },
};
