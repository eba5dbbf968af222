import * as cdk from 'aws-cdk-lib'
import * as sfn from 'aws-cdk-lib/aws-stepfunctions'
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks'
import type { Construct } from 'constructs'

export class Triage extends cdk.Stack {
	constructor(scope: Construct, id: string) {
		super(scope, id)
		const converse = (messages: unknown[]) => ({ ModelId: 'amazon.nova-lite-v1:0', Messages: messages, InferenceConfig: { MaxTokens: 300 } })
		const rate = new tasks.CallAwsService(this, 'Rate ticket', {
			service: 'bedrockruntime',
			action: 'converse',
			iamAction: 'bedrock:InvokeModel',
			iamResources: ['*'],
			parameters: converse([{ Role: 'user', Content: [{ Text: 'Rate it.' }] }]),
			resultSelector: { 'text.$': '$.Output.Message.Content[0].Text' },
		})
			.addRetry({ errors: ['BedrockRuntime.ValidationException', 'BedrockRuntime.ThrottlingException'], maxAttempts: 4 })
			.addRetry({ errors: ['States.TaskFailed'] })
			.next(new sfn.Succeed(this, 'Rated'))
		new sfn.StateMachine(this, 'TriageFlow', { definitionBody: sfn.DefinitionBody.fromChainable(rate) })
	}
}
