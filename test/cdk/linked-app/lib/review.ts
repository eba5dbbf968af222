import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';

/** A machine that several stacks have, each with its own model. */
export class Review extends Construct {
  readonly machine: sfn.StateMachine;

  constructor(scope: Construct, id: string, model: string) {
    super(scope, id);
    const ask = new CallAwsService(this, 'Ask', {
      service: 'bedrockruntime',
      action: 'converse',
      iamAction: 'bedrock:InvokeModel',
      iamResources: [`arn:aws:bedrock:*::foundation-model/${model}`],
      parameters: { ModelId: model, Messages: [{ Role: 'user', Content: [{ 'Text.$': '$.letter' }] }] },
    });
    this.machine = new sfn.StateMachine(this, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(ask) });
  }
}
