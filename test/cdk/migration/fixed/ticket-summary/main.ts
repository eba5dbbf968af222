import * as path from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import * as bedrock from 'aws-cdk-lib/aws-bedrock';

export class TicketSummary extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const summariseFn = new lambda.Function(this, 'SummariseFn', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.lambda_handler',
      code: lambda.Code.fromAsset(path.join(__dirname, 'handlers/summarise')),
      timeout: Duration.seconds(45),
    });
    summariseFn.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['bedrock:InvokeModel'],
        resources: [
          `arn:aws:bedrock:${this.region}::foundation-model/anthropic.claude-3-haiku-20240307-v1:0`,
        ],
      }),
    );

    const load = new sfn.Pass(this, 'Load ticket', { parameters: { 'text.$': '$.detail.text' } });
    const summarise = tasks.BedrockInvokeModel.jsonata(this, 'Summarise ticket', {
      model: bedrock.FoundationModel.fromFoundationModelId(this, 'Model', new bedrock.FoundationModelIdentifier('anthropic.claude-3-haiku-20240307-v1:0')),
      body: sfn.TaskInput.fromObject({
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 300,
        messages: [
          {
            role: 'user',
            content: '{% ($type($exists($states.input.text) ? $states.input.text : "") = "string") ? ("Summarise this ticket in two sentences:\\n\\n" & ($exists($states.input.text) ? $states.input.text : "")) : $error("input.text must be a text") %}',
          },
        ],
      }),
      taskTimeout: sfn.Timeout.duration(Duration.seconds(45)),
      outputs: { summary: '{% $states.result.Body.content[0].text %}' },
    });
    summarise.addRetry({
      errors: [
        'Lambda.ClientExecutionTimeoutException',
        'Lambda.ServiceException',
        'Lambda.AWSLambdaException',
        'Lambda.SdkClientException',
        'Bedrock.InternalServerException',
        'BedrockRuntime.InternalServerException',
        'Bedrock.ServiceUnavailableException',
        'BedrockRuntime.ServiceUnavailableException',
        'Bedrock.ModelNotReadyException',
        'BedrockRuntime.ModelNotReadyException',
        'Bedrock.SdkClientException',
        'BedrockRuntime.SdkClientException',
      ],
      interval: Duration.seconds(2),
      maxAttempts: 6,
      backoffRate: 2,
    });
    summarise.addRetry({
      errors: [
        'Bedrock.ThrottlingException',
        'BedrockRuntime.ThrottlingException',
        'Bedrock.InternalServerException',
        'BedrockRuntime.InternalServerException',
        'Bedrock.ServiceUnavailableException',
        'BedrockRuntime.ServiceUnavailableException',
        'Bedrock.ModelNotReadyException',
        'BedrockRuntime.ModelNotReadyException',
      ],
      interval: Duration.seconds(1),
      maxAttempts: 4,
      backoffRate: 2,
      jitterStrategy: sfn.JitterType.FULL,
    });

    new sfn.StateMachine(this, 'TicketFlow', {
      definitionBody: sfn.DefinitionBody.fromChainable(load.next(summarise)),
      timeout: Duration.minutes(5),
    });
  }
}

export const app = new App();
new TicketSummary(app, 'TicketSummary');
