import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as nodejs from 'aws-cdk-lib/aws-lambda';
interface Agent { name: string; prompt: string; temperature?: number }
const AGENTS: Agent[] = [{ name: 'Planner', prompt: 'Plan.' }, { name: 'Critic', prompt: 'Criticise.', temperature: 0.9 }];
export class Rag extends Stack {
  private readonly modelId = this.node.tryGetContext('model') ?? 'anthropic.claude-3-haiku-20240307-v1:0';
  constructor(scope: App, id: string) {
    super(scope, id);
    const embed = new nodejs.Function(this, 'Embed', { runtime: lambda.Runtime.PYTHON_3_12, handler: 'a.b', code: lambda.Code.fromInline('x') });
    const retrieve = new tasks.CallAwsService(this, 'Retrieve', { service: 'bedrockagentruntime', action: 'retrieve', iamAction: 'bedrock:Retrieve', iamResources: ['*'], parameters: { KnowledgeBaseId: 'KB12345678', RetrievalQuery: { Text: sfn.JsonPath.stringAt('$.question') } }, resultPath: '$.found' });
    const agents = new sfn.Parallel(this, 'Agents', { resultPath: '$.agents' });
    AGENTS.forEach((agent, i) => agents.branch(this.agent(agent, i)));
    const vectors = new tasks.CallAwsService(this, 'Query', { service: 's3vectors', action: 'queryVectors', iamResources: ['*'], parameters: { IndexArn: `arn:aws:s3vectors:${this.region}:${this.account}:bucket/b/index/i`, TopK: 5, QueryVector: { Float32: sfn.JsonPath.listAt('$.vector') } }, resultPath: '$.near' });
    const work = new tasks.LambdaInvoke(this, 'Embedding', { lambdaFunction: embed, payloadResponseOnly: true, resultPath: '$.vector' });
    const check = new sfn.Choice(this, 'Good enough?').when(sfn.Condition.numberGreaterThanEquals('$.agents[1].score', 0.8), new sfn.Succeed(this, 'Answered')).otherwise(agents);
    new sfn.StateMachine(this, 'RagFlow', { definition: work.next(vectors).next(retrieve).next(agents).next(check), tracingEnabled: true });
  }
  private agent({ name, prompt, temperature = 0.1 }: Agent, index: number): sfn.IChainable {
    return new tasks.CallAwsService(this, `${name} agent`, {
      service: 'bedrockruntime', action: 'converse', iamAction: 'bedrock:InvokeModel', iamResources: ['*'],
      parameters: { ModelId: this.modelId, System: [{ Text: prompt }], Messages: [{ Role: 'user', Content: [{ Text: sfn.JsonPath.format(`${index}: {}`, sfn.JsonPath.stringAt('$.question')) }] }], InferenceConfig: { Temperature: temperature, MaxTokens: 512 } },
      outputPath: '$.Output.Message',
    }).addRetry({ errors: ['BedrockRuntime.ThrottlingException'], maxAttempts: 5, backoffRate: 2, jitterStrategy: sfn.JitterType.FULL });
  }
}
