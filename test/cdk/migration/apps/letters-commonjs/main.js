const path = require('path');
const { App, Duration, Stack } = require('aws-cdk-lib');
const iam = require('aws-cdk-lib/aws-iam');
const lambda = require('aws-cdk-lib/aws-lambda');
const sfn = require('aws-cdk-lib/aws-stepfunctions');
const tasks = require('aws-cdk-lib/aws-stepfunctions-tasks');

class Letters extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props);

    const write = new lambda.Function(this, 'Write', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'write.handler',
      code: lambda.Code.fromAsset(path.join(__dirname, 'handlers')),
      timeout: Duration.seconds(40),
    });
    write.addToRolePolicy(new iam.PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['*'] }));

    const writeLetter = new tasks.LambdaInvoke(this, 'Write letter', {
      lambdaFunction: write,
      inputPath: '$',
      resultPath: '$.letter',
      resultSelector: { 'text.$': '$.Payload.letter' },
    });
    writeLetter.addRetry({ maxAttempts: 2 });
    writeLetter.addCatch(new sfn.Pass(this, 'Apologise'), { resultPath: sfn.JsonPath.DISCARD });

    new sfn.StateMachine(this, 'LetterMachine', {
      definitionBody: sfn.DefinitionBody.fromChainable(sfn.Chain.start(writeLetter)),
    });
  }
}

const app = new App();
new Letters(app, 'Letters');

module.exports = { app };
