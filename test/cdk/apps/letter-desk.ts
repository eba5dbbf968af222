import { Stack, Duration, type StackProps } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';

const RETRY: sfn.RetryProps = {
  errors: ['BedrockRuntime.ThrottlingException'],
  interval: Duration.seconds(3),
  maxAttempts: 5,
  backoffRate: 2,
};

// The service in mixed case, options in constants, one handler for many tasks.
export class LetterDesk extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const failed = new sfn.Fail(this, 'Failed', {
      errorPath: '$.error.Error',
      causePath: sfn.JsonPath.format(
        'Letter {}: {}',
        sfn.JsonPath.stringAt('$.id'),
        sfn.JsonPath.stringAt('$.error.Cause'),
      ),
    });
    const models = { draft: 'amazon.nova-micro-v1:0', judge: 'amazon.nova-pro-v1:0' } as const;
    const tasksByName = Object.fromEntries(
      Object.entries(models).map(([name, model]) => [
        name,
        new tasks.CallAwsService(this, `${name[0]!.toUpperCase()}${name.slice(1)}`, {
          service: 'bedrockRuntime',
          action: 'converse',
          iamAction: 'bedrock:InvokeModel',
          iamResources: [`arn:aws:bedrock:${this.region}::foundation-model/${model}`],
          parameters: {
            ModelId: model,
            Messages: [{ Role: 'user', Content: [{ Text: sfn.JsonPath.stringAt('$.letter') }] }],
            InferenceConfig: { MaxTokens: 400, Temperature: 0 },
          },
          resultSelector: { text: sfn.JsonPath.stringAt('$.Output.Message.Content[0].Text') },
          resultPath: `$.${name}`,
        }),
      ]),
    ) as Record<keyof typeof models, tasks.CallAwsService>;
    for (const task of Object.values(tasksByName)) {
      task.addRetry(RETRY);
      task.addCatch(failed, { errors: [sfn.Errors.ALL], resultPath: '$.error' });
    }
    new sfn.StateMachine(this, 'LetterDesk', {
      definitionBody: sfn.DefinitionBody.fromChainable(tasksByName.draft.next(tasksByName.judge)),
      comment: 'drafts and judges',
    });
  }
}
