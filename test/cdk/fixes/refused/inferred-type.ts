import { App, Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const search = (scope: Construct, id: string) => new tasks.CallAwsService(scope, id, {
  service: 'bedrockagentruntime', action: 'retrieve', iamResources: ['*'],
  parameters: { KnowledgeBaseId: 'KB12345678', RetrievalQuery: { Text: 'x' } },
  taskTimeout: sfn.Timeout.duration(Duration.minutes(1)),
});

export class Inferred extends Stack {
  private readonly first: tasks.CallAwsService = search(this, 'First');
  constructor(scope: App, id: string) {
    super(scope, id);
    new sfn.StateMachine(this, 'InferredFlow', { definition: this.first });
  }
}
