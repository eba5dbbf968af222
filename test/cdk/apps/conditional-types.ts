import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
const enum Kind { Fast = 'FAST', Slow = 'SLOW' }
namespace Ignored { export type T = string }
interface Config { readonly kind: Kind; readonly delays?: readonly number[]; readonly labels?: { readonly title?: string } }
const configs = { fast: { kind: Kind.Fast, delays: [1, 2] }, slow: { kind: Kind.Slow, labels: { title: 'Slow one' } } } satisfies Record<string, Config>;
export class ConditionalTypes extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    for (const key in configs) {
      const config = configs[key as keyof typeof configs] as Config;
      const title = config.labels?.title ?? `${key} (${config.kind})`;
      const [first = 9] = config.delays ?? [];
      const total = (config.delays ?? [10]).reduce((a, b) => a + b, 0) as number;
      const start = <sfn.Wait>new sfn.Wait(this, title, { time: sfn.WaitTime.duration(Duration.seconds(first!)) });
      start.next(new sfn.Pass(this, `${title} total`, { result: sfn.Result.fromObject({ total, many: total > 5 }) }));
      new sfn.StateMachine(this, `M-${key}`, { definition: start });
    }
  }
}
