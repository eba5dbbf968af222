import * as path from 'path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import * as bedrock from 'aws-cdk-lib/aws-bedrock';

const HANDLERS = path.join(__dirname, 'handlers');

export class BriefStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    this.modelFunction('SummaryFunction', 'summary');
    this.modelFunction('TopicsFunction', 'topics');

    const summarise = tasks.BedrockInvokeModel.jsonata(this, 'Summarise', {
      model: bedrock.FoundationModel.fromFoundationModelId(this, 'Model', new bedrock.FoundationModelIdentifier('anthropic.claude-3-haiku-20240307-v1:0')),
      body: sfn.TaskInput.fromObject({
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 200,
        messages: [
          {
            role: 'user',
            content: '{% $type($states.input) = "object" and $type($states.input.document) = "string" and $states.input.document != "" ? ("Summarise: " & $states.input.document) : $error("input must be an object; input.document must be a text; ValueError") %}',
          },
        ],
      }),
      taskTimeout: sfn.Timeout.duration(Duration.seconds(50)),
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
    const findTopics = tasks.BedrockInvokeModel.jsonata(this, 'Find topics', {
      comment: 'Three at most',
      model: bedrock.FoundationModel.fromFoundationModelId(this, 'Model', new bedrock.FoundationModelIdentifier('anthropic.claude-3-haiku-20240307-v1:0')),
      body: sfn.TaskInput.fromObject({
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 60,
        messages: [
          {
            role: 'user',
            content: [
              {
                type: 'text',
                text: '{% $type($states.input) = "object" and $type($states.input.document) = "string" ? ("Name three topics of this document.\\n\\n" & $states.input.document) : $error("input must be an object; input.document must be a text") %}',
              },
            ],
          },
        ],
      }),
      taskTimeout: sfn.Timeout.duration(Duration.seconds(50)),
      outputs: {
        topics: '{% $replace($states.result.Body.content[0].text, /^[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+|[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+$/, "") %}',
      },
    });
    findTopics.addRetry({
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
    findTopics.addRetry({
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

    const both = new sfn.Parallel(this, 'Read the document', { resultPath: '$.brief' });
    both.branch(summarise);
    both.branch(findTopics);

    const store = new sfn.Pass(this, 'Keep');
    new sfn.StateMachine(this, 'Briefs', {
      definitionBody: sfn.DefinitionBody.fromChainable(both.next(store)),
      tracingEnabled: true,
    });
  }

  private modelFunction(id: string, folder: string): lambda.Function {
    const fn = new lambda.Function(this, id, {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(path.join(HANDLERS, folder)),
      timeout: Duration.seconds(50),
    });
    fn.addToRolePolicy(
      new PolicyStatement({ effect: Effect.ALLOW, actions: ['bedrock:*'], resources: ['*'] }),
    );
    return fn;
  }
}

export const app = new App();
new BriefStack(app, 'Briefs');
