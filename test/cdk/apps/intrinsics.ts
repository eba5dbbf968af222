import { App, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
const { JsonPath } = sfn;
export class Intrinsics extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const state = new sfn.Pass(this, 'All', {
      parameters: {
        array: JsonPath.array(JsonPath.stringAt('$.a'), 'b'), part: JsonPath.arrayPartition(JsonPath.listAt('$.l'), 4), has: JsonPath.arrayContains(JsonPath.listAt('$.l'), JsonPath.stringAt('$.x')),
        range: JsonPath.arrayRange(1, 9, 2), item: JsonPath.arrayGetItem(JsonPath.listAt('$.l'), 5), length: JsonPath.arrayLength(JsonPath.listAt('$.l')), unique: JsonPath.arrayUnique(JsonPath.listAt('$.l')),
        encoded: JsonPath.base64Encode(JsonPath.stringAt('$.t')), decoded: JsonPath.base64Decode(JsonPath.stringAt('$.t')), hash: JsonPath.hash(JsonPath.stringAt('$.t'), 'SHA-256'),
        merged: JsonPath.jsonMerge(JsonPath.objectAt('$.a'), JsonPath.objectAt('$.b')), parsed: JsonPath.stringToJson(JsonPath.stringAt('$.t')), text: JsonPath.jsonToString(JsonPath.objectAt('$.o')),
        random: JsonPath.mathRandom(1, 99), sum: JsonPath.mathAdd(JsonPath.numberAt('$.n'), -1), split: JsonPath.stringSplit(JsonPath.stringAt('$.t'), ','), uuid: JsonPath.uuid(),
        formatted: JsonPath.format('{} isn\'t {}', JsonPath.stringAt('$.a'), JsonPath.format('<{}>', JsonPath.stringAt('$.b'))),
        execution: JsonPath.executionId, name: JsonPath.executionName, input: JsonPath.executionInput, role: JsonPath.executionRoleArn, started: JsonPath.executionStartTime,
        entered: JsonPath.stateEnteredTime, state: JsonPath.stateName, retries: JsonPath.stateRetryCount, machine: JsonPath.stateMachineId, machineName: JsonPath.stateMachineName,
        payload: JsonPath.entirePayload, context: JsonPath.entireContext, nested: { list: [{ deep: JsonPath.stringAt('$.d') }, 'plain', 3, true], 'own.$': '$.own' },
      },
      assign: { kept: JsonPath.stringAt('$.a'), plain: [1, 2] },
      resultPath: JsonPath.DISCARD,
    });
    new sfn.StateMachine(this, 'Calling', { definition: state });
  }
}
