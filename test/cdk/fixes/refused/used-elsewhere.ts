import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';

export const message = { TopicArn: 'arn:aws:sns:eu-west-1:123456789012:news', Message: '$.news' };
const attributes = { kind: { DataType: 'String', StringValue: '$.kind' } };

export class Elsewhere extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const one = new sfn.CustomState(this, 'One', { stateJson: { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', Parameters: message } });
    const two = new sfn.CustomState(this, 'Two', {
      stateJson: { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', Parameters: { TopicArn: 'arn:aws:sns:eu-west-1:123456789012:news', Message: 'x', MessageAttributes: attributes } },
    });
    new CfnOutput(this, 'Attributes', { value: JSON.stringify(attributes) });
    new sfn.StateMachine(this, 'ElsewhereFlow', { definition: one.next(two), timeout: Duration.minutes(5) });
  }
}
