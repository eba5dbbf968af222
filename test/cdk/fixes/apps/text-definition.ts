import { App, Stack } from 'aws-cdk-lib';
import { DefinitionBody, StateMachine, CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';

export class Texts extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    new StateMachine(this, 'Template', {
      definitionBody: DefinitionBody.fromString(`{
        "StartAt": "Fetch",
        "States": {
          "Fetch": {
            "Type": "Task",
            "Resource": "arn:aws:states:::aws-sdk:bedrockagentruntime:retrieve",
            "Parameters": {"KnowledgeBaseId": "KB12345678", "RetrievalQuery": {"Text": "it\\"s"}},
            "End": true
          }
        }
      }`),
    });
    new CfnStateMachine(this, 'Raw', {
      roleArn: 'arn:aws:iam::123456789012:role/flow',
      definitionString: '{"StartAt":"Ask","States":{"Ask":{"Type":"Task","Resource":"arn:aws:states:::bedrock:invokeModel","Parameters":{"ModelId":"amazon.titan-text-lite-v1","Body":{"inputText":"What\'s it?","textGenerationConfig":{"maxTokenCount":9}}},"End":true}}}',
    });
    new CfnStateMachine(this, 'Tree', {
      roleArn: 'arn:aws:iam::123456789012:role/flow',
      definition: { StartAt: 'Each', States: { Each: { Type: 'Map', ItemProcessor: { StartAt: 'Ask', States: { Ask: { Type: 'Task', Resource: 'arn:aws:states:::bedrock:invokeModel', Parameters: { ModelId: 'amazon.titan-text-lite-v1', Body: { inputText: 'x', textGenerationConfig: { maxTokenCount: 9 } } }, TimeoutSeconds: 60, End: true } } }, End: true } } },
    });
  }
}
