import * as cdk from 'aws-cdk-lib';
import { aws_iam as iam, aws_lambda as lambda, aws_logs as logs, aws_stepfunctions as sfn } from 'aws-cdk-lib';
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

        new lambda.Function(this, 'Search', {
            runtime: lambda.Runtime.NODEJS_22_X,
            handler: 'index.handler',
            code: lambda.Code.fromAsset(path.join(__dirname, 'src/search')),
            role: searchRole,
            timeout: cdk.Duration.seconds(15),
        });

        const find = cdk.aws_stepfunctions_tasks.CallAwsService.jsonata(this, 'Find passages', {
            outputs: {
                question: '{% $states.input.question %}',
                found: {
                    query: '{% $states.input.question %}',
                    passages: '{% $join([$map($states.result.RetrievalResults, function($result6) { ($v1 := ($type($result6.Content.Text) in ["string", "number", "boolean", "array", "object"]) ? $result6.Content.Text : ""; $type($v1) = "string" ? $v1 : $error("a value must be a text")) })], "\\n---\\n") %}',
                },
            },
            service: 'bedrockagentruntime',
            action: 'retrieve',
            parameters: {
                KnowledgeBaseId: 'ABCDEFGHIJ',
                RetrievalQuery: {
                    Text: '{% $type($states.input) = "object" and $type($states.input.question) = "string" ? ($states.input.question) : $error("input must be an object; input.question must be a text") %}',
                },
                RetrievalConfiguration: { VectorSearchConfiguration: { NumberOfResults: 5 } },
            },
            iamAction: 'bedrock:Retrieve',
            iamResources: [
                cdk.Stack.of(this).formatArn({ service: 'bedrock', resource: 'knowledge-base', resourceName: 'ABCDEFGHIJ' }),
            ],
            taskTimeout: sfn.Timeout.duration(cdk.Duration.seconds(15)),
        });
        find.addRetry({
            errors: [
                'Lambda.ClientExecutionTimeoutException',
                'Lambda.ServiceException',
                'Lambda.AWSLambdaException',
                'Lambda.SdkClientException',
                'BedrockAgentRuntime.InternalServerException',
                'BedrockAgentRuntime.SdkClientException',
            ],
            interval: cdk.Duration.seconds(2),
            maxAttempts: 6,
            backoffRate: 2,
        });
        find.addRetry({
            errors: [
                'BedrockAgentRuntime.ThrottlingException',
                'BedrockAgentRuntime.InternalServerException',
            ],
            interval: cdk.Duration.seconds(1),
            maxAttempts: 2,
            backoffRate: 2,
            jitterStrategy: sfn.JitterType.FULL,
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
