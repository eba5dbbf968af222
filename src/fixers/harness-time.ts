/**
 * Edits that bound how long an agent runs: where its time is set, in the call or at the harness of the same template,
 * else in the arguments of the call.
 */
import { HARNESS_RESOURCE_TYPE } from '../asl/harness.ts';
import type { HarnessTimeout } from '../asl/harness.ts';
import type { TaskState } from '../asl/model.ts';
import type { Limits } from '../aws/limits.ts';
import type { ObjectNode } from '../tree/node.ts';
import { edit } from './fix.ts';
import type { Fix } from './fix.ts';

const FIELD = 'TimeoutSeconds';

/** Undefined where it is not known what is set where. */
export function setHarnessTime(state: TaskState, harness: HarnessTimeout, seconds: number): Fix | undefined {
  const place = placeOf(state, harness);
  if (place === undefined || !Number.isInteger(seconds) || seconds < 1) return undefined;
  const where = harness.kind === 'harness' ? 'of the harness' : 'of the call';
  return {
    title: `Set ${FIELD} ${where} to ${seconds}`,
    safety: 'unsafe',
    edits: [edit.append(place, FIELD, seconds)],
  };
}

function placeOf(state: TaskState, harness: HarnessTimeout): ObjectNode | undefined {
  const call = state.arguments?.kind === 'object' ? state.arguments : undefined;
  if (harness.kind === 'unknown') return undefined;
  if (harness.kind !== 'harness') return call;
  const arn = call?.get('HarnessArn');
  const resource = arn?.kind === 'unknown' ? arn.reference?.resource : undefined;
  return resource?.type === HARNESS_RESOURCE_TYPE ? resource.properties : undefined;
}

/** As long as the Task waits, and no longer than Step Functions and the type of the machine let it. */
export function longestUsefulTime({ node, machine }: TaskState, limits: Limits): number {
  const own = node.get(FIELD);
  const bounds = [limits.harnessTaskSeconds];
  if (own?.kind === 'number') bounds.push(own.value);
  if (machine.type === 'EXPRESS') bounds.push(limits.expressExecutionSeconds);
  return Math.min(...bounds);
}
