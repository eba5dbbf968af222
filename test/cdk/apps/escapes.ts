import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
export class Escapes extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const harden = [(state: sfn.Parallel) => state.addRetry({ maxAttempts: 9 })];
    const pick = harden[Number(process.env.WHICH ?? 0)];
    const changed = new sfn.Parallel(this, 'Changed', { comment: 'kept' }).branch(new sfn.Pass(this, 'In it'));
    pick(changed);
    const safe = new sfn.Pass(this, 'Safe');
    console.log(safe.id);
    const bag: { states: sfn.Pass[]; params: Record<string, unknown> } = { states: [], params: { a: 1 } };
    if (process.env.NEVER) bag.states.push(new sfn.Pass(this, 'Never'));
    if (!process.env.NEVER) bag.params.b = 2;
    const last = new sfn.Pass(this, 'Last', { parameters: bag.params });
    if (!process.env.NEVER) safe.next(last);
    new sfn.StateMachine(this, 'Escaping', { definition: changed.next(safe) });
    let state: sfn.Pass | sfn.Wait = new sfn.Pass(this, 'Either');
    const start = state;
    if (process.env.NEVER) state = new sfn.Wait(this, 'Or', { time: sfn.WaitTime.duration(Duration.seconds(1)) });
    state.next(new sfn.Pass(this, 'After either'));
    new sfn.StateMachine(this, 'Choosing', { definition: start });
  }
}
