import { App, Stack, Duration } from 'aws-cdk-lib';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { StateMachine, Timeout, JitterType } from 'aws-cdk-lib/aws-stepfunctions';

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
      taskTimeout: Timeout.duration(Duration.minutes(5)),
    });
    look.addRetry({
      errors: ['BedrockAgentRuntime.ThrottlingException'],
      interval: Duration.seconds(2),
      maxAttempts: 5,
      backoffRate: 2,
      maxDelay: Duration.minutes(1),
      jitterStrategy: JitterType.FULL,
    });
    new StateMachine(this, 'Looking', { definition: look });
  }
}
