import { App, Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const retrieve = {
  service: 'bedrockagentruntime', action: 'retrieve', iamResources: ['*'],
  parameters: { KnowledgeBaseId: 'KB12345678', RetrievalQuery: { Text: 'x' } },
  taskTimeout: sfn.Timeout.duration(Duration.minutes(1)),
};

// Others may want it as it is.
export const search = (scope: Construct, id: string) => new tasks.CallAwsService(scope, id, retrieve);
const kept = (scope: Construct, id: string) => new tasks.CallAwsService(scope, id, retrieve);
type Kept = ReturnType<typeof kept>;
const steps: Kept[] = [];
const same = <State extends tasks.CallAwsService>(step: State): State => step;

function listed(scope: Construct) {
  return new tasks.CallAwsService(scope, 'Listed', retrieve);
}

export class WantedTypes extends Stack {
  readonly open = new tasks.CallAwsService(this, 'Open', retrieve);
  private readonly counted = new tasks.CallAwsService(this, 'Counted', retrieve);
  constructor(scope: App, id: string) {
    super(scope, id);
    const exported = search(this, 'Exported');
    const keeps: Kept = kept(this, 'Kept');
    steps.push(listed(this));
    const { counted } = this;
    const wanted: tasks.CallAwsService = counted;
    const passed = same(new tasks.CallAwsService(this, 'Passed', retrieve));
    new sfn.StateMachine(this, 'WantedTypesFlow', {
      definition: this.open.next(exported).next(keeps).next(steps[0]!).next(wanted).next(passed),
    });
  }
}
