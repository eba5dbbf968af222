const cdk = require('aws-cdk-lib');
const { Pass, StateMachine, Wait, WaitTime } = require('aws-cdk-lib/aws-stepfunctions');
const sfn = cdk.aws_stepfunctions;
class ScriptStack extends cdk.Stack {
  constructor(scope, id, props) {
    super(scope, id, props);
    const self = this;
    function state(name) { return new Pass(self, name, { result: sfn.Result.fromNumber(1.5) }); }
    const wait = new Wait(this, 'wait', { time: WaitTime.timestamp('2030-01-01T00:00:00Z') });
    new StateMachine(this, 'Script', { definition: state('a').next(wait).next(state('b')) });
  }
}
module.exports = { ScriptStack };
