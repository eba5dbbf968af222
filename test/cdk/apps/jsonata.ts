import * as cdk from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

export class JsonataStack extends cdk.Stack {
  constructor(scope: cdk.App, id: string) {
    super(scope, id);
    const fn = lambda.Function.fromFunctionArn(this, 'Fn', 'arn:aws:lambda:eu-west-1:123456789012:function:work');
    const start = sfn.Pass.jsonata(this, 'Start', { outputs: { n: '{% $states.input.n %}', list: [1, '{% 2 %}'] }, assign: { total: 0 } });
    const work = tasks.LambdaInvoke.jsonata(this, 'Work', {
      lambdaFunction: fn,
      payload: sfn.TaskInput.fromObject({ value: '{% $states.input.n %}' }),
      outputs: '{% $states.result.Payload %}',
      taskTimeout: sfn.Timeout.jsonata('{% $total + 30 %}'),
    });
    const each = sfn.Map.jsonata(this, 'Each', { items: sfn.ProvideItems.jsonata('{% $states.input.list %}'), itemSelector: { item: '{% $states.context.Map.Item.Value %}' }, jsonataMaxConcurrency: '{% 3 %}' });
    each.itemProcessor(sfn.Pass.jsonata(this, 'Item', { outputs: '{% $states.input.item %}' }));
    const pick = sfn.Choice.jsonata(this, 'Pick')
      .when(sfn.Condition.jsonata('{% $total > 3 %}'), sfn.Fail.jsonata(this, 'Too many', { error: '{% "E" & $total %}', cause: 'too many' }), { assign: { last: '{% $total %}' } })
      .otherwise(sfn.Wait.jsonata(this, 'Rest', { time: sfn.WaitTime.seconds('{% $total %}') }).next(sfn.Succeed.jsonata(this, 'Good', { outputs: { ok: true } })));
    work.addCatch(sfn.Pass.jsonata(this, 'Caught'), { outputs: '{% $states.errorOutput %}', assign: { failed: true } });
    new sfn.StateMachine(this, 'InJsonata', { queryLanguage: sfn.QueryLanguage.JSONATA, definitionBody: sfn.DefinitionBody.fromChainable(start.next(work).next(each).next(pick)) });
    const mixed = new sfn.Pass(this, 'Old', { parameters: { a: sfn.JsonPath.stringAt('$.a') } }).next(sfn.Pass.jsonata(this, 'New', { outputs: '{% 1 %}' })).next(new sfn.Pass(this, 'Also new', { queryLanguage: sfn.QueryLanguage.JSONATA, outputs: { a: 1 } }));
    new sfn.StateMachine(this, 'Mixed', { definitionBody: sfn.DefinitionBody.fromChainable(mixed) });
    const service = new tasks.CallAwsService(this, 'Put', { service: 's3', action: 'putObject', iamResources: ['*'], parameters: { Bucket: 'b', Key: '{% $states.input.key %}', Body: '{% $states.input %}' } });
    const go = new tasks.StepFunctionsStartExecution(this, 'Go', { stateMachine: sfn.StateMachine.fromStateMachineArn(this, 'Child', 'arn:aws:states:us-east-1:123456789012:stateMachine:child'), associateWithParent: true, input: sfn.TaskInput.fromObject({ a: '{% $a %}' }), integrationPattern: sfn.IntegrationPattern.RUN_JOB });
    new sfn.StateMachine(this, 'PlainClasses', { queryLanguage: sfn.QueryLanguage.JSONATA, definitionBody: sfn.DefinitionBody.fromChainable(service.next(go)) });
  }
}
