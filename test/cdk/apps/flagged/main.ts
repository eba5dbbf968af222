import { Stack } from 'aws-cdk-lib';
import { FoundationModel, FoundationModelIdentifier } from 'aws-cdk-lib/aws-bedrock';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { BedrockInvokeModel } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';

// What becomes of paths and URIs depends on the feature flag that cdk.json beside this file sets, or does not.
export class Summaries extends Stack {
  constructor(scope: Construct, id: string, props: object) {
    super(scope, id, props);
    const model = FoundationModel.fromFoundationModelId(
      this,
      'Model',
      new FoundationModelIdentifier('amazon.nova-lite-v1:0'),
    );
    const body = sfn.TaskInput.fromJsonPathAt('$.request');
    const steps = [
      new BedrockInvokeModel(this, 'By path', { model, body, outputPath: '$.Body' }),
      new BedrockInvokeModel(this, 'By uri', { model, body, output: { s3OutputUri: 's3://answers/one.json' } }),
      new BedrockInvokeModel(this, 'By both', {
        model,
        body,
        outputPath: '$.Body.results',
        output: { s3OutputUri: 's3://answers/two.json' },
      }),
      new BedrockInvokeModel(this, 'By result path', { model, body, resultPath: '$.answer' }),
    ];
    const chain = steps.slice(1).reduce((done, step) => done.next(step), sfn.Chain.start(steps[0]!));
    new sfn.StateMachine(this, 'Summaries', { definitionBody: sfn.DefinitionBody.fromChainable(chain) });
  }
}
