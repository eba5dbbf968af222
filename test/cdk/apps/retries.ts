import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import * as lambda from 'aws-cdk-lib/aws-lambda';
const standard: sfn.RetryProps = { errors: ['States.Timeout'], interval: Duration.millis(3000), maxAttempts: 0 };
const everything = { maxAttempts: 2, ...standard, errors: [sfn.Errors.ALL] };
export class Retries extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const fn = lambda.Function.fromFunctionArn(this, 'Fn', 'arn:aws:lambda:eu-west-1:123456789012:function:work');
    const fail = new sfn.Fail(this, 'No');
    const invoke = (name: string, props: Partial<tasks.LambdaInvokeProps> = {}) => new tasks.LambdaInvoke(this, name, { lambdaFunction: fn, ...props });
    const first = invoke('First').addRetry(everything).addRetry(standard).addCatch(fail).addCatch(new sfn.Pass(this, 'Task failed'), { errors: [sfn.Errors.TASKS_FAILED, 'Custom'], resultPath: sfn.JsonPath.DISCARD });
    const second = invoke('Second', { retryOnServiceExceptions: false, timeout: Duration.parse('PT1M30S'), heartbeat: Duration.seconds(10) });
    const third = invoke('Third', { payloadResponseOnly: true, payload: sfn.TaskInput.fromObject({ a: sfn.JsonPath.stringAt('$.a') }) });
    const fourth = invoke('Fourth', { payloadResponseOnly: true });
    const fifth = invoke('Fifth', { integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN, payload: sfn.TaskInput.fromObject({ token: sfn.JsonPath.taskToken }), invocationType: tasks.LambdaInvocationType.EVENT, qualifier: 'live', taskTimeout: sfn.Timeout.at('$.timeout') });
    const sixth = invoke('Sixth', { payload: sfn.TaskInput.fromJsonPathAt('$.in'), credentials: { role: sfn.TaskRole.fromRoleArnJsonPath('$.role') }, assign: { x: sfn.JsonPath.stringAt('$.Payload') } });
    new sfn.StateMachine(this, 'Retrying', { definition: first.next(second).next(third).next(fourth).next(fifth).next(sixth) });
  }
}
