import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { aws_sns as sns, aws_sqs as sqs, aws_events as events } from 'aws-cdk-lib';
export class Messages extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const topic = new sns.Topic(this, 'T', { fifo: true });
    const imported = sns.Topic.fromTopicArn(this, 'I', 'arn:aws:sns:us-east-1:123456789012:t');
    const queue = sqs.Queue.fromQueueArn(this, 'Q', 'arn:aws:sqs:us-east-1:123456789012:q.fifo');
    const bus = new events.EventBus(this, 'Bus');
    const steps = [
      new tasks.SnsPublish(this, 'Ordered', { topic, message: sfn.TaskInput.fromObject({ a: sfn.JsonPath.stringAt('$.a'), b: { c: [1] } }), messageGroupId: 'g', messageDeduplicationId: sfn.JsonPath.executionName }),
      new tasks.SnsPublish(this, 'Imported', { topic: imported, message: sfn.TaskInput.fromJsonPathAt('$.m'), messagePerSubscriptionType: true, messageAttributes: { kind: { value: 'k' }, n: { value: 3 }, p: { value: sfn.JsonPath.stringAt('$.p'), dataType: tasks.MessageAttributeDataType.STRING } } }),
      new tasks.SqsSendMessage(this, 'Queued', { queue, messageBody: sfn.TaskInput.fromText('hello'), messageGroupId: 'g', delay: Duration.minutes(1) }),
      new tasks.SqsSendMessage(this, 'Token', { queue: new sqs.Queue(this, 'Own'), messageBody: sfn.TaskInput.fromObject({ token: sfn.JsonPath.taskToken }), integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN, heartbeatTimeout: sfn.Timeout.duration(Duration.hours(1)) }),
      new tasks.EventBridgePutEvents(this, 'Events', { entries: [{ detail: sfn.TaskInput.fromObject({ id: sfn.JsonPath.stringAt('$.id') }), detailType: 'made', source: 'my.app', eventBus: bus }, { detail: sfn.TaskInput.fromText('{}'), detailType: sfn.JsonPath.stringAt('$.type'), source: 'my.app' }] }),
      new tasks.EventBridgeSchedulerCreateScheduleTask(this, 'Schedule', { scheduleName: 'later', schedule: tasks.Schedule.rate(Duration.minutes(5)), enabled: false, description: 'd', target: new tasks.EventBridgeSchedulerTarget({ arn: queue.queueArn, role: new Role(this, 'R', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') }) }) }),
    ];
    let chain = sfn.Chain.start(steps[0]);
    for (const step of steps.slice(1)) chain = chain.next(step);
    new sfn.StateMachine(this, 'Telling', { definition: chain });
  }
}
