import { App, Stack, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
type Step = sfn.Chain | sfn.Pass;
function withDefaults<T extends { addRetry(p: sfn.RetryProps): T }>(state: T, attempts = 3): T {
  return state.addRetry({ errors: ['States.TaskFailed'], maxAttempts: attempts, interval: Duration.seconds(1) });
}
const pass = function (scope: Construct, name: string, ...comments: string[]): sfn.Pass {
  return new sfn.Pass(scope, name, comments.length > 0 ? { comment: comments.join(', ') } : undefined);
};
function link(...steps: Step[]): sfn.Chain {
  const [first, ...rest] = steps;
  let chain = sfn.Chain.start(first);
  rest.forEach((step) => { chain = chain.next(step); });
  return chain;
}
export class Helpers extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const group = withDefaults(new sfn.Parallel(this, 'Group').branch(link(pass(this, 'p1'), pass(this, 'p2', 'a', 'b'))), 5);
    const steps = Object.entries({ load: 1, save: 2 }).map(([name, order]) => pass(this, name, `order ${order}`));
    const recurse = (n: number): sfn.Chain => (n === 0 ? sfn.Chain.start(pass(this, 'bottom')) : sfn.Chain.start(pass(this, `level ${n}`)).next(recurse(n - 1)));
    new sfn.StateMachine(this, 'Helped', { definitionBody: sfn.DefinitionBody.fromChainable(link(pass(this, 'begin'), ...steps).next(group).next(recurse(3))) });
    buildMachine(this, 'Built', pass(this, 'built'));
  }
}
function buildMachine(scope: Construct, id: string, start: sfn.IChainable) {
  return new sfn.StateMachine(scope, id, { definition: start, stateMachineType: sfn.StateMachineType.EXPRESS });
}
