import {
  aws_stepfunctions as sfn,
  App,
  Stack,
} from 'aws-cdk-lib';

const ask = {
  Type: 'Task',
  Resource: 'arn:aws:states:::bedrock:invokeModel',
  Parameters: {
    ModelId: 'anthropic.claude-3-haiku-20240307-v1:0',
    Body: {
      anthropic_version: 'bedrock-2023-05-31',
      messages: [ { role: 'user', content: 'Name it' } ]
    }
  },
  End: true
};

export class Named extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    new sfn.StateMachine(this, 'Naming', {
      definitionBody: sfn.DefinitionBody.fromString(JSON.stringify({
        StartAt: 'Fan out',
        States: {
          // every product
          'Fan out': {
            Type: 'Map',
            ItemsPath: '$.products',
            ItemProcessor: { StartAt: 'Ask', States: { Ask: ask } },
            End: true,
          },
        },
      }, )),
    });
  }
}
