/** Tasks of Amazon EMR. */
import { computed, input, nested, opaque, option, optionOr, service } from './parameters.ts';
import type { TaskClass } from './parameters.ts';

const CLUSTER = { ClusterId: option('clusterId') };

export const EMR_TASKS: Readonly<Record<string, TaskClass>> = {
  EmrAddStep: {
    resource: service('elasticmapreduce:addStep'),
    pattern: 'RUN_JOB',
    parameters: {
      ...CLUSTER,
      ExecutionRoleArn: option('executionRoleArn'),
      Step: nested({
        Name: option('name'),
        ActionOnFailure: optionOr('actionOnFailure', 'CONTINUE'),
        HadoopJarStep: nested({
          Jar: option('jar'),
          MainClass: option('mainClass'),
          Args: option('args'),
          Properties: opaque('properties'),
        }),
      }),
    },
  },
  EmrCancelStep: {
    resource: service('elasticmapreduce:cancelStep'),
    parameters: { ...CLUSTER, StepId: option('stepId') },
  },
  EmrCreateCluster: {
    resource: service('elasticmapreduce:createCluster'),
    pattern: 'RUN_JOB',
    isOpen: true,
    parameters: {
      Instances: opaque('instances'),
      JobFlowRole: computed('a role'),
      Name: option('name'),
      ServiceRole: computed('a role'),
      AutoScalingRole: computed('a role'),
      LogUri: option('logUri'),
      ReleaseLabel: option('releaseLabel'),
      VisibleToAllUsers: optionOr('visibleToAllUsers', true),
    },
  },
  EmrModifyInstanceFleetByName: {
    resource: service('elasticmapreduce:modifyInstanceFleetByName'),
    parameters: {
      ...CLUSTER,
      InstanceFleetName: option('instanceFleetName'),
      InstanceFleet: nested({
        TargetOnDemandCapacity: option('targetOnDemandCapacity'),
        TargetSpotCapacity: option('targetSpotCapacity'),
      }),
    },
  },
  EmrModifyInstanceGroupByName: {
    resource: service('elasticmapreduce:modifyInstanceGroupByName'),
    parameters: {
      ...CLUSTER,
      InstanceGroupName: option('instanceGroupName'),
      InstanceGroup: opaque('instanceGroup'),
    },
  },
  EmrSetClusterTerminationProtection: {
    resource: service('elasticmapreduce:setClusterTerminationProtection'),
    parameters: { ...CLUSTER, TerminationProtected: option('terminationProtected') },
  },
  EmrTerminateCluster: {
    resource: service('elasticmapreduce:terminateCluster'),
    pattern: 'RUN_JOB',
    parameters: CLUSTER,
  },
  EmrContainersCreateVirtualCluster: {
    resource: service('emr-containers:createVirtualCluster'),
    parameters: {
      Name: opaque('virtualClusterName'),
      ContainerProvider: opaque('eksCluster'),
      Tags: option('tags'),
    },
    isOpen: true,
  },
  EmrContainersDeleteVirtualCluster: {
    resource: service('emr-containers:deleteVirtualCluster'),
    parameters: { Id: input('virtualClusterId') },
  },
  EmrContainersStartJobRun: {
    resource: service('emr-containers:startJobRun'),
    pattern: 'RUN_JOB',
    isOpen: true,
    parameters: { VirtualClusterId: opaque('virtualCluster'), Name: opaque('jobName'), JobDriver: opaque('jobDriver') },
  },
};
