import { Construct } from 'constructs';
import { Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
export { Speed } from './settings';

export function pause(scope: Construct, name: string, seconds: number) {
  return new sfn.Wait(scope, name, { time: sfn.WaitTime.duration(Duration.seconds(seconds)) });
}
export abstract class Builder {
  protected readonly steps: sfn.INextable[] = [];
  constructor(protected readonly scope: Construct) {}
  abstract first(): sfn.Pass;
  build(): sfn.IChainable {
    return sfn.Chain.start(this.first()).next(this.last());
  }
  last(): sfn.IChainable {
    return new sfn.Succeed(this.scope, 'Finished');
  }
}
