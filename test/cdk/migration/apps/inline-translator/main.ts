import { App, Duration, Stack, aws_iam as iam, aws_lambda as lambda, aws_stepfunctions as sfn, aws_stepfunctions_tasks as tasks } from 'aws-cdk-lib';

class TranslatorStack extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);

    const translate = new lambda.Function(this, 'Translate', {
      runtime: lambda.Runtime.PYTHON_3_13,
      handler: 'index.handler',
      timeout: Duration.seconds(30),
      code: lambda.Code.fromInline(`
import json
import boto3

brt = boto3.client("bedrock-runtime")

def handler(event, context):
    r = brt.invoke_model(modelId="amazon.titan-text-express-v1", body=json.dumps({
        "inputText": "Translate: " + event["text"].strip(), "textGenerationConfig": {"maxTokenCount": 100}}))
    return json.loads(r["body"].read())["results"][0]["outputText"]
`),
      initialPolicy: [
        new iam.PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['*'] }),
      ],
    });

    const step = new tasks.LambdaInvoke(this, 'Translate text', {
      lambdaFunction: translate,
      payloadResponseOnly: true,
      resultPath: '$.translation',
    });
    const done = new sfn.Succeed(this, 'Done');

    new sfn.StateMachine(this, 'Translations', { definition: step.next(done) });
  }
}

export const app = new App();
new TranslatorStack(app, 'Translator');
