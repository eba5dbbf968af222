import { App, Duration, Stack } from 'aws-cdk-lib';
import { DefinitionBody, Map, ProvideItems, QueryLanguage, StateMachine, Succeed, Timeout, JitterType } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';

export class Jsonata extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);

    const draft = CallAwsService.jsonata(this, 'Draft', {
      service: 'bedrockruntime',
      action: 'converse',
      iamResources: ['*'],
      parameters: {
        ModelId: 'anthropic.claude-3-haiku-20240307-v1:0',
        Messages: [{ Role: 'user', Content: [{ Text: '{% $states.input.text %}' }] }],
        InferenceConfig: { MaxTokens: 2048 },
      },
      outputs: '{% $states.result.Output.Message.Content[0].Text %}',
      taskTimeout: Timeout.duration(Duration.minutes(5)),
    });
    draft.addRetry({
      errors: ['BedrockRuntime.ThrottlingException'],
      interval: Duration.seconds(2),
      maxAttempts: 5,
      backoffRate: 2,
      maxDelay: Duration.minutes(1),
      jitterStrategy: JitterType.FULL,
    });

    const drafts = Map.jsonata(this, 'Drafts', {
      items: ProvideItems.jsonata('{% $states.input.letters %}'),
      maxConcurrency: 10,
    }).itemProcessor(draft);
    drafts.addRetry({ maxAttempts: 1, interval: Duration.seconds(5) });

    new StateMachine(this, 'Drafting', {
      queryLanguage: QueryLanguage.JSONATA,
      definitionBody: DefinitionBody.fromChainable(drafts.next(Succeed.jsonata(this, 'Sent'))),
    });
  }
}
