import { App, CfnParameter, Duration, Stack, StackProps, Aws } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import * as path from 'path';

export class TriageStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const modelId = new CfnParameter(this, 'ModelId', { default: 'amazon.nova-pro-v1:0' });

    const triageFn = new lambda.Function(this, 'TriageFn', {
      runtime: lambda.Runtime.PYTHON_3_12,
      code: lambda.Code.fromAsset(path.join(__dirname, 'handlers')),
      handler: 'triage.lambda_handler',
      timeout: Duration.seconds(30),
      environment: {
        MODEL_ID: modelId.valueAsString,
        POWERTOOLS_SERVICE_NAME: 'triage',
      },
    });

    triageFn.addToRolePolicy(
      new iam.PolicyStatement({
        sid: 'CallModels',
        actions: ['bedrock:InvokeModel'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] } },
      }),
    );

    const triage = new sfn.CustomState(this, 'Triage', {
      stateJson: {
        Type: 'Task',
        QueryLanguage: 'JSONata',
        TimeoutSeconds: 30,
        Resource: `arn:${Aws.PARTITION}:states:::aws-sdk:bedrockruntime:converse`,
        Arguments: {
          ModelId: modelId.valueAsString,
          System: [{ Text: 'Answer with urgent or usual and nothing else.' }],
          Messages: [
            {
              Role: 'user',
              Content: [
                {
                  Text: '{% $type($states.input) = "object" and $type($states.input.ticket) = "object" and $type($states.input.ticket.subject) = "string" ? ($states.input.ticket.subject) : $error("input must be an object; input.ticket must be an object; input.ticket.subject must be a text") %}',
                },
              ],
            },
          ],
          InferenceConfig: { MaxTokens: 5, Temperature: 0 },
        },
        Output: '{% $merge([$states.input, {"triage": {"answer": ($exists($states.result.Output.Message.Content[0].Text) ? $states.result.Output.Message.Content[0].Text : $error("reply.output.message.content[0].text is missing"))}}]) %}',
      },
    });
    triage.addRetry({
      errors: [
        'Lambda.ClientExecutionTimeoutException',
        'Lambda.ServiceException',
        'Lambda.AWSLambdaException',
        'Lambda.SdkClientException',
        'BedrockRuntime.InternalServerException',
        'Bedrock.InternalServerException',
        'BedrockRuntime.ServiceUnavailableException',
        'Bedrock.ServiceUnavailableException',
        'BedrockRuntime.ModelNotReadyException',
        'Bedrock.ModelNotReadyException',
        'BedrockRuntime.SdkClientException',
        'Bedrock.SdkClientException',
      ],
      interval: Duration.seconds(2),
      maxAttempts: 6,
      backoffRate: 2,
    });
    triage.addRetry({
      errors: [
        'BedrockRuntime.ThrottlingException',
        'Bedrock.ThrottlingException',
        'BedrockRuntime.InternalServerException',
        'Bedrock.InternalServerException',
        'BedrockRuntime.ServiceUnavailableException',
        'Bedrock.ServiceUnavailableException',
        'BedrockRuntime.ModelNotReadyException',
        'Bedrock.ModelNotReadyException',
      ],
      interval: Duration.seconds(1),
      maxAttempts: 4,
      backoffRate: 2,
      jitterStrategy: sfn.JitterType.FULL,
    });

    const urgent = new sfn.Pass(this, 'Page somebody');
    const usual = new sfn.Pass(this, 'Put into the queue');

    const definition = triage.next(
      new sfn.Choice(this, 'Urgent?')
        .when(sfn.Condition.stringEquals('$.triage.answer', 'urgent'), urgent)
        .otherwise(usual),
    );

    new sfn.StateMachine(this, 'TriageMachine', {
      definitionBody: sfn.DefinitionBody.fromChainable(definition),
      timeout: Duration.minutes(2),
    }).addToRolePolicy(new iam.PolicyStatement({
      actions: ['bedrock:InvokeModel'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] } },
    }));
  }
}

export const app = new App();
new TriageStack(app, 'Triage');
