import { App, Stack, Duration } from 'aws-cdk-lib'
import { BedrockInvokeModel } from 'aws-cdk-lib/aws-stepfunctions-tasks'
import { FoundationModel, FoundationModelIdentifier } from 'aws-cdk-lib/aws-bedrock'
import { Map, Pass, StateMachine, TaskInput, Timeout, JitterType } from 'aws-cdk-lib/aws-stepfunctions'

export class Inline extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id)
    const model = FoundationModel.fromFoundationModelId(this, 'Model', FoundationModelIdentifier.AMAZON_TITAN_TEXT_LITE_V1)
    const body = TaskInput.fromObject({ inputText: 'x', textGenerationConfig: { temperature: 0 } })
    new StateMachine(this, 'InlineFlow', {
      definition: new Pass(this, 'Begin')
        .next(new Map(this, 'Each', { maxConcurrency: 10 })
          .itemProcessor(new BedrockInvokeModel(this, 'Ask', {
            model,
            body,
            taskTimeout: Timeout.duration(Duration.minutes(5))
          }).addRetry({
            errors: ['Bedrock.ThrottlingException', 'BedrockRuntime.ThrottlingException'],
            interval: Duration.seconds(2),
            maxAttempts: 5,
            backoffRate: 2,
            maxDelay: Duration.minutes(1),
            jitterStrategy: JitterType.FULL
          })))
        .next(new Pass(this, 'End'))
    })
  }
}
