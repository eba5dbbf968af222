import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const CALLS = [
  { name: 'Search', service: 'bedrockagentruntime', action: 'retrieve', parameters: { KnowledgeBaseId: 'KB12345678', RetrievalQuery: { Text: 'x' } } },
  { name: 'Store', service: 's3', action: 'putObject', parameters: { Bucket: 'b', Key: 'k', Body: 'x' } },
];

// Only the first of the two calls a model.
export class Loop extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const steps = CALLS.map(({ name, ...call }) => {
      const step = new tasks.CallAwsService(this, name, { ...call, iamResources: ['*'], taskTimeout: sfn.Timeout.duration(Duration.minutes(1)) });
      return step;
    });
    new sfn.StateMachine(this, 'Looped', { definition: sfn.Chain.start(steps[0]!).next(steps[1]!) });
  }
}
