import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
export class LateChanges extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const a = new sfn.Pass(this, 'A');
    new sfn.StateMachine(this, 'Early', { definition: a });
    const b = new sfn.Pass(this, 'B');
    const c = new sfn.Pass(this, 'C');
    const d = new sfn.Choice(this, 'D');
    c.next(d);
    d.when(sfn.Condition.isPresent('$.x'), b);
    b.next(c);
    d.otherwise(new sfn.Succeed(this, 'E'));
    new sfn.StateMachine(this, 'Cycle', { definition: c });
  }
}
