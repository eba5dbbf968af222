import { App, Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
interface Props extends StackProps { readonly model: string }
class Staged extends Stack {
  constructor(scope: App, id: string, { model, ...rest }: Props) {
    super(scope, id, rest);
    const ask = new tasks.CallAwsService(this, 'Ask', {
      service: model === '' ? 's3' : 'bedrockruntime', action: model === '' ? 'listBuckets' : 'converse', iamResources: ['*'],
      parameters: model === '' ? {} : { ModelId: model, Messages: [{ Role: 'user', Content: [{ Text: 'x' }] }], InferenceConfig: { MaxTokens: 50 } },
      taskTimeout: sfn.Timeout.duration(Duration.minutes(1)),
    });
    new sfn.StateMachine(this, 'StagedFlow', { definition: ask });
  }
}
export const app = new App({ analyticsReporting: false, context: { 'aws:cdk:enable-path-metadata': true } });
new Staged(app, 'Dev', { model: '' });
new Staged(app, 'Prod', { model: 'amazon.nova-lite-v1:0' });
