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
        },
        QueryLanguage: 'JSONata',
        Retry: [
          { ErrorEquals: ['States.ALL'], MaxAttempts: 3 }, // anything
        ],
      },
    });
    const note = new sfn.CustomState(this, 'Note', { stateJson: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:bedrockagentruntime:retrieve',
      Parameters: { KnowledgeBaseId: 'KB12345678', RetrievalQuery: { Text: 'x' } }, TimeoutSeconds: 20 } });
    new sfn.StateMachine(this, 'Agents', {
      definitionBody: sfn.DefinitionBody.fromChainable(review.next(note)),
    });
  }
}
