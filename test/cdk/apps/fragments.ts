import { App, Stack, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Chain, Choice, Condition, INextable, Pass, State, StateMachine, StateMachineFragment, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';

interface PollProps {
  readonly field: string;
  readonly seconds?: number;
}

class Poll extends StateMachineFragment {
  public readonly startState: State;
  public readonly endStates: INextable[];

  constructor(parent: Construct, id: string, private readonly props: PollProps) {
    super(parent, id);
    const { field, seconds = 20 } = props;
    const wait = new Wait(this, 'Wait', { time: WaitTime.duration(Duration.seconds(seconds)) });
    const ready = new Pass(this, 'Ready', { comment: this.describe() });
    const choice = new Choice(this, 'Ready?').when(Condition.isPresent(`$.${field}`), ready).otherwise(wait);
    this.startState = wait;
    wait.next(choice);
    this.endStates = ready.endStates;
  }

  private describe(): string {
    return `polls ${this.props.field}`;
  }
}

export class FragmentStack extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const chain = Chain.start(new Poll(this, 'First', { field: 'a' }).prefixStates())
      .next(new Poll(this, 'Second', { field: 'b', seconds: 5 }).prefixStates('2nd '))
      .next(new Poll(this, 'Third', { field: 'c' }).toSingleState({ comment: 'all of it', resultPath: '$.third' }))
      .next(new Poll(this, 'Fourth', { field: 'd' }).toSingleState({ stateId: 'Fourth one', prefixStates: '4/' }));
    new StateMachine(this, 'Polling', { definition: chain });
  }
}
