/** The classes of CDK that are states of every kind but tasks, and those that are state machines. */
import type { StateKind } from './state.ts';

export const STATE_CLASSES: Readonly<Record<string, StateKind>> = {
  Pass: 'Pass',
  Wait: 'Wait',
  Choice: 'Choice',
  Succeed: 'Succeed',
  Fail: 'Fail',
  Parallel: 'Parallel',
  Map: 'Map',
  DistributedMap: 'DistributedMap',
  CustomState: 'CustomState',
};

export function isMachineClass(path: string): boolean {
  return path === 'aws-stepfunctions.StateMachine' || path === 'aws-stepfunctions.CfnStateMachine';
}
