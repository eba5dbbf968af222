import { App, Duration, Stack } from 'aws-cdk-lib';
import { DefinitionBody, Map, ProvideItems, QueryLanguage, StateMachine, Succeed } from 'aws-cdk-lib/aws-stepfunctions';
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
      },
      outputs: '{% $states.result.Output.Message.Content[0].Text %}',
    });

    const drafts = Map.jsonata(this, 'Drafts', {
      items: ProvideItems.jsonata('{% $states.input.letters %}'),
    }).itemProcessor(draft);
    drafts.addRetry({ maxAttempts: 1, interval: Duration.seconds(5) });

    new StateMachine(this, 'Drafting', {
      queryLanguage: QueryLanguage.JSONATA,
      definitionBody: DefinitionBody.fromChainable(drafts.next(Succeed.jsonata(this, 'Sent'))),
    });
  }
}
