import { App, Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import type { IChainable } from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const retrieve = {
  service: 'bedrockagentruntime', action: 'retrieve', iamResources: ['*'],
  parameters: { KnowledgeBaseId: 'KB12345678', RetrievalQuery: { Text: 'x' } },
  taskTimeout: sfn.Timeout.duration(Duration.minutes(1)),
};

const search = (scope: Construct, id: string) => new tasks.CallAwsService(scope, id, retrieve).addRetry({
  errors: ['BedrockAgentRuntime.ThrottlingException'],
  interval: Duration.seconds(2),
  maxAttempts: 5,
  backoffRate: 2,
  maxDelay: Duration.minutes(1),
  jitterStrategy: sfn.JitterType.FULL,
});

function searchOrAsk(scope: Construct, asks: boolean) {
  return asks ? new tasks.CallAwsService(scope, 'Asked', { ...retrieve, comment: 'asks' }).addRetry({
    errors: ['BedrockAgentRuntime.ThrottlingException'],
    interval: Duration.seconds(2),
    maxAttempts: 5,
    backoffRate: 2,
    maxDelay: Duration.minutes(1),
    jitterStrategy: sfn.JitterType.FULL,
  }) : new sfn.Pass(scope, 'Not asked');
}

const logged = (step: IChainable) => sfn.Chain.start(step);

export class InferredTypes extends Stack {
  private readonly first = new tasks.CallAwsService(this, 'First', retrieve).addRetry({
    errors: ['BedrockAgentRuntime.ThrottlingException'],
    interval: Duration.seconds(2),
    maxAttempts: 5,
    backoffRate: 2,
    maxDelay: Duration.minutes(1),
    jitterStrategy: sfn.JitterType.FULL,
  });
  readonly #second = search(this, 'Second');
  private readonly third: sfn.TaskStateBase = new tasks.CallAwsService(this, 'Third', retrieve).addRetry({
    errors: ['BedrockAgentRuntime.ThrottlingException'],
    interval: Duration.seconds(2),
    maxAttempts: 5,
    backoffRate: 2,
    maxDelay: Duration.minutes(1),
    jitterStrategy: sfn.JitterType.FULL,
  });
  constructor(scope: App, id: string) {
    super(scope, id);
    const either = searchOrAsk(this, true);
    const parallel = new sfn.Parallel(this, 'Both', { resultPath: sfn.JsonPath.DISCARD });
    parallel.branch(this.#second, search(this, 'Beside'));
    const four = this.fourth('Fourth');
    const steps = [new sfn.Parallel(this, 'Alone').branch(new tasks.CallAwsService(this, 'Branch', retrieve).addRetry({
      errors: ['BedrockAgentRuntime.ThrottlingException'],
      interval: Duration.seconds(2),
      maxAttempts: 5,
      backoffRate: 2,
      maxDelay: Duration.minutes(1),
      jitterStrategy: sfn.JitterType.FULL,
    }))];
    const last = logged(new tasks.CallAwsService(this, 'Last', retrieve).addRetry({
      errors: ['BedrockAgentRuntime.ThrottlingException'],
      interval: Duration.seconds(2),
      maxAttempts: 5,
      backoffRate: 2,
      maxDelay: Duration.minutes(1),
      jitterStrategy: sfn.JitterType.FULL,
    }));
    new sfn.StateMachine(this, 'InferredTypesFlow', {
      definition: this.first.next(either).next(parallel).next(this.third).next(four).next(steps[0]!).next(last),
    });
  }

  private fourth(id: string) {
    return new tasks.CallAwsService(this, id, retrieve).addRetry({
      errors: ['BedrockAgentRuntime.ThrottlingException'],
      interval: Duration.seconds(2),
      maxAttempts: 5,
      backoffRate: 2,
      maxDelay: Duration.minutes(1),
      jitterStrategy: sfn.JitterType.FULL,
    });
  }
}
