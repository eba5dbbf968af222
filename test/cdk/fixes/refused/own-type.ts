import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

interface Body { readonly anthropic_version: string; readonly messages: readonly object[] }
const body: Body = { anthropic_version: 'bedrock-2023-05-31', messages: [{ role: 'user', content: 'x' }] };
const search = { KnowledgeBaseId: 'KB12345678', RetrievalQuery: { Text: '$.question' } } as Search;
interface Search { KnowledgeBaseId: string; RetrievalQuery: { Text: string } }

export class OwnType extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const ask = new sfn.CustomState(this, 'Ask', {
      stateJson: {
        Type: 'Task', Resource: 'arn:aws:states:::bedrock:invokeModel', TimeoutSeconds: 60,
        Parameters: { ModelId: 'anthropic.claude-3-haiku-20240307-v1:0', Body: body },
        Retry: [{ ErrorEquals: ['Bedrock.ThrottlingException', 'BedrockRuntime.ThrottlingException'], MaxAttempts: 3, MaxDelaySeconds: 9, JitterStrategy: 'FULL' }],
      },
    });
    const find = new tasks.CallAwsService(this, 'Find', {
      service: 'bedrockagentruntime', action: 'retrieve', iamResources: ['*'], parameters: search,
      taskTimeout: sfn.Timeout.duration(Duration.minutes(1)),
    }).addRetry({ errors: ['BedrockAgentRuntime.ThrottlingException'], maxDelay: Duration.seconds(9), jitterStrategy: sfn.JitterType.FULL });
    new sfn.StateMachine(this, 'OwnTypeFlow', { definition: ask.next(find) });
  }
}
