import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';

const definition = {
  Comment: 'written by hand',
  StartAt: 'First',
  States: {
    First: { Type: 'Pass', Result: { "quoted 'key'": "it's \"so\"" }, Next: 'Second' },
    Second: { Type: 'Wait', Seconds: 5, End: true },
  },
};

export class TextBodies extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    new sfn.StateMachine(this, 'Stringified', { definitionBody: sfn.DefinitionBody.fromString(JSON.stringify(definition)) });
    new sfn.StateMachine(this, 'Literal', {
      definitionBody: sfn.DefinitionBody.fromString('{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}'),
    });
    new sfn.StateMachine(this, 'Template', {
      definitionBody: sfn.DefinitionBody.fromString(`{
        "StartAt": "Call",
        "States": {
          "Call": { "Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Parameters": { "TopicArn": "arn:aws:sns:${this.region}:${this.account}:t", "Message.$": "$" }, "End": true }
        }
      }`),
    });
    new sfn.StateMachine(this, 'FromFile', { definitionBody: sfn.DefinitionBody.fromFile(path.join(__dirname, 'text-bodies.asl.json')) });
    new sfn.CfnStateMachine(this, 'Raw', {
      roleArn: 'arn:aws:iam::123456789012:role/r',
      definitionString: JSON.stringify({ ...definition, StartAt: 'Second' }),
      stateMachineType: 'EXPRESS',
    });
    new sfn.CfnStateMachine(this, 'RawObject', { roleArn: 'arn:aws:iam::123456789012:role/r', definition });
  }
}
