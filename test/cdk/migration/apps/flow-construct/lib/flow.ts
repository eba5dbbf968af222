import { IFunction } from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';

export interface FlowProps {
  readonly summariser: IFunction;
}

export class Flow extends Construct {
  public readonly machine: sfn.StateMachine;

  constructor(scope: Construct, id: string, props: FlowProps) {
    super(scope, id);
    const summarise = new tasks.LambdaInvoke(this, 'Summarise', {
      lambdaFunction: props.summariser,
      outputPath: '$.Payload',
    });
    const wait = new sfn.Wait(this, 'Breathe', { time: sfn.WaitTime.secondsPath('$.seconds') });
    this.machine = new sfn.StateMachine(this, 'Machine', {
      definitionBody: sfn.DefinitionBody.fromChainable(wait.next(summarise)),
    });
  }
}
