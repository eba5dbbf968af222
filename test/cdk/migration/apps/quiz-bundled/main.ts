import { App, Duration, Stack, aws_iam, aws_lambda, aws_lambda_nodejs, aws_stepfunctions, aws_stepfunctions_tasks } from 'aws-cdk-lib';
import * as path from 'path';

const sfn = aws_stepfunctions;
const { Pass, StateMachine } = sfn;

export class Quiz extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const common = { runtime: aws_lambda.Runtime.NODEJS_22_X, timeout: Duration.seconds(30), bundling: { minify: true } };
    const make = new aws_lambda_nodejs.NodejsFunction(this, 'MakeQuestion', {
      ...common,
      entry: path.join(__dirname, 'src', 'make-question.js'),
      handler: 'handler',
    });
    const judge = new aws_lambda_nodejs.NodejsFunction(this, 'JudgeAnswer', {
      ...common,
      entry: path.join(__dirname, 'src', 'judge-answer.ts'),
      handler: 'judge',
      environment: { MODEL: 'anthropic.claude-3-haiku-20240307-v1:0' },
    });
    const access = new aws_iam.PolicyStatement({
      actions: ['bedrock:InvokeModel'],
      resources: [this.formatArn({ service: 'bedrock', account: '', resource: 'foundation-model', resourceName: '*' })],
    });
    make.addToRolePolicy(access);
    judge.addToRolePolicy(access);

    new StateMachine(this, 'Questions', {
      definitionBody: sfn.DefinitionBody.fromChainable(
        new aws_stepfunctions_tasks.LambdaInvoke(this, 'Make a question', {
          lambdaFunction: make,
          payload: sfn.TaskInput.fromObject({ topic: sfn.JsonPath.stringAt('$.topic') }),
          outputPath: '$.Payload',
        }),
      ),
    });
    new StateMachine(this, 'Answers', {
      definitionBody: sfn.DefinitionBody.fromChainable(
        new Pass(this, 'Begin').next(
          new aws_stepfunctions_tasks.LambdaInvoke(this, 'Judge the answer', {
            lambdaFunction: judge,
            outputPath: '$.Payload',
          }).addCatch(new Pass(this, 'Leave it open'), { errors: ['ThrottlingException'], resultPath: '$.error' }),
        ),
      ),
    });
  }
}

export const app = new App();
new Quiz(app, 'Quiz');
