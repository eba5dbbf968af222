import { App, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';

/** The agent has no construct of its own yet. */
export class AgentFlow extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const review = new sfn.CustomState(this, 'Review change', {
      stateJson: {
        Type: 'Task',
        Resource: 'arn:aws:states:::bedrockagentcore:invokeHarness',
        Arguments: {
          HarnessArn: 'arn:aws:bedrock-agentcore:eu-west-1:123456789012:harness/review-AbCdEf1234', // by hand
          RuntimeSessionId: "{% $states.context.Execution.Name & '-' & $uuid() %}",
          Messages: [{ Role: 'user', Content: [{ Text: 'Review it.' }] }],
          TimeoutSeconds: 900,
          MaxIterations: 25,
        },
        QueryLanguage: 'JSONata',
        TimeoutSeconds: 900,
        Retry: [
          {
            ErrorEquals: [
              'BedrockAgentCore.ValidationException',
              'BedrockAgentCore.AccessDeniedException',
              'BedrockAgentCore.ResourceNotFoundException',
            ],
            MaxAttempts: 0,
          },
          { ErrorEquals: ['States.ALL'], MaxAttempts: 3, JitterStrategy: 'FULL' }, // anything
        ],
      },
    });
    const note = new sfn.CustomState(this, 'Note', { stateJson: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:bedrockagentruntime:retrieve',
      Parameters: { KnowledgeBaseId: 'KB12345678', RetrievalQuery: { Text: 'x' } }, TimeoutSeconds: 20, Retry: [{ ErrorEquals: ['BedrockAgentRuntime.ThrottlingException'], IntervalSeconds: 2, MaxAttempts: 5, BackoffRate: 2, MaxDelaySeconds: 60, JitterStrategy: 'FULL' }] } });
    new sfn.StateMachine(this, 'Agents', {
      definitionBody: sfn.DefinitionBody.fromChainable(review.next(note)),
    });
  }
}
