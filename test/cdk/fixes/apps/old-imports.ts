import * as cdk from '@aws-cdk/core';
import * as sfn from '@aws-cdk/aws-stepfunctions';
import * as tasks from '@aws-cdk/aws-stepfunctions-tasks';

export class Old extends cdk.Stack {
  constructor(scope: cdk.App, id: string) {
    super(scope, id);
    const query = new tasks.CallAwsService(this, 'Query', {
      service: 'bedrockagentruntime',
      action: 'retrieve',
      iamResources: ['*'],
      parameters: { KnowledgeBaseId: 'KB12345678', RetrievalQuery: { Text: 'x' } }
    });
    new sfn.StateMachine(this, 'OldFlow', { definition: query.next(new sfn.Succeed(this, 'Ok')) });
  }
}
