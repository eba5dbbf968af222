import { Stack, App, Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as bedrock from 'aws-cdk-lib/aws-bedrock';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const SYSTEM_PROMPT = `You are careful.
Answer in \`JSON\` with \${} kept.`;

export class Converse extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const bucket = new s3.Bucket(this, 'Docs', { removalPolicy: RemovalPolicy.RETAIN });
    const ask = new tasks.CallAwsService(this, 'Ask', {
      service: 'bedrockruntime',
      action: 'converse',
      iamAction: 'bedrock:InvokeModel',
      iamResources: [`arn:aws:bedrock:${this.region}:${this.account}:inference-profile/${MODEL}`],
      parameters: {
        ModelId: MODEL,
        System: [{ Text: SYSTEM_PROMPT }],
        Messages: [{ Role: 'user', Content: [{ 'Text.$': '$.question' }] }],
        InferenceConfig: { MaxTokens: 400 + 24, Temperature: 0.2 },
        AdditionalModelRequestFields: { tag: 'a-' + 'b', bucket: bucket.bucketName, where: `s3://${bucket.bucketName}/in` },
      },
      resultSelector: { answer: sfn.JsonPath.stringAt('$.Output.Message.Content[0].Text'), stop: sfn.JsonPath.stringAt('$.StopReason') },
      resultPath: '$.reply',
      taskTimeout: sfn.Timeout.duration(Duration.minutes(3)),
    });
    ask.addRetry({ errors: ['BedrockRuntime.ThrottlingException', 'ThrottlingException'], interval: Duration.seconds(2), maxAttempts: 6, backoffRate: 2, maxDelay: Duration.minutes(1), jitterStrategy: sfn.JitterType.FULL });
    const sum = new tasks.BedrockInvokeModel(this, 'Sum up', {
      model: bedrock.FoundationModel.fromFoundationModelId(this, 'Model', bedrock.FoundationModelIdentifier.ANTHROPIC_CLAUDE_3_HAIKU_20240307_V1_0),
      body: sfn.TaskInput.fromObject({
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 200,
        messages: [{ role: 'user', content: sfn.JsonPath.format('Sum up: {}', sfn.JsonPath.stringAt('$.reply.answer')) }],
      }),
      guardrail: tasks.Guardrail.enable('gr123', 2),
      traceEnabled: true,
      resultSelector: { text: sfn.JsonPath.stringAt('$.Body.content[0].text') },
    });
    const other = new tasks.BedrockInvokeModel(this, 'Other model', {
      model: bedrock.FoundationModel.fromFoundationModelId(this, 'Model2', new bedrock.FoundationModelIdentifier('amazon.nova-lite-v1:0')),
      contentType: 'application/json',
      body: sfn.TaskInput.fromJsonPathAt('$.request'),
      guardrail: tasks.Guardrail.enableDraft('gr123'),
    });
    new sfn.StateMachine(this, 'Answering', {
      definitionBody: sfn.DefinitionBody.fromChainable(ask.next(sum).next(other)),
      logs: { destination: new logs.LogGroup(this, 'Logs'), level: sfn.LogLevel.ALL },
      timeout: Duration.minutes(10),
    });
  }
}
