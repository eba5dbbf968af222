import { App, Duration, Stack } from 'aws-cdk-lib';
import { FoundationModel, FoundationModelIdentifier } from 'aws-cdk-lib/aws-bedrock';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const MESSAGES = [{ Role: 'user', Content: [{ Text: 'x' }] }];
const PARAMETERS = { ModelId: 'amazon.nova-lite-v1:0', Messages: MESSAGES };
const TUNED = {
  ModelId: 'amazon.nova-lite-v1:0',
  Messages: MESSAGES,
  InferenceConfig: { Temperature: 0 },
};
const BASE = { service: 'bedrockruntime', action: 'converse', iamResources: ['*'], taskTimeout: sfn.Timeout.duration(Duration.minutes(1)) };
const WHOLE = { ...BASE, parameters: { ModelId: 'amazon.nova-lite-v1:0', Messages: MESSAGES } };
export const BODY = { anthropic_version: 'bedrock-2023-05-31', messages: [{ role: 'user', content: 'x' }] };

function requestOf(text: string) {
  return { ModelId: 'amazon.nova-lite-v1:0', Messages: [{ Role: 'user', Content: [{ Text: text }] }] };
}

const given = (scope: Stack, id: string, request: { readonly ModelId: string }) =>
  new tasks.CallAwsService(scope, id, { ...BASE, parameters: request });

export class SharedParameters extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const parameters = PARAMETERS;
    const steps = [
      new tasks.CallAwsService(this, 'One', { ...BASE, parameters: PARAMETERS }),
      new tasks.CallAwsService(this, 'Two', {
        ...BASE,
        comment: 'the same again',
        parameters,
      }),
      new tasks.CallAwsService(this, 'Tuned', { ...BASE, parameters: TUNED }),
      new tasks.CallAwsService(this, 'Tuned too', { ...BASE, parameters: TUNED }),
      new tasks.CallAwsService(this, 'Whole', WHOLE),
      new tasks.CallAwsService(this, 'Whole too', { ...WHOLE, comment: 'second' }),
      this.claude('Model'),
      given(this, 'Given', PARAMETERS),
      new tasks.CallAwsService(this, 'Called', { ...BASE, parameters: requestOf('x') }),
      given(this, 'Given too', PARAMETERS),
    ];
    let chain = sfn.Chain.start(new sfn.Pass(this, 'Begin'));
    for (const step of steps) {
      step.addRetry({ errors: ['BedrockRuntime.ThrottlingException', 'Bedrock.ThrottlingException'], maxAttempts: 4, maxDelay: Duration.seconds(30), jitterStrategy: sfn.JitterType.FULL });
      chain = chain.next(step);
    }
    new sfn.StateMachine(this, 'SharedParametersFlow', { definitionBody: sfn.DefinitionBody.fromChainable(chain) });
  }

  private claude(id: string) {
    const model = FoundationModel.fromFoundationModelId(this, id, new FoundationModelIdentifier('anthropic.claude-3-haiku-20240307-v1:0'));
    return new tasks.BedrockInvokeModel(this, 'Ask', { model, body: sfn.TaskInput.fromObject(BODY), taskTimeout: BASE.taskTimeout });
  }
}
