import { App, Stack, StackProps, Tags } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
interface Props extends StackProps { readonly stage: 'dev' | 'prod'; readonly model?: string }
class Staged extends Stack {
  constructor(scope: Construct, id: string, props: Props) {
    super(scope, id, props);
    const isProd = props.stage === 'prod';
    const start = new sfn.Pass(this, `Start ${props.stage}`, { parameters: { model: props.model ?? 'small', stage: props.stage } });
    const end = isProd ? start.next(new sfn.Pass(this, 'Audit')) : start;
    if (props.stage === 'dev') start.next(new sfn.Pass(this, 'Debug'));
    new sfn.StateMachine(this, `Machine-${props.stage}`, { definition: end, stateMachineName: `flow-${props.stage}` });
  }
}
export const app = new App({ analyticsReporting: false, context: { 'aws:cdk:enable-path-metadata': true } });
const dev = new Staged(app, 'Dev', { stage: 'dev' });
new Staged(app, 'Prod', { stage: 'prod', model: 'large' });
Tags.of(dev).add('a', 'b');
