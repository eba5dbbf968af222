import * as path from 'path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';

const HANDLERS = path.join(__dirname, 'handlers');

export class BriefStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    const summary = this.modelFunction('SummaryFunction', 'summary');
    const topics = this.modelFunction('TopicsFunction', 'topics');

    const summarise = new tasks.LambdaInvoke(this, 'Summarise', {
      lambdaFunction: summary,
      payload: sfn.TaskInput.fromObject({ 'text.$': '$.document' }),
      resultSelector: { 'summary.$': '$.Payload.summary' },
    });
    const findTopics = new tasks.LambdaInvoke(this, 'Find topics', {
      lambdaFunction: topics,
      payload: sfn.TaskInput.fromJsonPathAt('$'),
      resultSelector: { 'topics.$': '$.Payload.topics' },
      comment: 'Three at most',
    });

    const both = new sfn.Parallel(this, 'Read the document', { resultPath: '$.brief' });
    both.branch(summarise);
    both.branch(findTopics);

    const store = new sfn.Pass(this, 'Keep');
    new sfn.StateMachine(this, 'Briefs', {
      definitionBody: sfn.DefinitionBody.fromChainable(both.next(store)),
      tracingEnabled: true,
    });
  }

  private modelFunction(id: string, folder: string): lambda.Function {
    const fn = new lambda.Function(this, id, {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(path.join(HANDLERS, folder)),
      timeout: Duration.seconds(50),
    });
    fn.addToRolePolicy(
      new PolicyStatement({ effect: Effect.ALLOW, actions: ['bedrock:*'], resources: ['*'] }),
    );
    return fn;
  }
}

export const app = new App();
new BriefStack(app, 'Briefs');
