import { Stack, Duration, type StackProps } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';

// JSONata throughout, with variables, a loop by a choice, and a map.
export class JsonataLoop extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const begin = sfn.Pass.jsonata(this, 'Begin', {
      assign: { tries: 0, limit: '{% $states.input.limit ? $states.input.limit : 3 %}' },
      outputs: '{% $states.input %}',
    });
    const ask = tasks.CallAwsService.jsonata(this, 'Ask', {
      service: 'bedrockruntime',
      action: 'converse',
      iamAction: 'bedrock:InvokeModel',
      iamResources: ['*'],
      parameters: { ModelId: 'amazon.nova-lite-v1:0', Messages: '{% $states.input.messages %}' },
      assign: { tries: '{% $tries + 1 %}' },
      outputs: {
        answer: '{% $states.result.Output.Message.Content[0].Text %}',
        messages: '{% $states.input.messages %}',
      },
      taskTimeout: sfn.Timeout.duration(Duration.minutes(2)),
    });
    const each = sfn.Map.jsonata(this, 'Each', {
      items: sfn.ProvideItems.jsonata('{% $states.input.parts %}'),
      maxConcurrency: 4,
      itemSelector: { part: '{% $states.context.Map.Item.Value %}' },
    });
    each.itemProcessor(
      sfn.Pass.jsonata(this, 'Shorten', { outputs: { short: '{% $substring($states.input.part, 0, 80) %}' } }),
    );
    const done = sfn.Succeed.jsonata(this, 'Done', { outputs: { answer: '{% $states.input.answer %}' } });
    const decide = sfn.Choice.jsonata(this, 'Good?', { comment: 'or tried often' })
      .when(sfn.Condition.jsonata('{% $length($states.input.answer) > 10 or $tries >= $limit %}'), each.next(done))
      .otherwise(sfn.Wait.jsonata(this, 'Breathe', { time: sfn.WaitTime.seconds('{% $tries * 2 %}') }).next(ask));
    begin.next(ask).next(decide);
    new sfn.StateMachine(this, 'Loop', {
      definitionBody: sfn.DefinitionBody.fromChainable(begin),
      queryLanguage: sfn.QueryLanguage.JSONATA,
      timeout: Duration.hours(1),
    });
  }
}
