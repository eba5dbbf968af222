import { App, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';

const SHARED = { parameters: { 'item.$': '$$.Map.Item.Value' }, maxConcurrency: 3 };
const at = sfn.WaitTime.timestamp('$.startsAt');

export class OlderElsewhere extends Stack {
  readonly starts: sfn.WaitTime = at;
  constructor(scope: App, id: string) {
    super(scope, id);
    const made = new sfn.Map(this, 'Made', SHARED).itemProcessor(new sfn.Pass(this, 'First'));
    const wait = new sfn.Wait(this, 'Wait', { time: at });
    new sfn.StateMachine(this, 'OlderElsewhereFlow', {
      definitionBody: sfn.DefinitionBody.fromChainable(made.next(wait)),
    });
  }
}
