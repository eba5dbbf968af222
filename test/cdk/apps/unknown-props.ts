import { App, Stack, StackProps, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
interface Props extends StackProps { readonly modelId?: string; readonly minutes?: number; readonly onEnd?: sfn.IChainable; readonly stage?: string; readonly extra?: object }
export class UnknownProps extends Stack {
  constructor(scope: Construct, id: string, props: Props = {}) {
    super(scope, id, props);
    const start = new sfn.Pass(this, 'Start', { parameters: { model: props.modelId ?? 'default-model', text: `model ${props.modelId}!`, known: 'yes' }, ...props.extra });
    const wait = new sfn.Wait(this, 'Wait', { time: sfn.WaitTime.duration(Duration.minutes(props.minutes ?? 5)) });
    const chain = start.next(wait);
    if (props.onEnd) chain.next(props.onEnd);
    else chain.next(new sfn.Succeed(this, 'End'));
    const notes = new sfn.Pass(this, 'Notes', { comment: process.env.NOTES });
    if (props.stage === 'prod') notes.addPrefix('Prod ');
    const all = new sfn.Parallel(this, 'All').branch(chain);
    if (process.env.WITH_NOTES !== 'x') all.branch(notes);
    all.addCatch(new sfn.Fail(this, 'Failed'));
    if (props.minutes) all.addRetry({ maxAttempts: props.minutes });
    const names = (process.env.NAMES ?? 'a,b').split(',');
    const choice = new sfn.Choice(this, 'Which');
    for (const name of names) choice.when(sfn.Condition.stringEquals('$.name', name), new sfn.Pass(this, `On ${name}`));
    choice.otherwise(new sfn.Pass(this, 'Other'));
    new sfn.StateMachine(this, 'Open', { definition: new sfn.Pass(this, 'Before').next(all).next(choice), timeout: Duration.minutes(props.minutes ?? 30) });
  }
}
