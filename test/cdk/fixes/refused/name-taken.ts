import { App, Duration, Stack } from 'aws-cdk-lib';
import { StateMachine, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';

type JitterType = 'none' | 'some';

export class Taken extends Stack {
  readonly jitter: JitterType = 'none';
  constructor(scope: App, id: string) {
    super(scope, id);
    const search = new CallAwsService(this, 'Search', {
      service: 'bedrockagentruntime', action: 'retrieve', iamResources: ['*'],
      parameters: { KnowledgeBaseId: 'KB12345678', RetrievalQuery: { Text: 'x' } },
      taskTimeout: Timeout.duration(Duration.minutes(1)),
    });
    new StateMachine(this, 'TakenFlow', { definition: search });
  }
}
