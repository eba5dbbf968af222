import { App, Duration, Stack, aws_iam as iam, aws_lambda as lambda, aws_stepfunctions as sfn, aws_stepfunctions_tasks as tasks } from 'aws-cdk-lib';
import { FoundationModel } from 'aws-cdk-lib/aws-bedrock';
import { FoundationModelIdentifier } from 'aws-cdk-lib/aws-bedrock';

class TranslatorStack extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);

    new lambda.Function(this, 'Translate', {
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

    const step = tasks.BedrockInvokeModel.jsonata(this, 'Translate text', {
      model: FoundationModel.fromFoundationModelId(this, 'Model', new FoundationModelIdentifier('amazon.titan-text-express-v1')),
      body: sfn.TaskInput.fromObject({
        inputText: '{% $type($states.input) = "object" and $type($states.input.text) = "string" ? ("Translate: " & $replace($states.input.text, /^[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+|[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+$/, "")) : $error("input must be an object; input.text must be a text") %}',
        textGenerationConfig: { maxTokenCount: 100 },
      }),
      taskTimeout: sfn.Timeout.duration(Duration.seconds(30)),
      outputs: '{% $merge([$states.input, {"translation": ($v2 := ($v1 := ($type($states.result.Body) = "object" ? $states.result.Body.results : $error("reply must be an object")); $type($v1) = "array" ? $v1[0] : $error("reply.results must be a list")); $type($v2) = "object" ? ($exists($v2.outputText) ? $v2.outputText : $error("reply.results[0].outputText is missing")) : $error("reply.results[0] must be an object"))}]) %}',
    });
    step.addRetry({
      errors: [
        'Lambda.ClientExecutionTimeoutException',
        'Lambda.ServiceException',
        'Lambda.AWSLambdaException',
        'Lambda.SdkClientException',
        'Bedrock.InternalServerException',
        'BedrockRuntime.InternalServerException',
        'Bedrock.ServiceUnavailableException',
        'BedrockRuntime.ServiceUnavailableException',
        'Bedrock.ModelNotReadyException',
        'BedrockRuntime.ModelNotReadyException',
        'Bedrock.SdkClientException',
        'BedrockRuntime.SdkClientException',
      ],
      interval: Duration.seconds(2),
      maxAttempts: 6,
      backoffRate: 2,
    });
    step.addRetry({
      errors: [
        'Bedrock.ThrottlingException',
        'BedrockRuntime.ThrottlingException',
        'Bedrock.InternalServerException',
        'BedrockRuntime.InternalServerException',
        'Bedrock.ServiceUnavailableException',
        'BedrockRuntime.ServiceUnavailableException',
        'Bedrock.ModelNotReadyException',
        'BedrockRuntime.ModelNotReadyException',
      ],
      interval: Duration.seconds(1),
      maxAttempts: 4,
      backoffRate: 2,
      jitterStrategy: sfn.JitterType.FULL,
    });
    const done = new sfn.Succeed(this, 'Done');

    new sfn.StateMachine(this, 'Translations', { definition: step.next(done) });
  }
}

export const app = new App();
new TranslatorStack(app, 'Translator');
