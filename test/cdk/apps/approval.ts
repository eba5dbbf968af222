import { App, Duration, Stack, StackProps, aws_sqs as sqs, aws_stepfunctions as sfn, aws_stepfunctions_tasks as tasks } from 'aws-cdk-lib';
const { Choice, Condition: { stringEquals, and, isPresent }, JsonPath: $ } = sfn;
export class Approval extends Stack {
  static readonly TIMEOUT = Duration.days(1);
  constructor(scope: App, id: string, props?: StackProps) {
    super(scope, id, { ...props, description: 'approval' });
    const queue = new sqs.Queue(this, 'Queue');
    const ask = new tasks.SqsSendMessage(this, 'Ask', { queue, integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN, messageBody: sfn.TaskInput.fromObject({ token: $.taskToken, text: $.stringAt('$.text') }), taskTimeout: sfn.Timeout.duration(Approval.TIMEOUT), resultPath: '$.approval' });
    const approved = new Choice(this, 'Approved?', { inputPath: '$.approval' });
    const definition = ask.addCatch(this.reject('Timed out'), { errors: ['States.Timeout'] }).next(approved.when(and(isPresent('$.state'), stringEquals('$.state', 'yes')), this.accept()).otherwise(this.reject('Refused')));
    new sfn.StateMachine(this, 'ApprovalMachine', { definitionBody: sfn.ChainDefinitionBody.fromChainable(definition), comment: undefined });
  }
  private accept = (): sfn.Pass => new sfn.Pass(this, 'Accept', { stateName: 'Accepted' });
  private reject(why: string) { return new sfn.Fail(this, why, { error: why.toUpperCase().split(' ').join('_') }); }
}
