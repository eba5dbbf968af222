/** Resources of a program as far as a machine refers to them: their type; of functions also what they are made with. */
import { stringNode } from '../../tree/node.ts';
import type { Reference, Resource } from '../../tree/node.ts';
import { knownText } from './values.ts';
import type { MadeValue, UnknownValue } from './values.ts';

const TYPES: Readonly<Record<string, string>> = {
  'aws-lambda.Function': 'AWS::Lambda::Function',
  'aws-lambda.DockerImageFunction': 'AWS::Lambda::Function',
  'aws-lambda.CfnFunction': 'AWS::Lambda::Function',
  'aws-lambda-nodejs.NodejsFunction': 'AWS::Lambda::Function',
  'aws-lambda-python.PythonFunction': 'AWS::Lambda::Function',
  'aws-lambda-go.GoFunction': 'AWS::Lambda::Function',
  'aws-stepfunctions.StateMachine': 'AWS::StepFunctions::StateMachine',
  'aws-stepfunctions.Activity': 'AWS::StepFunctions::Activity',
  'aws-sns.Topic': 'AWS::SNS::Topic',
  'aws-sqs.Queue': 'AWS::SQS::Queue',
  'aws-dynamodb.Table': 'AWS::DynamoDB::Table',
};

const ATTRIBUTES: Readonly<Record<string, string | undefined>> = {
  functionArn: 'Arn',
  tableArn: 'Arn',
  queueArn: 'Arn',
};

const known = new WeakMap<MadeValue, Resource>();

/** A resource of which more is known than what it is called. */
export function declareResource(owner: MadeValue, resource: Resource): void {
  known.set(owner, resource);
}

/** What an attribute of a resource is a reference to. */
export function referenceOf({ owner, attribute }: UnknownValue): Reference | undefined {
  if (owner === undefined || !owner.isNew) return undefined;
  const resource = resourceOf(owner);
  return resource === undefined
    ? undefined
    : { resource, attribute: attribute === undefined ? undefined : ATTRIBUTES[attribute] };
}

function resourceOf(owner: MadeValue): Resource | undefined {
  const before = known.get(owner);
  if (before !== undefined) return before;
  const type = TYPES[owner.path];
  const [, id] = owner.arguments;
  const logicalId = knownText(id);
  if (type === undefined || logicalId === undefined || id?.kind !== 'text') return undefined;
  const key = stringNode(id.place, logicalId, { kind: 'layer', layer: id.layer });
  const resource: Resource = { logicalId, type, key, properties: undefined, isOpen: true };
  known.set(owner, resource);
  return resource;
}
