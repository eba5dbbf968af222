import { App, Duration, Stack, aws_stepfunctions, aws_stepfunctions_tasks } from 'aws-cdk-lib';
import { Chain, Choice, Condition, DefinitionBody, Map, Parallel, Pass as Transform, Result, StateMachine, StateMachineType, TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import { Topic } from 'aws-cdk-lib/aws-sns';
const { SnsPublish } = aws_stepfunctions_tasks;
const { JsonPath, Wait, WaitTime } = aws_stepfunctions;

class NamedStack extends Stack {
  constructor(app: App, id: string) {
    super(app, id);
    const topic = new Topic(this, 'Topic');
    const seed = new Transform(this, 'Seed', { result: Result.fromObject({ items: [1, 2, 3], meta: { kind: "it's", none: null } }), resultPath: '$.seed' });
    const each = new Map(this, 'Each', { itemsPath: '$.seed.items', maxConcurrency: 5, resultPath: JsonPath.DISCARD });
    each.itemProcessor(new Transform(this, 'One', { parameters: { value: JsonPath.stringAt('$'), text: JsonPath.format('n {}', JsonPath.stringAt('$')) } }));
    const both = new Parallel(this, 'Both', { resultPath: '$.both', resultSelector: { first: JsonPath.stringAt('$[0]') } });
    both.branch(new Wait(this, 'Pause', { time: WaitTime.secondsPath('$.pause') }));
    both.branch(new SnsPublish(this, 'Tell', { topic, message: TaskInput.fromText('done'), subject: 'News' }), new Transform(this, 'Nothing'));
    const decide = new Choice(this, 'Again?').when(Condition.booleanEquals('$.again', true), each).otherwise(new Transform(this, 'End'));
    new StateMachine(this, 'Named', {
      definitionBody: DefinitionBody.fromChainable(Chain.start(seed).next(each).next(both).next(decide)),
      stateMachineType: StateMachineType.EXPRESS,
      stateMachineName: 'named-machine',
      comment: 'names',
    });
  }
}
export const app = new App({ analyticsReporting: false, context: { 'aws:cdk:enable-path-metadata': true } });
new NamedStack(app, 'NamedStack');
