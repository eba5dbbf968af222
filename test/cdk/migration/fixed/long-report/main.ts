import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as sfnTasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as iam from 'aws-cdk-lib/aws-iam';
import path = require('path');

class ReportStack extends Stack {
	readonly reportFunction: lambda.Function;

	constructor(scope: App, id: string) {
		super(scope, id);
		this.reportFunction = new lambda.Function(this, 'ReportFunction', {
			runtime: lambda.Runtime.NODEJS_22_X,
			handler: 'report.handler',
			code: lambda.Code.fromAsset(path.resolve(__dirname, 'fn')),
			timeout: Duration.minutes(5),
			reservedConcurrentExecutions: undefined,
		});
		this.reportFunction.addToRolePolicy(new iam.PolicyStatement({
			actions: ['bedrock:InvokeModel'],
			resources: ['*'],
		}));

		// What the night shift reads.
		const report = sfnTasks.CallAwsService.jsonata(this, 'Report', {
			service: 'bedrockruntime',
			action: 'converse',
			parameters: {
				ModelId: 'amazon.nova-pro-v1:0',
				Messages: [
					{
						Role: 'user',
						Content: [
							{
								Text: '{% $type($states.input) = "object" and $type($states.input.notes) = "string" ? ("Write the report of the night shift from these notes:\\n" & $states.input.notes) : $error("input must be an object; input.notes must be a text") %}',
							},
						],
					},
				],
				InferenceConfig: { MaxTokens: 4000, TopP: 0.9 },
			},
			iamAction: 'bedrock:InvokeModel',
			iamResources: ['*'],
			taskTimeout: sfn.Timeout.duration(Duration.minutes(5)),
			outputs: '{% $merge([$states.input, {"report": {"report": ($v2 := ($v1 := ($type($states.result.Output.Message) = "object" ? $states.result.Output.Message.Content : $error("reply.output.message must be an object")); $type($v1) = "array" ? $v1[0] : $error("reply.output.message.content must be a list")); $type($v2) = "object" ? $v2.Text : $error("reply.output.message.content[0] must be an object")), "stop": $states.result.StopReason}}]) %}',
		}).addRetry({
			errors: [
				'BedrockRuntime.ValidationException',
				'Bedrock.ValidationException',
				'BedrockRuntime.AccessDeniedException',
				'Bedrock.AccessDeniedException',
				'BedrockRuntime.ResourceNotFoundException',
				'Bedrock.ResourceNotFoundException',
			],
			maxAttempts: 0,
		}).addRetry({
			errors: ['States.TaskFailed', 'States.Timeout'],
			maxAttempts: 2,
			interval: Duration.seconds(5),
			jitterStrategy: sfn.JitterType.FULL,
		});

		new sfn.StateMachine(this, 'Reports', {
			definitionBody: sfn.DefinitionBody.fromChainable(report),
		});
	}
}

export const app = new App();
new ReportStack(app, 'ReportStack');
