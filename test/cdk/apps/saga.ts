import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import * as lambda from 'aws-cdk-lib/aws-lambda';
type Step = { readonly id: string; readonly undo?: string };
export class Saga extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const fn = new lambda.Function(this, 'Fn', { runtime: lambda.Runtime.PYTHON_3_12, handler: 'a.b', code: lambda.Code.fromInline('x') });
    const call = (name: string) => new tasks.LambdaInvoke(this, name, { lambdaFunction: fn, payload: sfn.TaskInput.fromObject({ step: name, 'state.$': '$' }), resultPath: `$.${name.replace(/ /g, '')}` });
    const failed = new sfn.Fail(this, 'Saga failed', { causePath: sfn.JsonPath.format('failed at {}', sfn.JsonPath.stringAt('$.at')) });
    const steps: Step[] = [{ id: 'Book flight', undo: 'Cancel flight' }, { id: 'Book hotel', undo: 'Cancel hotel' }, { id: 'Pay' }];
    let compensation: sfn.IChainable = failed;
    const made: tasks.LambdaInvoke[] = [];
    for (const step of steps) {
      const state = call(step.id);
      state.addCatch(compensation, { errors: ['States.ALL'], resultPath: '$.error' });
      if (step.undo) compensation = call(step.undo).addRetry({ maxAttempts: 10 }).next(compensation);
      made.push(state);
    }
    new sfn.StateMachine(this, 'SagaMachine', { definition: made.reduce<sfn.Chain | undefined>((chain, state) => (chain ? chain.next(state) : sfn.Chain.start(state)), undefined)!.next(new sfn.Succeed(this, 'Booked')) });
  }
}
