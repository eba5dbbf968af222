import { Construct } from 'constructs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Builder, Speed, pause } from './states';

export interface PipelineProps {
  name: string;
  seconds: number;
  notify?: boolean;
}

class PipelineBuilder extends Builder {
  static readonly version = '2';
  readonly #speed: Speed;
  constructor(scope: Construct, private props: PipelineProps) {
    super(scope);
    this.#speed = Speed.Slow;
  }
  first() {
    return new sfn.Pass(this.scope, 'Begin', { parameters: { name: this.props.name, speed: this.#speed, version: PipelineBuilder.version } });
  }
  override last(): sfn.IChainable {
    const end = super.last();
    return this.props.notify ? pause(this.scope, 'Let it settle', this.props.seconds).next(end) : end;
  }
}

export class Pipeline extends Construct {
  readonly machine: sfn.StateMachine;
  constructor(scope: Construct, id: string, props: PipelineProps) {
    super(scope, id);
    this.machine = new sfn.StateMachine(this, `${id}Machine`, { definitionBody: sfn.DefinitionBody.fromChainable(new PipelineBuilder(this, props).build()), stateMachineName: props.name });
  }
}
