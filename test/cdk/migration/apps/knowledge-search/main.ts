import * as cdk from 'aws-cdk-lib';
import { aws_iam as iam, aws_lambda as lambda, aws_logs as logs, aws_stepfunctions as sfn } from 'aws-cdk-lib';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import * as path from 'path';

export class KnowledgeSearch extends cdk.Stack {
    public readonly stateMachine: sfn.StateMachine;

    constructor(scope: cdk.App, id: string, props?: cdk.StackProps) {
        super(scope, id, props);

        const searchRole = new iam.Role(this, 'SearchRole', {
            assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
            managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaBasicExecutionRole')],
        });
        searchRole.addToPolicy(
            new iam.PolicyStatement({
                actions: ['bedrock:Retrieve'],
                resources: [cdk.Stack.of(this).formatArn({ service: 'bedrock', resource: 'knowledge-base', resourceName: 'ABCDEFGHIJ' })],
            }),
        );

        const search = new lambda.Function(this, 'Search', {
            runtime: lambda.Runtime.NODEJS_22_X,
            handler: 'index.handler',
            code: lambda.Code.fromAsset(path.join(__dirname, 'src/search')),
            role: searchRole,
            timeout: cdk.Duration.seconds(15),
        });

        const find = LambdaInvoke.jsonata(this, 'Find passages', {
            lambdaFunction: search,
            payload: sfn.TaskInput.fromObject({ query: '{% $states.input.question %}' }),
            outputs: { question: '{% $states.input.question %}', found: '{% $states.result.Payload %}' },
        });

        this.stateMachine = new sfn.StateMachine(this, 'Searches', {
            definitionBody: sfn.DefinitionBody.fromChainable(find),
            logs: {
                destination: new logs.LogGroup(this, 'Log'),
                level: sfn.LogLevel.ERROR,
            },
        });
    }
}

export const app = new cdk.App();
new KnowledgeSearch(app, 'KnowledgeSearch');
