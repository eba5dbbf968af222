import { Stack, Duration, type StackProps } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';

import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';

const enum Verdict {
  Yes = 'YES',
  No = 'NO',
}

// Waits for a person, keeps the state in a table, branches by an enumeration.
export class HumanLoop extends Stack {
  private readonly table = new dynamodb.TableV2(this, 'Cases', {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
  });
  private readonly queue = new sqs.Queue(this, 'Desk');
  private readonly judge = new lambda.Function(this, 'Judge', {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({})'),
  });

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const judge = new tasks.LambdaInvoke(this, 'Judge it', {
      lambdaFunction: this.judge,
      payload: sfn.TaskInput.fromObject({
        caseId: sfn.JsonPath.stringAt('$.id'),
        run: sfn.JsonPath.executionName,
        at: sfn.JsonPath.stateEnteredTime,
      }),
      resultSelector: { verdict: sfn.JsonPath.stringAt('$.Payload.verdict') },
      resultPath: '$.judged',
      retryOnServiceExceptions: false,
    });
    const ask = new tasks.SqsSendMessage(this, 'Ask a person', {
      queue: this.queue,
      integrationPattern: sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
      messageBody: sfn.TaskInput.fromObject({ token: sfn.JsonPath.taskToken, question: sfn.JsonPath.entirePayload }),
      heartbeatTimeout: sfn.Timeout.at('$.patience'),
      taskTimeout: sfn.Timeout.duration(Duration.days(1)),
      resultPath: '$.person',
    });
    const keep = (name: string, verdict: Verdict) =>
      new tasks.DynamoUpdateItem(this, name, {
        table: this.table,
        key: { id: tasks.DynamoAttributeValue.fromString(sfn.JsonPath.stringAt('$.id')) },
        updateExpression: 'SET verdict = :v, tries = if_not_exists(tries, :zero) + :one',
        expressionAttributeValues: {
          ':v': tasks.DynamoAttributeValue.fromString(verdict),
          ':zero': tasks.DynamoAttributeValue.fromNumber(0),
          ':one': tasks.DynamoAttributeValue.fromNumber(1),
        },
        resultPath: sfn.JsonPath.DISCARD,
      });
    const isYes = sfn.Condition.or(
      sfn.Condition.stringEquals('$.judged.verdict', Verdict.Yes),
      sfn.Condition.and(sfn.Condition.isPresent('$.person.ok'), sfn.Condition.booleanEquals('$.person.ok', true)),
    );
    const decide = new sfn.Choice(this, 'Yes?', { inputPath: '$' });
    decide
      .when(isYes, keep('Keep yes', Verdict.Yes), { comment: 'both agree' })
      .when(sfn.Condition.not(sfn.Condition.isPresent('$.person')), ask)
      .otherwise(keep('Keep no', Verdict.No));
    ask.next(decide);
    decide.afterwards({ includeErrorHandlers: true }).next(new sfn.Succeed(this, 'Closed', { comment: 'kept' }));
    new sfn.StateMachine(this, 'Cases flow', {
      definitionBody: sfn.DefinitionBody.fromChainable(judge.next(decide)),
      stateMachineType: sfn.StateMachineType.STANDARD,
    });
  }
}
