import { NestedStack, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { Review } from './review';

class Sorting extends NestedStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const sort = new tasks.BedrockInvokeModel(this, 'Sort', {
      model: { modelArn: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0' },
      body: sfn.TaskInput.fromObject({ messages: sfn.JsonPath.objectAt('$.messages') }),
    });
    new sfn.StateMachine(this, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(sort) });
  }
}

export class Intake extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new Sorting(this, 'Sorting');
    new Review(this, 'First', 'amazon.nova-micro-v1:0');
    new Review(this, 'Second', 'amazon.nova-lite-v1:0');
  }
}
