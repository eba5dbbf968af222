/** Runs a task as it was split, in the evaluator, with the functions in a process of their own. */
import type { Json } from '../../../src/handlers/ir.ts';
import type { Target } from '../../../src/migration/target.ts';
import { answering, invoked, runStates } from '../task-run.ts';
import type { Invoke, NamedRun } from '../task-run.ts';

/** `functions` by the placeholders of their ARNs. */
export function runSplit(
  { states }: Target,
  input: Json,
  reply: Json,
  functions: ReadonlyMap<string, Invoke>,
): Promise<NamedRun> {
  return runStates(states, input, (resource, parameters, requests) => {
    const named = (parameters as { FunctionName?: string } | null)?.FunctionName ?? resource;
    const invoke = functions.get(named);
    return invoke === undefined
      ? answering(reply, 'BedrockRuntime')(resource, parameters, requests)
      : invoked(resource, parameters, requests, invoke);
  });
}
