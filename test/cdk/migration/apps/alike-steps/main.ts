import { App, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Code, Function as Fn, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Chain, DefinitionBody, Fail, JsonPath, StateMachine, TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { join } from 'path';

const RETRY = { errors: ['ThrottlingException', 'States.TaskFailed'], maxAttempts: 3, interval: Duration.seconds(2) };

/** Two readers grade every essay, in steps that one function makes. */
class AlikeSteps extends Stack {
  constructor(scope: App) {
    super(scope, 'AlikeSteps');
    const grade = new Fn(this, 'Grade', {
      runtime: Runtime.PYTHON_3_12,
      handler: 'grade.handler',
      code: Code.fromAsset(join(__dirname, 'handlers')),
      timeout: Duration.seconds(40),
      environment: { MODEL_ID: process.env.MODEL_ID ?? 'amazon.nova-lite-v1:0' },
    });
    grade.addToRolePolicy(new PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['*'] }));
    const failed = new Fail(this, 'No grade');

    const reader = (id: string) =>
      new LambdaInvoke(this, id, {
        lambdaFunction: grade,
        payload: TaskInput.fromObject({ essay: JsonPath.stringAt('$.essay') }),
        resultPath: JsonPath.DISCARD,
      })
        .addRetry(RETRY)
        .addCatch(failed);

    new StateMachine(this, 'Grading', {
      definitionBody: DefinitionBody.fromChainable(Chain.start(reader('First reader')).next(reader('Second reader'))),
    });
  }
}

export const app = new App();
new AlikeSteps(app);
