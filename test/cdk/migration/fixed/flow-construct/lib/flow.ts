import { IFunction } from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { Duration } from 'aws-cdk-lib';
import * as bedrock from 'aws-cdk-lib/aws-bedrock';

export interface FlowProps {
  readonly summariser: IFunction;
}

export class Flow extends Construct {
  public readonly machine: sfn.StateMachine;

  constructor(scope: Construct, id: string, props: FlowProps) {
    super(scope, id);
    const summarise = tasks.BedrockInvokeModel.jsonata(this, 'Summarise', {
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
      taskTimeout: sfn.Timeout.duration(Duration.seconds(40)),
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
    const wait = new sfn.Wait(this, 'Breathe', { time: sfn.WaitTime.secondsPath('$.seconds') });
    this.machine = new sfn.StateMachine(this, 'Machine', {
      definitionBody: sfn.DefinitionBody.fromChainable(wait.next(summarise)),
    });
  }
}
