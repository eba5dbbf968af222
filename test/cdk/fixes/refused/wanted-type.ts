import { App, Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

function search(scope: Construct): tasks.CallAwsService {
  return new tasks.CallAwsService(scope, 'Search', {
    service: 'bedrockagentruntime', action: 'retrieve', iamResources: ['*'],
    parameters: { KnowledgeBaseId: 'KB12345678', RetrievalQuery: { Text: 'x' } },
    taskTimeout: sfn.Timeout.duration(Duration.minutes(1)),
  });
}
export class Typed extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    new sfn.StateMachine(this, 'TypedFlow', { definition: search(this) });
  }
}
