import { App, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Code, Function as Fn, Runtime, Architecture } from 'aws-cdk-lib/aws-lambda';
import { QueryLanguage, DefinitionBody, StateMachine, Pass, Timeout, TaskInput, JitterType } from 'aws-cdk-lib/aws-stepfunctions';
import * as t from 'aws-cdk-lib/aws-stepfunctions-tasks';
import * as bedrock from 'aws-cdk-lib/aws-bedrock';

export const app = new App();

export class Awkward extends Stack {
  constructor() {
    super(app, 'Awkward');
    const quote = new Fn(this, 'Quote', {
      architecture: Architecture.ARM_64,
      code: Code.fromAsset('code'),
      handler: 'quote.handler',
      runtime: Runtime.PYTHON_3_13,
      timeout: Duration.seconds(30),
    });
    quote.addToRolePolicy(iam.PolicyStatement.fromJson({ Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: '*' }));
    const first = new Pass(this, `Don't "start"`);
    const step = t.BedrockInvokeModel.jsonata(this, `It's "quoted"`, {
      model: bedrock.FoundationModel.fromFoundationModelId(this, 'Model', new bedrock.FoundationModelIdentifier('anthropic.claude-3-haiku-20240307-v1:0')),
      body: TaskInput.fromObject({
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 100,
        system: '{% $type($states.input) = "object" and $type($states.input.text) = "string" ? ("\\u007b% not an expression %\\u007d") : $error("input must be an object; input.text must be a text") %}',
        messages: [
          {
            role: 'user',
            content: '{% "It\'s \\"quoted\\" \\\\ and \\u0024{Braces} \\u007b% code %\\u007d é \\t" & $states.input.text & "%\\u007d" %}',
          },
        ],
      }),
      taskTimeout: Timeout.duration(Duration.seconds(30)),
      outputs: {
        text: '{% $states.result.Body.content[0].text %}',
        note: '{% "\\u007b% neither %\\u007d" %}',
      },
    });
    step.addRetry({
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
    step.addRetry({
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
      jitterStrategy: JitterType.FULL,
    });
    new StateMachine(this, 'Machine', {
      definitionBody: DefinitionBody.fromChainable(first.next(step)),
      queryLanguage: QueryLanguage.JSON_PATH,
    });
  }
}

new Awkward();
