import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Size } from 'aws-cdk-lib';
export class Clusters extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const cluster = { clusterId: sfn.JsonPath.stringAt('$.ClusterId') };
    const make = new tasks.EmrCreateCluster(this, 'Make', { name: 'c', instances: {}, releaseLabel: 'emr-7.0.0', logUri: 's3://logs', resultPath: '$.made' });
    const add = new tasks.EmrAddStep(this, 'Step', { ...cluster, name: 's', jar: 'command-runner.jar', args: ['spark-submit', 'x.py'], mainClass: 'm', properties: { a: 'b' }, actionOnFailure: tasks.ActionOnFailure.TERMINATE_CLUSTER });
    const cancel = new tasks.EmrCancelStep(this, 'Cancel', { ...cluster, stepId: 's-1' });
    const fleet = new tasks.EmrModifyInstanceFleetByName(this, 'Fleet', { ...cluster, instanceFleetName: 'f', targetOnDemandCapacity: 2, targetSpotCapacity: 0 });
    const group = new tasks.EmrModifyInstanceGroupByName(this, 'Group', { ...cluster, instanceGroupName: 'g', instanceGroup: { instanceCount: 1 } });
    const protect = new tasks.EmrSetClusterTerminationProtection(this, 'Protect', { ...cluster, terminationProtected: false });
    const end = new tasks.EmrTerminateCluster(this, 'Terminate', { ...cluster, integrationPattern: sfn.IntegrationPattern.REQUEST_RESPONSE });
    const virtual = new tasks.EmrContainersCreateVirtualCluster(this, 'Virtual', { eksCluster: tasks.EksClusterInput.fromTaskInput(sfn.TaskInput.fromText('cl')), eksNamespace: 'ns', tags: { a: 'b' } });
    const gone = new tasks.EmrContainersDeleteVirtualCluster(this, 'Gone', { virtualClusterId: sfn.TaskInput.fromJsonPathAt('$.id') });
    const batch = new tasks.BatchSubmitJob(this, 'Batch', { jobName: 'j', jobDefinitionArn: 'arn:aws:batch:us-east-1:123456789012:job-definition/d:1', jobQueueArn: 'arn:aws:batch:us-east-1:123456789012:job-queue/q', arraySize: 5, attempts: 3, timeout: Duration.minutes(5), payload: sfn.TaskInput.fromObject({ p: sfn.JsonPath.stringAt('$.p') }), containerOverrides: { command: ['run'], memory: Size.mebibytes(512) }, dependsOn: [{ jobId: 'x', type: 'SEQUENTIAL' }], tags: { t: 'u' } });
    new sfn.StateMachine(this, 'Clustering', { definition: make.next(add).next(cancel).next(fleet).next(group).next(protect).next(end).next(virtual).next(gone).next(batch) });
  }
}
