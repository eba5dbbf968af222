import { App, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
export class Afterwards extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const join = (prefix: string, options?: sfn.AfterwardsOptions) => {
      const left = new sfn.Pass(this, `${prefix} left`);
      const right = new sfn.Parallel(this, `${prefix} right`).branch(new sfn.Pass(this, `${prefix} in`));
      right.addCatch(new sfn.Pass(this, `${prefix} handled`));
      const choice = new sfn.Choice(this, `${prefix}?`)
        .when(sfn.Condition.stringEquals('$.way', 'left'), left.next(new sfn.Pass(this, `${prefix} more`)))
        .when(sfn.Condition.or(sfn.Condition.stringMatches('$.way', 'r*'), sfn.Condition.isNull('$.way')), right);
      if (!options?.includeOtherwise) choice.otherwise(new sfn.Fail(this, `${prefix} none`));
      return choice.afterwards(options).next(new sfn.Succeed(this, `${prefix} end`));
    };
    new sfn.StateMachine(this, 'Plain', { definition: join('p') });
    new sfn.StateMachine(this, 'Handlers', { definition: join('h', { includeErrorHandlers: true }) });
    new sfn.StateMachine(this, 'Otherwise', { definition: join('o', { includeOtherwise: true }) });
  }
}
