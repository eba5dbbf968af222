import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
function steps(scope: Stack, long: boolean | undefined): sfn.IChainable {
  const one = new sfn.Pass(scope, `One ${String(long)}`);
  if (!long) return one;
  return one.next(new sfn.Pass(scope, 'Two'));
}
function unknownSteps(scope: Stack): sfn.IChainable {
  const one = new sfn.Pass(scope, 'U1');
  if (process.env.SHORT) return one;
  const two = new sfn.Pass(scope, 'U2');
  one.next(two);
  return one;
}
export class EarlyReturn extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    new sfn.StateMachine(this, 'Short', { definition: steps(this, false) });
    new sfn.StateMachine(this, 'Long', { definition: steps(this, true) });
    new sfn.StateMachine(this, 'Unknown', { definition: sfn.Chain.start(new sfn.Pass(this, 'U0')).next(unknownSteps(this)) });
    if (process.env.STOP) return;
    const a = new sfn.Pass(this, 'a');
    a.next(new sfn.Pass(this, 'b'));
    new sfn.StateMachine(this, 'AfterDoubt', { definition: a });
  }
}
