import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { LogLevel, Pass, StateMachine, StateMachineType, DefinitionBody } from 'aws-cdk-lib/aws-stepfunctions';

const SWITCHES = { tracingEnabled: false };

export class Observed extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const destination = new LogGroup(this, 'Log', { retention: RetentionDays.ONE_WEEK, removalPolicy: RemovalPolicy.DESTROY });
    new StateMachine(this, 'Quick', {
      definitionBody: DefinitionBody.fromChainable(new Pass(this, 'Only')),
      stateMachineType: StateMachineType.EXPRESS,
      tracingEnabled: true, // too dear once
      logs: { destination, level: LogLevel.ALL, includeExecutionData: false },
    });
    new StateMachine(this, 'Slow', {
      definitionBody: DefinitionBody.fromChainable(new Pass(this, 'Alone')),
      ...SWITCHES,
      logs: {
        destination,
        level: LogLevel.ERROR,
      },
      tracingEnabled: true,
    });
  }
}
