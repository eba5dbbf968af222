import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const BASE = { service: 'bedrockruntime', action: 'converse', iamResources: ['*'], taskTimeout: sfn.Timeout.duration(Duration.minutes(1)) };
const RETRY = { errors: ['BedrockRuntime.ThrottlingException'], maxAttempts: 4, maxDelay: Duration.seconds(30), jitterStrategy: sfn.JitterType.FULL };
interface Request { ModelId: string; Messages: object[]; InferenceConfig?: object }
// Of its type, InferenceConfig may not be there.
const TYPED: Request = { ModelId: 'amazon.nova-lite-v1:0', Messages: [{ Role: 'user', Content: [{ Text: 'x' }] }], InferenceConfig: { Temperature: 0 } };
const made = () => ({ ModelId: 'amazon.nova-lite-v1:0', Messages: [{ Role: 'user', Content: [{ Text: 'x' }] }] });
const MORE = { comment: 'may be anything' };
const INPUT = sfn.TaskInput.fromObject(TYPED);

// One of the two has a limit of its own.
const LIMITED = { ModelId: 'amazon.nova-lite-v1:0', Messages: TYPED.Messages, InferenceConfig: { MaxTokens: 9 } };
const OPEN = { ModelId: 'amazon.nova-lite-v1:0', Messages: TYPED.Messages };
const given = (scope: Stack, id: string, request: { readonly ModelId: string }) =>
  new tasks.CallAwsService(scope, id, { ...BASE, parameters: request });

export class SharedElsewhere extends Stack {
  readonly input = INPUT;
  readonly typed = TYPED;
  constructor(scope: App, id: string) {
    super(scope, id);
    const typed = new tasks.CallAwsService(this, 'Typed', { ...BASE, parameters: TYPED as any }).addRetry(RETRY);
    const called = new tasks.CallAwsService(this, 'Called', { ...BASE, parameters: made(), ...MORE }).addRetry(RETRY);
    const limited = given(this, 'Limited', LIMITED).addRetry(RETRY);
    const open = given(this, 'Open', OPEN).addRetry(RETRY);
    console.log(OPEN);
    new sfn.StateMachine(this, 'SharedElsewhereFlow', { definitionBody: sfn.DefinitionBody.fromChainable(typed.next(called).next(limited).next(open)) });
  }
}
