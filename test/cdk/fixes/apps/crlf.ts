import { App, Stack } from 'aws-cdk-lib';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';

export class Lines extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const look = new CallAwsService(this, 'Look', {
      service: 'bedrockagentruntime',
      action: 'retrieve',
      iamResources: ['*'],
      parameters: {
        KnowledgeBaseId: 'KB12345678',
        RetrievalQuery: { Text: 'x' },
      },
    });
    new StateMachine(this, 'Looking', { definition: look });
  }
}
