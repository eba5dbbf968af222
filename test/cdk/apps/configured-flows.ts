import { Stack, Duration, type StackProps } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';

import * as sns from 'aws-cdk-lib/aws-sns';

interface FlowConfig {
  readonly name: string;
  readonly express?: boolean;
  readonly notify?: boolean;
  readonly waitSeconds?: number;
}

const FLOWS: readonly FlowConfig[] = [
  { name: 'Small', express: true },
  { name: 'Large', notify: true, waitSeconds: 5 },
];

// One machine for each entry of a list, with parts that depend on it.
export class ConfiguredFlows extends Stack {
  readonly machines: Record<string, sfn.StateMachine> = {};
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const topic = new sns.Topic(this, 'News');
    FLOWS.forEach((config, index) => {
      const { name, express = false } = config;
      let chain = sfn.Chain.start(
        new sfn.Pass(this, `${name} begin`, { parameters: { index, name, 'input.$': '$', flags: { express } } }),
      );
      if (config.waitSeconds) {
        chain = chain.next(
          new sfn.Wait(this, `${name} wait`, { time: sfn.WaitTime.duration(Duration.seconds(config.waitSeconds)) }),
        );
      }
      if (config.notify) {
        chain = chain.next(
          new tasks.SnsPublish(this, `${name} tell`, {
            topic,
            subject: `Flow ${name}`,
            message: sfn.TaskInput.fromJsonPathAt('$.input'),
          }),
        );
      }
      this.machines[name] = new sfn.StateMachine(this, `${name}Flow`, {
        stateMachineType: express ? sfn.StateMachineType.EXPRESS : sfn.StateMachineType.STANDARD,
        definitionBody: sfn.DefinitionBody.fromChainable(chain),
        timeout: express ? Duration.minutes(5) : undefined,
      });
    });
  }
}
