import { App, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { ModelFunction } from './lib/model-function';

export class Digests extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const summarise = new tasks.LambdaInvoke(this, 'Summarise', {
      lambdaFunction: new ModelFunction(this, 'SummariseFunction', {
        module: 'summarise',
        models: ['anthropic.claude-3-haiku-20240307-v1:0'],
      }),
      outputPath: '$.Payload',
    });
    new sfn.StateMachine(this, 'Digest', { definitionBody: sfn.DefinitionBody.fromChainable(summarise) });
  }
}

export const app = new App();
new Digests(app, 'Digests');
