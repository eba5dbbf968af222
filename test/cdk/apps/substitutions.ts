import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { aws_sns as sns } from 'aws-cdk-lib';
export class Substitutions extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const topic = new sns.Topic(this, 'Topic');
    new sfn.StateMachine(this, 'Filled', {
      definitionBody: sfn.DefinitionBody.fromString('{"StartAt":"Tell","States":{"Tell":{"Type":"Task","Resource":"arn:aws:states:::sns:publish","Parameters":{"TopicArn":"${TopicArn}","Message.$":"$.m","Subject":"${Subject}"},"End":true}}}'),
      definitionSubstitutions: { TopicArn: topic.topicArn, Subject: 'News' },
    });
    new sfn.StateMachine(this, 'ChainFilled', { definition: new sfn.Pass(this, 'P', { comment: 'at ${Place}' }), definitionSubstitutions: { Place: topic.topicName } });
  }
}
