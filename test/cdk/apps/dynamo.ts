import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import * as ddb from 'aws-cdk-lib/aws-dynamodb';
export class Dynamo extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const table = new ddb.Table(this, 'Table', { partitionKey: { name: 'id', type: ddb.AttributeType.STRING } });
    const named = ddb.Table.fromTableName(this, 'Named', 'the-table');
    const { DynamoAttributeValue: Value } = tasks;
    const key = { id: Value.fromString(sfn.JsonPath.stringAt('$.id')) };
    const get = new tasks.DynamoGetItem(this, 'Get', { table, key, consistentRead: true, projectionExpression: [new tasks.DynamoProjectionExpression().withAttribute('a').atIndex(2).withAttribute('b'), new tasks.DynamoProjectionExpression().withAttribute('c')], resultPath: '$.item' });
    const put = new tasks.DynamoPutItem(this, 'Put', { table: named, returnValues: tasks.DynamoReturnValues.ALL_OLD, item: { ...key, count: Value.fromNumber(3), ratio: Value.numberFromString(sfn.JsonPath.stringAt('$.r')), tags: Value.fromStringSet(['a', 'b']), sizes: Value.fromNumberSet([1, 2]), deep: Value.fromMap({ on: Value.fromBoolean(true), list: Value.fromList([Value.fromString('x'), Value.fromNull(true)]) }), copied: Value.mapFromJsonPath('$.m') } });
    const update = new tasks.DynamoUpdateItem(this, 'Update', { table, key, updateExpression: 'SET #c = #c + :one', expressionAttributeNames: { '#c': 'count' }, expressionAttributeValues: { ':one': Value.fromNumber(1) }, conditionExpression: 'attribute_exists(id)', returnConsumedCapacity: tasks.DynamoConsumedCapacity.TOTAL });
    const remove = new tasks.DynamoDeleteItem(this, 'Delete', { table, key, resultPath: sfn.JsonPath.DISCARD });
    new sfn.StateMachine(this, 'Tables', { definition: get.next(put).next(update).next(remove) });
  }
}
