import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import * as apigw from 'aws-cdk-lib/aws-apigateway';
import * as events from 'aws-cdk-lib/aws-events';
import * as cdk from 'aws-cdk-lib';
export class WebCalls extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const api = new apigw.RestApi(this, 'Api');
    api.root.addMethod('GET');
    const rest = new tasks.CallApiGatewayRestApiEndpoint(this, 'Rest', { api, stageName: 'prod', method: tasks.HttpMethod.POST, apiPath: '/orders', headers: sfn.TaskInput.fromObject({ 'X-Id': sfn.JsonPath.array(sfn.JsonPath.stringAt('$.id')) }), requestBody: sfn.TaskInput.fromObject({ a: 1 }), authType: tasks.AuthType.IAM_ROLE });
    const http = new tasks.CallApiGatewayHttpApiEndpoint(this, 'Http', { apiId: 'abc', apiStack: this, method: tasks.HttpMethod.GET, stageName: 'live', queryParameters: sfn.TaskInput.fromObject({ q: ['1'] }) });
    const connection = new events.Connection(this, 'Connection', { authorization: events.Authorization.basic('u', cdk.SecretValue.unsafePlainText('p')) });
    const invoke = new tasks.HttpInvoke(this, 'Invoke', { apiRoot: 'https://api.example.com', apiEndpoint: sfn.TaskInput.fromText('v1/things'), method: sfn.TaskInput.fromText('POST'), connection, body: sfn.TaskInput.fromObject({ name: sfn.JsonPath.stringAt('$.name') }), headers: sfn.TaskInput.fromObject({ 'Content-Type': 'application/json' }), queryStringParameters: sfn.TaskInput.fromObject({ q: 'x' }), urlEncodingFormat: tasks.URLEncodingFormat.BRACKETS });
    const activity = new sfn.Activity(this, 'Activity');
    const wait = new tasks.StepFunctionsInvokeActivity(this, 'By hand', { activity, parameters: { a: sfn.JsonPath.stringAt('$.a') }, heartbeat: Duration.minutes(1) });
    const child = new sfn.StateMachine(this, 'Child', { definition: new sfn.Pass(this, 'Only') });
    const start = new tasks.StepFunctionsStartExecution(this, 'Start', { stateMachine: child, name: sfn.JsonPath.stringAt('$.name'), input: sfn.TaskInput.fromObject({ x: sfn.JsonPath.stringAt('$.x') }), associateWithParent: true, integrationPattern: sfn.IntegrationPattern.RUN_JOB, outputPath: '$.Output' });
    const quick = new tasks.StepFunctionsStartExecution(this, 'Quick', { stateMachine: child });
    new sfn.StateMachine(this, 'Web', { definition: rest.next(http).next(invoke).next(wait).next(start).next(quick) });
  }
}
