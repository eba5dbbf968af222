import * as cdk from 'aws-cdk-lib';
import { Chain, ChainDefinitionBody, JsonPath, Parallel, Pass, ServiceIntegrationPattern, StateMachine, StringDefinitionBody, Succeed, TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
export class LegacyNames extends cdk.Stack {
  constructor(scope: cdk.App, id: string) {
    super(scope, id);
    const one = new Pass(this, 'one', { parameters: { pattern: ServiceIntegrationPattern.SYNC === ServiceIntegrationPattern.SYNC } });
    const chain = Chain.sequence(one, new Pass(this, 'two'));
    new StateMachine(this, 'Old', { definitionBody: new ChainDefinitionBody(chain) });
    new StateMachine(this, 'Custom', { definition: Chain.start(new Parallel(this, 'Par').branch(Chain.start(new Succeed(this, 'ok')))).next(new Pass(this, 'tail')) });
    new StateMachine(this, 'Text', { definitionBody: new StringDefinitionBody(`{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}`) });
    void TaskInput; void JsonPath;
  }
}
