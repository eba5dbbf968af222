import { Stack, Duration, type StackProps } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';

class Opinion extends sfn.StateMachineFragment {
  readonly startState: sfn.State;
  readonly endStates: sfn.INextable[];
  constructor(
    scope: Construct,
    id: string,
    { model, limit = 200 }: { readonly model: string; readonly limit?: number },
  ) {
    super(scope, id);
    const ask = new tasks.CallAwsService(this, 'Ask', {
      service: 'bedrockruntime',
      action: 'converse',
      iamAction: 'bedrock:InvokeModel',
      iamResources: ['*'],
      parameters: { ModelId: model, InferenceConfig: { MaxTokens: limit }, 'Messages.$': '$.messages' },
    });
    const tidy = new sfn.Pass(this, 'Tidy', { parameters: { 'text.$': '$.Output.Message.Content[0].Text', model } });
    this.startState = ask;
    this.endStates = ask.next(tidy).endStates;
  }
}

// Fragments as branches: as a state of their own, and with names in front.
export class Opinions extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const all = new sfn.Parallel(this, 'Opinions', {
      resultPath: '$.opinions',
      resultSelector: { 'first.$': '$[0]', 'count.$': 'States.ArrayLength($)' },
    });
    const fragments = ['amazon.nova-micro-v1:0', 'amazon.nova-lite-v1:0'].map(
      (model, i) => new Opinion(this, `Opinion${i}`, { model, ...(i > 0 && { limit: 400 }) }),
    );
    all.branch(...fragments.map((one) => one.prefixStates()));
    const last = new Opinion(this, 'Verdict', { model: 'amazon.nova-pro-v1:0' }).toSingleState({ outputPath: '$[0]' });
    const lost = new sfn.Pass(this, 'Lost', { result: sfn.Result.fromArray([]) });
    all.addCatch(lost, { resultPath: '$.error' }).addRetry({ errors: [sfn.Errors.TIMEOUT], maxAttempts: 1 });
    lost.next(last);
    new sfn.StateMachine(this, 'OpinionFlow', { definitionBody: sfn.DefinitionBody.fromChainable(all.next(last)) });
  }
}
