import * as cdk from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { join } from 'node:path';

export class Answers extends cdk.Stack {
  constructor(scope: Construct, id: string, props: cdk.StackProps = {}) {
    super(scope, id, props);
    const answer = new NodejsFunction(this, 'AnswerFunction', {
      entry: join(__dirname, 'handlers/answer.ts'),
      runtime: Runtime.NODEJS_22_X,
      environment: { MODEL_ID: 'amazon.nova-lite-v1:0' },
    });
    answer.addToRolePolicy(new PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['*'] }));
    new StateMachine(this, 'AnswerMachine', {
      definitionBody: DefinitionBody.fromChainable(
        new LambdaInvoke(this, 'Answer', { lambdaFunction: answer, outputPath: '$.Payload' }),
      ),
    });
  }
}
