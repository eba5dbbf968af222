import * as path from 'path';
import { Duration, Stack, StackProps, Stage, StageProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import * as bedrock from 'aws-cdk-lib/aws-bedrock';

interface DeskProps extends StackProps {
  readonly prefix: string;
}

class Desk extends Stack {
  constructor(scope: Construct, id: string, props: DeskProps) {
    super(scope, id, props);
    const fn = new lambda.Function(this, 'Summarise', {
      functionName: `${props.prefix}-summarise`,
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.lambda_handler',
      code: lambda.Code.fromAsset(path.join(__dirname, '..', 'fn')),
      timeout: Duration.seconds(30),
    });
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['*'] }));
    const task = tasks.BedrockInvokeModel.jsonata(this, 'Summarise letter', {
      model: bedrock.FoundationModel.fromFoundationModelId(this, 'Model', new bedrock.FoundationModelIdentifier('anthropic.claude-3-haiku-20240307-v1:0')),
      body: sfn.TaskInput.fromObject({
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 300,
        messages: [
          {
            role: 'user',
            content: '{% $type($states.input) = "object" and ($type($exists($states.input.text) ? $states.input.text : "") = "string") ? ("Summarise this ticket in two sentences:\\n\\n" & ($exists($states.input.text) ? $states.input.text : "")) : $error("input must be an object; input.text must be a text") %}',
          },
        ],
      }),
      taskTimeout: sfn.Timeout.duration(Duration.seconds(30)),
      outputs: { summary: '{% $states.result.Body.content[0].text %}' },
    });
    task.addRetry({
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
    task.addRetry({
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
    new sfn.StateMachine(this, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(task) });
  }
}

export class DeskStage extends Stage {
  constructor(scope: Construct, id: string, props?: StageProps) {
    super(scope, id, props);
    new Desk(this, 'Desk', { prefix: id.toLowerCase() });
  }
}
