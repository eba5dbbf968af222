import { App, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

export class Slips extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const get = new tasks.CallAwsService(this, 'Get', {
      service: 'dynamodb',
      action: 'getItem',
      iamResources: ['*'],
      parameters: { TableName: 'orders', Key: { id: { S: 'x' } } },
    });
    const topic = 'arn:aws:sns:eu-west-1:123456789012:news';
    const say = new sfn.CustomState(this, 'Say', {
      stateJson: {
        Type: 'Task', Resource: `arn:aws:states:::sns:publish`,
        Parameters: { TopicArn: topic, 'Message.$': '$.news' }, // fixed text?
        TimeoutSeconds: 30,
      },
    });
    new sfn.StateMachine(this, 'Slipping', { definition: get.next(say) });
  }
}
