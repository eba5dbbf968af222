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
		const report = new sfnTasks.LambdaInvoke(this, 'Report', {
			lambdaFunction: this.reportFunction,
			payloadResponseOnly: true,
			payload: sfn.TaskInput.fromObject({ notes: sfn.JsonPath.stringAt('$.notes') }), // nothing else
			resultPath: '$.report',
			retryOnServiceExceptions: false,
		}).addRetry({ errors: ['States.TaskFailed'], maxAttempts: 2, interval: Duration.seconds(5) });

		new sfn.StateMachine(this, 'Reports', {
			definitionBody: sfn.DefinitionBody.fromChainable(report),
		});
	}
}

export const app = new App();
new ReportStack(app, 'ReportStack');
