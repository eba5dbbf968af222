import * as path from 'path';
import { Duration, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';

export interface NightlyDigestProps {
  /** A cron expression. */
  readonly schedule: string;
}

/** Sends a digest of what happened during the day. */
export class NightlyDigest extends Construct {
  private readonly topic: sns.Topic;
  private readonly digestLambda: Lambda;

  constructor(scope: Construct, id: string, { schedule }: NightlyDigestProps) {
    super(scope, id);
    const { region } = Stack.of(this);

    this.topic = new sns.Topic(this, 'Topic');
    this.digestLambda = new Lambda(this, 'DigestLambda', {
      runtime: Runtime.PYTHON_3_12,
      code: Code.fromAsset(path.join(__dirname, 'digest')),
      handler: 'handler.main',
      timeout: Duration.minutes(3),
      description: 'Writes the digest',
    });
    this.digestLambda.addToRolePolicy(
      new PolicyStatement({
        actions: ['bedrock:InvokeModel'],
        resources: [`arn:aws:bedrock:${region}::foundation-model/amazon.nova-lite-v1:0`],
      }),
    );

    const machine = new sfn.StateMachine(this, 'Machine', {
      definitionBody: sfn.DefinitionBody.fromChainable(this.definition()),
    });
    new events.Rule(this, 'EveryNight', {
      schedule: events.Schedule.expression(`cron(${schedule})`),
      targets: [new targets.SfnStateMachine(machine)],
    });
  }

  private definition() {
    const write = new tasks.LambdaInvoke(this, 'Write digest', {
      comment: 'One call of the model a night',
      lambdaFunction: this.digestLambda,
      payload: sfn.TaskInput.fromObject({ entries: sfn.JsonPath.stringAt('$.entries'), lang: 'en' }),
      resultPath: '$.digest',
      resultSelector: { text: sfn.JsonPath.stringAt('$.Payload') },
      taskTimeout: sfn.Timeout.duration(Duration.minutes(4)),
      retryOnServiceExceptions: false,
    });
    const send = new tasks.SnsPublish(this, 'Send digest', {
      topic: this.topic,
      message: sfn.TaskInput.fromJsonPathAt('$.digest.text'),
      resultPath: sfn.JsonPath.DISCARD,
    });
    const skip = new sfn.Pass(this, 'No digest tonight', { comment: 'Tomorrow is another day' });
    return write.addCatch(skip, { errors: ['States.TaskFailed', 'States.Timeout'], resultPath: '$.failure' }).next(send);
  }
}
