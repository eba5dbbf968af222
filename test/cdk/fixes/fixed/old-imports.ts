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
      parameters: { KnowledgeBaseId: 'KB12345678', RetrievalQuery: { Text: 'x' } },
      timeout: cdk.Duration.minutes(5)
    });
    query.addRetry({
      errors: ['BedrockAgentRuntime.ThrottlingException'],
      interval: cdk.Duration.seconds(2),
      maxAttempts: 5,
      backoffRate: 2,
      maxDelay: cdk.Duration.minutes(1),
      jitterStrategy: sfn.JitterType.FULL
    });
    new sfn.StateMachine(this, 'OldFlow', { definition: query.next(new sfn.Succeed(this, 'Ok')) });
  }
}
