import { Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';

export class OrderFlow extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const handler = (name: string) =>
      new lambda.Function(this, name, {
        runtime: lambda.Runtime.NODEJS_20_X,
        handler: 'index.handler',
        code: lambda.Code.fromInline('exports.handler = async () => ({});'),
      });

    const load = new tasks.LambdaInvoke(this, 'Load order', {
      lambdaFunction: handler('LoadFn'),
      payload: sfn.TaskInput.fromObject({ orderId: sfn.JsonPath.stringAt('$.orderId'), detailed: true, retries: 3 }),
      resultPath: '$.order',
      resultSelector: { 'body.$': '$.Payload.body', status: sfn.JsonPath.numberAt('$.Payload.statusCode') },
    });
    const check = new sfn.Choice(this, 'Large order?', { comment: 'More than ten items need a person' });
    const done = new sfn.Succeed(this, 'Done');
    const failed = new sfn.Fail(this, 'Rejected', { error: 'OrderRejected', cause: 'The order can\'t be filled' });

    load.addRetry({ errors: ['States.Timeout'], maxAttempts: 2, interval: Duration.seconds(5), backoffRate: 1.5 });
    load.addCatch(failed, { resultPath: '$.error' });

    check.when(
      sfn.Condition.and(
        sfn.Condition.numberGreaterThan('$.order.body.items', 10),
        sfn.Condition.not(sfn.Condition.isPresent('$.order.body.approved')),
      ),
      new sfn.Wait(this, 'Wait for person', { time: sfn.WaitTime.duration(Duration.hours(4)) }).next(load),
    );
    check.when(sfn.Condition.stringEquals('$.order.body.state', 'REJECTED'), failed);
    check.otherwise(done);

    new sfn.StateMachine(this, 'Orders', {
      definition: load.next(check),
      timeout: Duration.days(2),
      tracingEnabled: true,
    });
  }
}
