import cdk = require('aws-cdk-lib');
import sfn = require('aws-cdk-lib/aws-stepfunctions');
class ImportEquals extends cdk.Stack {
  constructor(scope: cdk.App, id: string) {
    super(scope, id);
    new sfn.StateMachine(this, 'Equals', { definition: new sfn.Succeed(this, 'Only', { comment: 'it', inputPath: '$.a', outputPath: '$.b' }) });
  }
}
export { ImportEquals };
