import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as eks from 'aws-cdk-lib/aws-eks';
export class Containers extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const vpc = new ec2.Vpc(this, 'Vpc', { natGateways: 1 });
    const cluster = new ecs.Cluster(this, 'Cluster', { vpc });
    const definition = new ecs.FargateTaskDefinition(this, 'Def');
    const container = definition.addContainer('web', { image: ecs.ContainerImage.fromRegistry('nginx') });
    const run = new tasks.EcsRunTask(this, 'Run', { cluster, taskDefinition: definition, launchTarget: new tasks.EcsFargateLaunchTarget({ platformVersion: ecs.FargatePlatformVersion.LATEST }), containerOverrides: [{ containerDefinition: container, environment: [{ name: 'N', value: sfn.JsonPath.stringAt('$.n') }] }], integrationPattern: sfn.IntegrationPattern.RUN_JOB, resultPath: '$.run' });
    const project = codebuild.Project.fromProjectName(this, 'Project', 'builder');
    const build = new tasks.CodeBuildStartBuild(this, 'Build', { project, integrationPattern: sfn.IntegrationPattern.RUN_JOB, environmentVariablesOverride: { V: { type: codebuild.BuildEnvironmentVariableType.PLAINTEXT, value: 'x' } } });
    const batch = new tasks.CodeBuildStartBuildBatch(this, 'Builds', { project });
    const call = new tasks.EksCall(this, 'Call', { cluster: eks.Cluster.fromClusterAttributes(this, 'Eks', { clusterName: 'cn', clusterEndpoint: 'https://e', clusterCertificateAuthorityData: 'ca' }), httpMethod: tasks.HttpMethods.GET, httpPath: '/api', queryParameters: { a: ['b'] }, requestBody: sfn.TaskInput.fromObject({ a: 1 }) });
    const convert = new tasks.MediaConvertCreateJob(this, 'Convert', { createJobRequest: { Role: 'arn:aws:iam::123456789012:role/mc', Settings: { Inputs: [{ FileInput: sfn.JsonPath.stringAt('$.file') }] } }, integrationPattern: sfn.IntegrationPattern.RUN_JOB });
    new sfn.StateMachine(this, 'Running', { definition: run.next(build).next(batch).next(call).next(convert) });
  }
}
