import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
export class Reassigned extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    let state: sfn.Pass = new sfn.Pass(this, 'One');
    const start = state;
    state.next((state = new sfn.Pass(this, 'Two', { comment: 'a' })));
    let comment = 'x';
    comment += 'y';
    const { a, ...rest } = { a: 1, b: 2, c: { d: [3] } };
    const [first, , third = 'none'] = ['f', 's'];
    state.next(new sfn.Pass(this, 'Three', { comment, parameters: { a, rest, first, third, ['computed' + a]: true } }));
    const settings: Record<string, unknown> = { fixed: 1 };
    settings.late = { deep: 'value' };
    settings['other'] = null;
    new sfn.StateMachine(this, 'Again', { definition: start });
    const choice = new sfn.Choice(this, 'Kind');
    for (const kind of ['a', 'b', 'c']) {
      let next: sfn.IChainable;
      switch (kind) {
        case 'a': next = new sfn.Succeed(this, 'A'); break;
        case 'b': { next = new sfn.Fail(this, 'B', { error: 'b' }); break; }
        default: next = new sfn.Pass(this, 'Rest', { parameters: settings });
      }
      if (kind !== 'c') choice.when(sfn.Condition.stringEquals('$.kind', kind), next);
      else choice.otherwise(next);
    }
    new sfn.StateMachine(this, 'Switched', { definition: choice });
    try { JSON.parse('{}'); } finally { comment = 'z'; }
    const flags = { on: true, off: false };
    const tail = flags.on ? new sfn.Pass(this, 'Flag on', { comment }) : new sfn.Fail(this, 'Flag off');
    if (flags.off) { tail; } else if (flags.on && !flags.off) new sfn.StateMachine(this, 'Flagged', { definition: tail, comment: comment ?? 'none' });
    let n = 0;
    const body = new sfn.Parallel(this, 'While');
    while (n < 3) { if (n === 1) { n++; continue; } body.branch(new sfn.Pass(this, `w${n++}`)); }
    new sfn.StateMachine(this, 'Whiled', { definition: body });
  }
}
