/** Tasks that run containers, builds and media jobs. */
import { fieldsNode, keyNode, valueNode } from '../nodes.ts';
import { attribute, computed, duration, each, input, nested, opaque, option, service } from './parameters.ts';
import type { TaskClass } from './parameters.ts';

const BUILD = {
  ProjectName: attribute('project', 'projectName'),
  EnvironmentVariablesOverride: opaque('environmentVariablesOverride'),
};

export const COMPUTE_TASKS: Readonly<Record<string, TaskClass>> = {
  BatchSubmitJob: {
    resource: service('batch:submitJob'),
    pattern: 'RUN_JOB',
    takesTimeout: true,
    parameters: {
      JobDefinition: option('jobDefinitionArn'),
      JobName: option('jobName'),
      JobQueue: option('jobQueueArn'),
      Parameters: input('payload'),
      ArrayProperties: nested({ Size: option('arraySize') }),
      ContainerOverrides: opaque('containerOverrides'),
      DependsOn: each('dependsOn', { JobId: option('jobId'), Type: option('type') }),
      RetryStrategy: nested({ Attempts: option('attempts') }),
      Tags: option('tags'),
      Timeout: (name, view) =>
        view.props.member('taskTimeout') === undefined
          ? nested({ AttemptDurationSeconds: duration('timeout', 'seconds') })(name, view)
          : opaque('taskTimeout')(name, view),
    },
  },
  CodeBuildStartBuild: { resource: service('codebuild:startBuild'), parameters: BUILD },
  CodeBuildStartBuildBatch: { resource: service('codebuild:startBuildBatch'), parameters: BUILD },
  EcsRunTask: {
    resource: service('ecs:runTask'),
    isOpen: true,
    parameters: {
      Cluster: attribute('cluster', 'clusterArn'),
      TaskDefinition: computed('a task definition'),
      NetworkConfiguration: computed('a network'),
      Overrides: opaque('containerOverrides', 'cpu', 'memoryMiB'),
      PropagateTags: opaque('propagatedTagSource'),
      LaunchType: computed('a launch type'),
      EnableExecuteCommand: option('enableExecuteCommand'),
    },
  },
  MediaConvertCreateJob: {
    resource: service('mediaconvert:createJob'),
    parametersOption: 'createJobRequest',
    whole: ({ props, isJsonata, callee }) => {
      const member = props.member('createJobRequest');
      const node = member === undefined ? undefined : (isJsonata ? valueNode : fieldsNode)(member.value);
      if (node === undefined) return [];
      return [{ key: keyNode(isJsonata ? 'Arguments' : 'Parameters', member?.key.place ?? callee), value: node }];
    },
  },
};
