import { App, Duration, Stack, StackProps } from 'aws-cdk-lib'
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda'
import { Choice, Condition, DefinitionBody, Fail, JsonPath, Pass, StateMachine, Succeed, JitterType, Timeout } from 'aws-cdk-lib/aws-stepfunctions'
import { DynamoAttributeValue, DynamoPutItem, CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks'
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb'
import { join } from 'path'

export class SupportStack extends Stack {
  constructor(scope: App, id: string, props?: StackProps) {
    super(scope, id, props)

    const table = new Table(this, 'Replies', { partitionKey: { name: 'id', type: AttributeType.STRING } })

    const replyFn = new Function(this, 'ReplyFn', {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromAsset(join(__dirname, 'lambda/reply')),
      timeout: Duration.seconds(55),
    })
    replyFn.addToRolePolicy(new PolicyStatement({
      effect: Effect.ALLOW,
      actions: ['bedrock:InvokeModel'],
      resources: [`arn:aws:bedrock:${Stack.of(this).region}::foundation-model/amazon.nova-micro-v1:0`],
    }))

    const fail = new Fail(this, 'Not a ticket')
    const done = new Succeed(this, 'Replied')

    const start = new Choice(this, 'Kind?')
      .when(
        Condition.stringEquals('$.kind', 'question'),
        CallAwsService.jsonata(this, 'Draft reply', {
          service: 'bedrockruntime',
          action: 'converse',
          parameters: {
            ModelId: 'amazon.nova-micro-v1:0',
            System: [{ Text: 'You write short, kind replies.' }],
            Messages: [
              {
                Role: 'user',
                Content: [
                  {
                    Text: '{% $type($states.input) = "object" and $type($states.input.body) = "string" ? ($states.input.body) : $error("input must be an object; input.body must be a text") %}',
                  },
                ],
              },
            ],
            InferenceConfig: { MaxTokens: 300, Temperature: 0.3 },
          },
          iamAction: 'bedrock:InvokeModel',
          iamResources: [
            `arn:aws:bedrock:${Stack.of(this).region}::foundation-model/amazon.nova-micro-v1:0`,
          ],
          taskTimeout: Timeout.duration(Duration.seconds(55)),
          outputs: '{% $merge([$states.input, {"reply": {"text": ($v3 := ($v2 := ($v1 := ($type($states.result.Output.Message) = "object" ? $states.result.Output.Message.Content : $error("reply.output.message must be an object")); $type($v1) = "array" ? $v1[0] : $error("reply.output.message.content must be a list")); $type($v2) = "object" ? $v2.Text : $error("reply.output.message.content[0] must be an object")); $exists($v3) ? $v3 : $error("reply.output.message.content[0].text must be present"))}}]) %}',
        }).addRetry({
          errors: [
            'BedrockRuntime.ThrottlingException',
            'Bedrock.ThrottlingException',
            'BedrockRuntime.InternalServerException',
            'Bedrock.InternalServerException',
            'BedrockRuntime.ServiceUnavailableException',
            'Bedrock.ServiceUnavailableException',
            'BedrockRuntime.ModelNotReadyException',
            'Bedrock.ModelNotReadyException',
          ],
          interval: Duration.seconds(1),
          maxAttempts: 2,
          backoffRate: 2,
          jitterStrategy: JitterType.FULL,
        })
          .addCatch(fail, {
            errors: [
              'Lambda.Unknown',
              'BedrockRuntime.InternalServerException',
              'Bedrock.InternalServerException',
              'BedrockRuntime.ServiceUnavailableException',
              'Bedrock.ServiceUnavailableException',
              'BedrockRuntime.ModelNotReadyException',
              'Bedrock.ModelNotReadyException',
              'BedrockRuntime.SdkClientException',
              'Bedrock.SdkClientException',
              'States.Timeout',
            ],
            outputs: '{% $states.errorOutput %}',
          })
          .next(
            new DynamoPutItem(this, 'Store reply', {
              table,
              item: {
                id: DynamoAttributeValue.fromString(JsonPath.stringAt('$.id')),
                reply: DynamoAttributeValue.fromString(JsonPath.stringAt('$.reply.text')),
              },
              resultPath: JsonPath.DISCARD,
            }),
          )
          .next(done),
      )
      .when(Condition.stringEquals('$.kind', 'thanks'), new Pass(this, 'Smile').next(done))
      .otherwise(fail)

    new StateMachine(this, 'Support', { definitionBody: DefinitionBody.fromChainable(start) })
  }
}

export const app = new App()
new SupportStack(app, 'Support')
