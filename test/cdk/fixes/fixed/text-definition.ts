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
            "TimeoutSeconds": 300,
            "Retry": [
              {
                "ErrorEquals": ["BedrockAgentRuntime.ThrottlingException"],
                "IntervalSeconds": 2,
                "MaxAttempts": 5,
                "BackoffRate": 2,
                "MaxDelaySeconds": 60,
                "JitterStrategy": "FULL"
              }
            ],
            "End": true
          }
        }
      }`),
    });
    new CfnStateMachine(this, 'Raw', {
      roleArn: 'arn:aws:iam::123456789012:role/flow',
      definitionString: '{"StartAt":"Ask","States":{"Ask":{"Type":"Task","Resource":"arn:aws:states:::bedrock:invokeModel","Parameters":{"ModelId":"amazon.titan-text-lite-v1","Body":{"inputText":"What\'s it?","textGenerationConfig":{"maxTokenCount":9}}},"TimeoutSeconds":300,"Retry":[{"ErrorEquals":["Bedrock.ThrottlingException","BedrockRuntime.ThrottlingException"],"IntervalSeconds":2,"MaxAttempts":5,"BackoffRate":2,"MaxDelaySeconds":60,"JitterStrategy":"FULL"}],"End":true}}}',
    });
    new CfnStateMachine(this, 'Tree', {
      roleArn: 'arn:aws:iam::123456789012:role/flow',
      definition: { StartAt: 'Each', States: { Each: {
        Type: 'Map',
        MaxConcurrency: 10,
        ItemProcessor: { StartAt: 'Ask', States: { Ask: {
          Type: 'Task',
          Resource: 'arn:aws:states:::bedrock:invokeModel',
          Parameters: { ModelId: 'amazon.titan-text-lite-v1', Body: { inputText: 'x', textGenerationConfig: { maxTokenCount: 9 } } },
          TimeoutSeconds: 60,
          Retry: [
            {
              ErrorEquals: ['Bedrock.ThrottlingException', 'BedrockRuntime.ThrottlingException'],
              IntervalSeconds: 2,
              MaxAttempts: 5,
              BackoffRate: 2,
              MaxDelaySeconds: 60,
              JitterStrategy: 'FULL',
            },
          ],
          End: true,
        } } },
        End: true,
      } } },
    });
  }
}
