import { Stack, Duration, type StackProps } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';

// Machines that start one another, and an item processor that is a chain with a choice.
export class NestedRuns extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const small = new sfn.Choice(this, 'Small?');
    const rate = new tasks.CallAwsService(this, 'Rate', {
      service: 'bedrockruntime',
      action: 'invokeModel',
      iamAction: 'bedrock:InvokeModel',
      iamResources: ['*'],
      parameters: {
        ModelId: 'amazon.nova-micro-v1:0',
        Body: sfn.JsonPath.jsonToString(sfn.JsonPath.objectAt('$.request')),
      },
      outputPath: '$.Body',
    });
    const body = new sfn.Pass(this, 'Prepare', {
      parameters: {
        request: {
          inputText: sfn.JsonPath.format(
            'Rate {} of {}',
            sfn.JsonPath.stringAt('$.item.name'),
            sfn.JsonPath.stringAt('$.run'),
          ),
        },
      },
    }).next(small.when(sfn.Condition.numberLessThan('$.item.size', 10), new sfn.Pass(this, 'Skip')).otherwise(rate));
    const child = new sfn.StateMachine(this, 'Child', {
      definitionBody: sfn.DefinitionBody.fromChainable(
        new sfn.Map(this, 'Each item', {
          itemsPath: sfn.JsonPath.stringAt('$.items'),
          itemSelector: {
            item: sfn.JsonPath.objectAt('$$.Map.Item.Value'),
            index: sfn.JsonPath.numberAt('$$.Map.Item.Index'),
            run: sfn.JsonPath.executionId,
          },
          maxConcurrencyPath: '$.width',
          resultPath: '$.rated',
        }).itemProcessor(body),
      ),
    });
    const start = new tasks.StepFunctionsStartExecution(this, 'Run child', {
      stateMachine: child,
      integrationPattern: sfn.IntegrationPattern.RUN_JOB,
      input: sfn.TaskInput.fromObject({ items: sfn.JsonPath.listAt('$.items'), width: 3 }),
      associateWithParent: true,
      resultSelector: { 'rated.$': '$.Output.rated' },
    });
    start.addCatch(new sfn.Fail(this, 'No child', { error: 'NoChild', cause: 'it failed' }));
    new sfn.StateMachine(this, 'Parent', { definitionBody: sfn.DefinitionBody.fromChainable(start) });
  }
}
