/** The forms in which a task calls its function. All but the first leave the result under one name beside the input. */
import type { Json } from '../../src/handlers/ir.ts';

export type State = Readonly<Record<string, Json>>;

export type Form = readonly [name: string, task: State];

export const BY_ARN: State = { Type: 'Task', Resource: { 'Fn::GetAtt': ['Fn', 'Arn'] } };

export const INVOKED: State = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: { Ref: 'Fn' }, 'Payload.$': '$.event' },
  ResultSelector: { 'value.$': '$.Payload' },
  ResultPath: '$.made',
};

export const IN_JSONATA: State = {
  Type: 'Task',
  QueryLanguage: 'JSONata',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: { Ref: 'Fn' }, Payload: '{% $states.input.event %}' },
  Output: { made: '{% $states.result.Payload %}' },
};

/** What catchers of these tests lead to. */
export const CAUGHT: State = { Type: 'Pass', End: true };

export function catching(...errors: readonly string[]): State {
  return { Catch: [{ ErrorEquals: errors, ResultPath: '$.failure', Next: 'Caught' }] };
}

/** The machine with this task alone. */
export function statesWith(task: State): Readonly<Record<string, State>> {
  return { Ask: { ...task, End: true }, Caught: CAUGHT };
}
