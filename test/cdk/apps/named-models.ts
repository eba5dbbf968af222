import { Stack } from 'aws-cdk-lib';
import { FoundationModel, FoundationModelIdentifier } from 'aws-cdk-lib/aws-bedrock';
import * as bedrock from 'aws-cdk-lib/aws-bedrock';
import { DefinitionBody, StateMachine, TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import { BedrockInvokeModel, CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';

const DRAFT = FoundationModelIdentifier.ANTHROPIC_CLAUDE_3_HAIKU_20240307_V1_0;
const MODELS = { cheap: bedrock.FoundationModelIdentifier.AMAZON_NOVA_LITE_V1_0 };

export class NamedModels extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const draft = new BedrockInvokeModel(this, 'Draft', {
      model: FoundationModel.fromFoundationModelId(this, 'DraftModel', DRAFT),
      body: TaskInput.fromObject({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 200, messages: [] }),
    });
    const check = new BedrockInvokeModel(this, 'Check', {
      model: bedrock.FoundationModel.fromFoundationModelId(this, 'CheckModel', MODELS.cheap),
      body: TaskInput.fromObject({ messages: [] }),
    });
    const talk = new CallAwsService(this, 'Talk', {
      service: 'bedrockruntime',
      action: 'converse',
      iamAction: 'bedrock:InvokeModel',
      iamResources: ['*'],
      parameters: { ModelId: bedrock.FoundationModelIdentifier.AMAZON_NOVA_PRO_V1_0.modelId, Messages: [] },
    });
    new StateMachine(this, 'Machine', { definitionBody: DefinitionBody.fromChainable(draft.next(check).next(talk)) });
  }
}
