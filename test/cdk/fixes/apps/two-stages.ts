import { App, Stack, StackProps } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
interface Props extends StackProps { readonly stage: string }
class Staged extends Stack {
  constructor(scope: App, id: string, { stage, ...rest }: Props) {
    super(scope, id, rest);
    const ask = new tasks.CallAwsService(this, 'Ask', { service: 'bedrockruntime', action: 'converse', iamResources: ['*'],
      parameters: { ModelId: 'amazon.nova-lite-v1:0', Messages: [{ Role: 'user', Content: [{ Text: stage }] }], InferenceConfig: { MaxTokens: 50 } } });
    new sfn.StateMachine(this, 'StagedFlow', { definition: ask });
  }
}
export const app = new App({ analyticsReporting: false, context: { 'aws:cdk:enable-path-metadata': true } });
new Staged(app, 'Dev', { stage: 'dev' });
new Staged(app, 'Prod', { stage: 'prod' });
