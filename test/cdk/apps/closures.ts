import { App, Stack, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';

class Flow extends sfn.StateMachine {
  constructor(scope: Construct, id: string, start: sfn.IChainable, props: Partial<sfn.StateMachineProps> = {}) {
    super(scope, id, { definitionBody: sfn.DefinitionBody.fromChainable(start), ...props });
  }
}

export class Closures extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const makers: (() => sfn.Pass)[] = [];
    for (let i = 0; i < 3; i++) makers.push(() => new sfn.Pass(this, `made ${i}`));
    let chain = sfn.Chain.start(new sfn.Pass(this, 'begin'));
    for (const make of makers) chain = chain.next(make());
    new Flow(this, 'Flow', chain, { timeout: Duration.minutes(1) });
    for (const [i, name] of ['x', 'y'].entries()) new sfn.StateMachine(this, `Each-${name}`, { definition: new sfn.Pass(this, `only ${name}`, { result: sfn.Result.fromNumber(i) }) });
  }
}
