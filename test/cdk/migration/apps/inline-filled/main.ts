import { App, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const MODEL = 'amazon.nova-lite-v1:0';
const CODE = `
const { BedrockRuntimeClient, ConverseCommand } = require('@aws-sdk/client-bedrock-runtime');
const client = new BedrockRuntimeClient({});

exports.handler = async (event) => {
  if (typeof event.text !== 'string') throw new TypeError('text is missing');
  const answer = await client.send(new ConverseCommand({
    modelId: '__MODEL__',
    messages: [{ role: 'user', content: [{ text: \`Shorten this: \${event.text}\` }] }],
  }));
  return { text: answer.output.message.content[0].text };
};
`;

class Shorter extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const fn = new lambda.Function(this, 'Shorten', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline(CODE.replace('__MODEL__', MODEL)),
      timeout: Duration.seconds(30),
      initialPolicy: [new iam.PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['*'] })],
    });
    const shorten = new tasks.LambdaInvoke(this, 'Shorten it', { lambdaFunction: fn, outputPath: '$.Payload' });
    new sfn.StateMachine(this, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(shorten) });
  }
}

export const app = new App();
new Shorter(app, 'Shorter');
