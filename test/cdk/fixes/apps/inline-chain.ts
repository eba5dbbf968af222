import { App, Stack } from 'aws-cdk-lib'
import { BedrockInvokeModel } from 'aws-cdk-lib/aws-stepfunctions-tasks'
import { FoundationModel, FoundationModelIdentifier } from 'aws-cdk-lib/aws-bedrock'
import { Map, Pass, StateMachine, TaskInput } from 'aws-cdk-lib/aws-stepfunctions'

export class Inline extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id)
    const model = FoundationModel.fromFoundationModelId(this, 'Model', FoundationModelIdentifier.AMAZON_TITAN_TEXT_LITE_V1)
    const body = TaskInput.fromObject({ inputText: 'x', textGenerationConfig: { temperature: 0 } })
    new StateMachine(this, 'InlineFlow', {
      definition: new Pass(this, 'Begin')
        .next(new Map(this, 'Each')
          .itemProcessor(new BedrockInvokeModel(this, 'Ask', { model, body })))
        .next(new Pass(this, 'End'))
    })
  }
}
