import { Stack, App } from "aws-cdk-lib";
import sfn = require("aws-cdk-lib/aws-stepfunctions");
import tasks = require("aws-cdk-lib/aws-stepfunctions-tasks");

export class Statements extends Stack {
  public readonly machine: sfn.StateMachine;
  constructor(scope: App, id: string) {
    super(scope, id);
    let agent: tasks.CallAwsService;
    agent = new tasks.CallAwsService(this, "Agent", { service: "bedrockagentruntime", action: "retrieveAndGenerate", iamResources: ["*"], parameters: { Input: { Text: "x" } } });
    const choice = new sfn.Choice(this, "Enough?");
    const again = new sfn.Wait(this, "Again", { time: sfn.WaitTime.secondsPath("$.wait") });
    agent.next(choice);
    choice.when(sfn.Condition.isPresent("$.answer"), new sfn.Succeed(this, "Yes"));
    choice.otherwise(again);
    again.next(agent);
    this.machine = new sfn.StateMachine(this, "Stating", { definition: agent });
  }
}
