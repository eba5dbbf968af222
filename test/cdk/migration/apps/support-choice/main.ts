import { App, Duration, Stack, StackProps } from 'aws-cdk-lib'
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda'
import { Choice, Condition, DefinitionBody, Fail, JsonPath, Pass, StateMachine, Succeed, TaskInput } from 'aws-cdk-lib/aws-stepfunctions'
import { DynamoAttributeValue, DynamoPutItem, LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks'
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
        new LambdaInvoke(this, 'Draft reply', {
          lambdaFunction: replyFn,
          payload: TaskInput.fromObject({ 'question.$': '$.body' }),
          resultPath: '$.reply',
          resultSelector: { 'text.$': '$.Payload.text' },
          retryOnServiceExceptions: false,
        })
          .addCatch(fail, { errors: ['Lambda.Unknown'] })
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
