import * as cdk from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { join } from 'path';

export class ClaimsStack extends cdk.Stack {
  constructor(scope: cdk.App, id: string, props: cdk.StackProps = {}) {
    super(scope, id, props);

    const extractFunction = new lambda.Function(this, 'ExtractFunction', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'main.handler',
      code: lambda.Code.fromAsset(join(__dirname, 'functions', 'extract')),
      timeout: cdk.Duration.minutes(1),
    });
    extractFunction.role?.addToPrincipalPolicy(
      new iam.PolicyStatement({
        effect: iam.Effect.ALLOW,
        actions: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
        resources: ['arn:aws:bedrock:*::foundation-model/anthropic.*'],
      }),
    );

    const failed = new sfn.Fail(this, 'Extraction failed', { error: 'ExtractionFailed' });
    const manual = new sfn.Pass(this, 'Manual work', { result: sfn.Result.fromObject({ queue: 'manual' }) });

    const chain = new sfn.Pass(this, 'Normalise', { parameters: { 'text.$': '$.claim.body' } })
      .next(
        tasks.BedrockInvokeModel.jsonata(this, 'Extract fields', {
          model: cdk.aws_bedrock.FoundationModel.fromFoundationModelId(this, 'Model', new cdk.aws_bedrock.FoundationModelIdentifier('anthropic.claude-3-haiku-20240307-v1:0')),
          body: sfn.TaskInput.fromObject({
            anthropic_version: 'bedrock-2023-05-31',
            max_tokens: 512,
            temperature: 0,
            messages: [
              {
                role: 'user',
                content: [
                  {
                    type: 'text',
                    text: '{% $type($states.input.text) = "string" ? ("Extract policy number and amount from the claim below, as JSON.\\n\\n<claim>" & $states.input.text & "</claim>") : $error("input.text must be a text") %}',
                  },
                ],
              },
            ],
          }),
          accept: 'application/json',
          contentType: 'application/json',
          taskTimeout: sfn.Timeout.duration(cdk.Duration.minutes(1)),
          outputs: {
            fields: '{% $states.result.Body.content[0].text %}',
            claim: '{% $states.input.text %}',
          },
        })
          .addRetry({
            errors: [
              'Lambda.TooManyRequestsException',
              'ThrottlingException',
              'Bedrock.ThrottlingException',
              'BedrockRuntime.ThrottlingException',
            ],
            interval: cdk.Duration.seconds(3),
            maxAttempts: 4,
            backoffRate: 2,
            jitterStrategy: sfn.JitterType.FULL,
          })
          .addCatch(manual, {
            errors: [
              'ValidationException',
              'Bedrock.ValidationException',
              'BedrockRuntime.ValidationException',
            ],
            outputs: '{% $merge([$states.input, {"error": $states.errorOutput}]) %}',
          })
          .addCatch(failed, { outputs: '{% $states.errorOutput %}' }),
      )
      .next(new sfn.Succeed(this, 'Extracted'));

    new sfn.StateMachine(this, 'Claims', { definition: chain, stateMachineType: sfn.StateMachineType.EXPRESS });
  }
}

const app = new cdk.App();
new ClaimsStack(app, 'Claims');
export { app };
