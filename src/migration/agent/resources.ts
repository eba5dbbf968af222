/**
 * An agent as the resource `AWS::BedrockAgentCore::Harness` with its role, in CloudFormation. What the source does not say in
 * plain text becomes a parameter of the template. Sources: CloudFormation template reference, AWS::BedrockAgentCore::Harness;
 * AgentCore developer guide, Security of a harness.
 */
import { PROPOSED_HARNESS } from '../../aws/agent-libraries.ts';
import { PROFILE_PREFIX } from '../../aws/models.ts';
import type { AgentFacts, Expr, Json } from '../../handlers/ir.ts';
import type { Names, SortedTools } from './proposal.ts';

export interface HarnessResources {
  readonly parameters: Readonly<Record<string, Json>>;
  readonly resources: Readonly<Record<string, Json>>;
  readonly notes: readonly string[];
}

export interface ResourceContext {
  readonly names: Names;
  /** An environment variable as a text of the template. */
  readonly deployed: (variable: string) => Json | undefined;
}

export function harnessResources(agent: AgentFacts, tools: SortedTools, context: ResourceContext): HarnessResources {
  const { names } = context;
  const modelId = textOf(agent.model);
  const given = agent.model?.kind === 'deployed' ? context.deployed(agent.model.variable) : undefined;
  const prompt = textOf(agent.systemPrompt);
  const parameters: Record<string, Json> = {};
  const notes: string[] = [];
  if (modelId === undefined && given === undefined)
    parameters[names.modelId] = described('Id of the model or inference profile of the agent.');
  const needsGateway = tools.own.length > 0;
  if (needsGateway)
    parameters[names.gatewayArn] = described('ARN of the AgentCore Gateway that offers the tools of the agent.');
  if (agent.systemPrompt !== undefined && prompt === undefined)
    notes.push('The system prompt is put together at run time: write what is fixed of it into SystemPrompt.');
  const properties: Readonly<Record<string, Json | undefined>> = {
    HarnessName: names.harness,
    ExecutionRoleArn: { 'Fn::GetAtt': [names.role, 'Arn'] },
    Model: { BedrockModelConfig: { ModelId: modelId ?? given ?? { Ref: names.modelId } } },
    SystemPrompt: prompt === undefined || prompt === '' ? undefined : [{ Text: prompt }],
    Tools: toolList(tools, names),
    MaxIterations: PROPOSED_HARNESS.rounds,
  };
  const resources: Record<string, Json> = {
    [names.role]: roleOf(modelArns(modelId ?? textIn(given) ?? `\${${names.modelId}}`), names, needsGateway),
    [names.harness]: { Type: 'AWS::BedrockAgentCore::Harness', Properties: withoutGaps(properties) },
  };
  return { parameters, resources, notes };
}

function described(description: string): Json {
  return { Type: 'String', Description: description };
}

function textOf(expr: Expr | undefined): string | undefined {
  return expr?.kind === 'literal' && typeof expr.value === 'string' ? expr.value : undefined;
}

function withoutGaps(members: Readonly<Record<string, Json | undefined>>): Json {
  const entries = Object.entries(members);
  return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

function toolList({ hosted, own }: SortedTools, { gatewayArn }: Names): Json | undefined {
  const tools: Json[] = hosted.map((type) => ({ Type: type, Name: type }));
  if (own.length > 0)
    tools.push({
      Type: 'agentcore_gateway',
      Name: 'own_tools',
      Config: { AgentCoreGateway: { GatewayArn: { Ref: gatewayArn } } },
    });
  return tools.length === 0 ? undefined : tools;
}

const ACCOUNT = '${AWS::Region}:${AWS::AccountId}';

/** What the agent itself may do; the role of the machine gets none of it. */
function roleOf(models: Json, names: Names, needsGateway: boolean): Json {
  const statements: Json[] = [
    {
      Effect: 'Allow',
      Action: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
      Resource: models,
    },
  ];
  if (needsGateway)
    statements.push({
      Effect: 'Allow',
      Action: 'bedrock-agentcore:InvokeGateway',
      Resource: { Ref: names.gatewayArn },
    });
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'bedrock-agentcore.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      },
      Policies: [{ PolicyName: 'Agent', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
    },
  };
}

/** An inference profile needs the profile and its model; an id that is known later may be either. */
function modelArns(id: string): Json {
  if (id.startsWith('arn:')) return [id];
  const model = { 'Fn::Sub': `arn:\${AWS::Partition}:bedrock:*::foundation-model/${id.replace(PROFILE_PREFIX, '')}` };
  const isModel = !id.includes('${') && !PROFILE_PREFIX.test(id);
  return isModel
    ? [model]
    : [model, { 'Fn::Sub': `arn:\${AWS::Partition}:bedrock:${ACCOUNT}:inference-profile/${id}` }];
}

function textIn(given: Json | undefined): string | undefined {
  return (given as { readonly 'Fn::Sub': string } | undefined)?.['Fn::Sub'];
}
