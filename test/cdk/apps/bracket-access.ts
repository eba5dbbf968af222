import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
const names = ['Alpha', 'Beta'];
export class BracketAccess extends Stack {
  readonly states: Record<string, sfn.Pass> = {};
  constructor(scope: App, id: string) {
    super(scope, id);
    names.forEach((name, index) => { this.states[name] = new sfn.Pass(this, name, { comment: names[(index + 1) % names.length] }); });
    this.states['Alpha'].next(this.states.Beta);
    for (const [name, state] of Object.entries(this.states)) if (name === 'Beta') state.next(new sfn.Pass(this, 'Gamma', { result: sfn.Result.fromArray(names.filter((n) => n.startsWith('A')).concat('z')) }));
    new sfn.StateMachine(this, 'Bracket', { definition: this.states.Alpha });
    const lookup = new Map<string, sfn.Pass>();
    lookup.set('x', new sfn.Pass(this, 'In a map'));
    new sfn.StateMachine(this, 'Looked', { definition: sfn.Chain.start(new sfn.Pass(this, 'Not in a map')).next(lookup.get('x')!) });
  }
}
