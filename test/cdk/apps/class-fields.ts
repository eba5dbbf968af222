import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
abstract class Base extends Construct {
  protected pause = Duration.seconds(7);
  protected abstract readonly title: string;
  get name() { return `${this.title} step`; }
  protected wait(suffix = '') { return new sfn.Wait(this, this.name + suffix, { time: sfn.WaitTime.duration(this.pause) }); }
}
class Concrete extends Base {
  readonly title = 'Concrete';
  static limit = 4;
  private counter = 0;
  private steps: sfn.State[] = [];
  readonly machine: sfn.StateMachine;
  constructor(scope: Construct, id: string, private readonly extra: { comment: string }) {
    super(scope, id);
    this.pause = Duration.seconds(Concrete.limit * 2);
    const first = this.wait();
    this.add(first);
    this.add(new sfn.Pass(this, 'Second', { comment: this.extra.comment }));
    this.add(this.wait(' again'));
    first.next(this.steps[1] as sfn.Pass);
    (this.steps[1] as sfn.Pass).next(this.steps[this.counter - 1]);
    this.machine = this.make(first);
  }
  private add(state: sfn.State): void { this.counter += 1; this.steps.push(state); }
  private make(start: sfn.IChainable) { return new sfn.StateMachine(this, 'Fields', { definitionBody: sfn.DefinitionBody.fromChainable(start), comment: `${this.counter} steps` }); }
}
export class ClassFields extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    new Concrete(this, 'Inner', { comment: 'given' });
  }
}
