import { Stack, Duration, type StackProps } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';

// A job that is polled: statements that change the graph, a loop back, destructured imports.
const { Chain, Choice, Condition, DefinitionBody, Fail, StateMachine, Succeed, Wait, WaitTime } = sfn;
const { CallAwsService } = tasks;

function poll(
  scope: Construct,
  status: sfn.IChainable & sfn.INextable,
  { seconds = 30, ready = 'COMPLETE' } = {},
): sfn.Chain {
  const wait = new Wait(scope, 'Wait a little', { time: WaitTime.duration(Duration.seconds(seconds)) });
  const check = new Choice(scope, 'Ready?');
  check.when(Condition.stringEquals('$.job.IngestionJob.Status', ready), new Succeed(scope, 'Ready'));
  ['FAILED', 'STOPPED'].forEach((bad) =>
    check.when(
      Condition.stringEquals('$.job.IngestionJob.Status', bad),
      new Fail(scope, `Is ${bad.toLowerCase()}`, { error: bad, cause: 'the job' }),
    ),
  );
  check.otherwise(wait);
  return Chain.start(wait).next(status).next(check);
}

export class IngestPoll extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { knowledgeBaseId = 'KB87654321', ...props }: StackProps & { knowledgeBaseId?: string } = {},
  ) {
    super(scope, id, props);
    const common = {
      service: 'bedrockagent',
      iamResources: [`arn:${this.partition}:bedrock:${this.region}:${this.account}:knowledge-base/${knowledgeBaseId}`],
      resultPath: '$.job',
    };
    const start = new CallAwsService(this, 'Start', {
      ...common,
      action: 'startIngestionJob',
      parameters: { KnowledgeBaseId: knowledgeBaseId, 'DataSourceId.$': '$.source' },
    });
    const status = new CallAwsService(this, 'Status', {
      ...common,
      action: 'getIngestionJob',
      parameters: {
        KnowledgeBaseId: knowledgeBaseId,
        DataSourceId: sfn.JsonPath.stringAt('$.source'),
        IngestionJobId: sfn.JsonPath.stringAt('$.job.IngestionJob.IngestionJobId'),
      },
    });
    new StateMachine(this, 'Ingest', {
      definitionBody: DefinitionBody.fromChainable(start.next(poll(this, status, { seconds: 15 }))),
      tracingEnabled: true,
    });
  }
}
