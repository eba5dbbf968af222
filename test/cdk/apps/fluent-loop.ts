import { Stack, App, Duration } from 'aws-cdk-lib';
import { aws_stepfunctions as sfn, aws_sqs as sqs, aws_stepfunctions_tasks as tasks } from 'aws-cdk-lib';

const STAGES = ['extract', 'translate', 'load'] as const;
const LIMITS: Record<string, number> = { extract: 30, translate: 60, load: 90 };

export class LoopStack extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const queue = new sqs.Queue(this, 'Q');
    const fail = new sfn.Fail(this, 'Stage failed');
    let chain: sfn.Chain | undefined;
    for (const [i, stage] of STAGES.entries()) {
      const send = new tasks.SqsSendMessage(this, `Send ${stage}`, {
        queue,
        messageBody: sfn.TaskInput.fromObject({ stage, index: i, id: sfn.JsonPath.executionId }),
        delay: Duration.seconds(i * 10),
      });
      send.addCatch(fail, { resultPath: `$.errors.${stage}` });
      const wait = new sfn.Wait(this, `Wait ${stage}`, { time: sfn.WaitTime.duration(Duration.seconds(LIMITS[stage])) });
      chain = chain === undefined ? send.next(wait) : chain.next(send).next(wait);
    }
    new sfn.StateMachine(this, 'Loop', { definition: chain! });

    const states = STAGES.map((stage) => new sfn.Pass(this, `Mark ${stage.toUpperCase()}`, { result: sfn.Result.fromString(stage), resultPath: `$.${stage}` }));
    const all = states.slice(1).reduce((before, state) => before.next(state), sfn.Chain.start(states[0]));
    new sfn.StateMachine(this, 'Reduced', { definitionBody: sfn.DefinitionBody.fromChainable(all) });

    const fan = new sfn.Parallel(this, 'Fan');
    ['a', 'b'].forEach((name) => fan.branch(new sfn.Pass(this, name)));
    for (let i = 0; i < 2; i++) fan.branch(new sfn.Pass(this, 'branch' + i, { comment: `${i + 1} of 2` }));
    fan.branch(...['x', 'y'].map((name) => new sfn.Pass(this, name)));
    new sfn.StateMachine(this, 'FannedOut', { definition: fan });
  }
}
