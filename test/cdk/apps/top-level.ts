import * as cdk from 'aws-cdk-lib';
import { aws_stepfunctions } from 'aws-cdk-lib';
export const app = new cdk.App({ analyticsReporting: false, context: { 'aws:cdk:enable-path-metadata': true } });
const stack = new cdk.Stack(app, 'TopLevel', { env: { region: 'us-east-1', account: '123456789012' } });
const start = new aws_stepfunctions.Pass(stack, 'Start', { parameters: { region: stack.region, partition: stack.partition, where: `in ${stack.region}` } });
const machine = new cdk.aws_stepfunctions.StateMachine(stack, 'Top', { definitionBody: aws_stepfunctions.DefinitionBody.fromChainable(start) });
new cdk.CfnOutput(stack, 'Arn', { value: machine.stateMachineArn });
