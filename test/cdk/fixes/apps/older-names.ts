import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';

const parameters = { 'item.$': '$$.Map.Item.Value' };

const eachOf = (map: sfn.Map, steps: sfn.IChainable) => map.iterator(steps);

export class Older extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const wait = new sfn.Wait(this, 'Wait', { time: sfn.WaitTime.timestamp('$.startsAt') });
    const pages = new sfn.Map(this, 'Pages', {
      maxConcurrency: 3,
      // what each page gets
      parameters: { 'page.$': '$$.Map.Item.Value', 'shop.$': '$.shop' },
    }).iterator(
      new sfn.Map(this, 'Words', { maxConcurrency: 2, parameters }).iterator(new sfn.Pass(this, 'Word')),
    );
    const lines = new sfn.Map(this, 'Lines', { itemsPath: '$.lines', maxConcurrency: 5 });
    lines.iterator(new sfn.Pass(this, 'Line')).addCatch(new sfn.Fail(this, 'Failed', { error: '$.reason', cause: '$.text' }));
    const [one, two] = [new sfn.Map(this, 'One', { maxConcurrency: 1 }), new sfn.Map(this, 'Two', { maxConcurrency: 1 })];
    eachOf(one, new sfn.Pass(this, 'First'));
    eachOf(two, new sfn.Pass(this, 'Second'));
    const rest = new sfn.Wait(this, 'Rest', { time: sfn.WaitTime.duration(Duration.seconds(100000000)) });
    new sfn.StateMachine(this, 'OlderFlow', {
      definitionBody: sfn.DefinitionBody.fromChainable(wait.next(pages).next(lines).next(one).next(two).next(rest)),
    });
  }
}
