/** Takes down the model calls of a handler, and what stands in the way of making them from a state machine. */
import { CLIENT_ATTEMPTS, HANDLER_CALLS } from '../aws/handler-calls.ts';
import type { HandlerCall } from '../aws/handler-calls.ts';
import type { Range } from '../text/source-file.ts';
import { HOST_IT, noteAgentCall } from './agent.ts';
import { opaqueExpr } from './expr-makers.ts';
import type { Run } from './follow/run.ts';
import type { ClientSettings, Expr } from './ir.ts';
import type { Client, Value } from './values.ts';

export function handlerCall(service: string, method: string): HandlerCall | undefined {
  return HANDLER_CALLS.find((call) => call.client === service && call.method === method);
}

/** `parameters` by the name that the API has. */
export function recordCall(
  run: Run,
  { client, call }: { readonly client: Client; readonly call: HandlerCall },
  parameters: ReadonlyMap<string, Value> | undefined,
  range: Range,
): Value {
  const { start, end } = range;
  run.findings.calls.push({
    name: call.method,
    operation: call.operation,
    inLoop: run.around.inLoop,
    isConditional: run.around.isConditional,
    client: { blockers: client.blockers, notes: client.notes, attempts: client.attempts },
    start,
    end,
  });
  run.noteForks();
  const offered = run.findings.agents.length;
  noteAgentCall(run, call, parameters, range);
  const obstacle = obstacleOf(run, call, run.findings.agents.length > offered);
  if (obstacle !== undefined) {
    run.block('one-call', obstacle.message, obstacle.unblock, range);
    return run.opaque('one-call', obstacle.message, obstacle.unblock, range);
  }
  for (const { gate, message, unblock, range: where } of client.blockers) run.block(gate, message, unblock, where);
  run.findings.notes.push(...client.notes);
  const found = new Map<string, Expr>();
  for (const [name, value] of parameters ?? []) {
    found.set(
      name,
      name === 'body' && call.operation === 'InvokeModel' ? bodyOf(run, value, range) : run.data(value, range),
    );
  }
  if (parameters === undefined) {
    run.block(
      'pure-ops',
      'the parameters of the call are not written out where they can be followed',
      'Name each parameter in the call.',
      range,
    );
  }
  if (call.native === undefined) return run.opaque('one-call', 'this call', 'Keep it.', range);
  const number = run.findings.made.length;
  const settings = settingsOf(run, client);
  const made = { number, operation: call.native, parameters: found, client: settings, start, end };
  run.findings.trace.push({ kind: 'call', call: made });
  return call.native === 'InvokeModel'
    ? { kind: 'response', call: number, of: 'model' }
    : { kind: 'data', expr: { kind: 'reply', call: number, start, end } };
}

export function settingsOf(run: Run, { attempts, readTimeoutSeconds }: Client): ClientSettings {
  return { attempts: attempts ?? CLIENT_ATTEMPTS[run.dialect.language], readTimeoutSeconds };
}

function obstacleOf(run: Run, call: HandlerCall, offersTools: boolean): Obstacle | undefined {
  if (call.obstacle === 'stream') {
    return {
      message: `${call.method} gives a stream, which no task of a state machine can read`,
      unblock: 'Use the call without a stream, if nobody is waiting for the first words.',
    };
  }
  if (call.obstacle === 'harness') {
    return {
      message: `${call.method} gives every message of the agent as a stream, and a task gives the text of the last one alone`,
      unblock: 'Use the state that is written out below, if the last message is the answer that is wanted.',
    };
  }
  if (call.obstacle === 'agent') {
    return {
      message: `${call.method} runs an agent and gives a stream, which no task of a state machine can read`,
      unblock: HOST_IT,
    };
  }
  if (run.around.inLoop && offersTools && run.findings.returnsToolResults) {
    return {
      message: `${call.method} is called again and again, with what the tools returned: the function is an agent loop`,
      unblock: HOST_IT,
    };
  }
  return placeObstacle(run, call.method);
}

export interface Obstacle {
  readonly message: string;
  readonly unblock: string;
}

/** What of the place of a call stands in the way of it. */
export function placeObstacle(run: Run, method: string): Obstacle | undefined {
  if (run.around.inLoop) {
    return {
      message: `${method} is called in a loop`,
      unblock: 'Move the loop into a Map state, with one call for an item; then this function has one call.',
    };
  }
  if (run.findings.made.length > 0 && !run.around.hasRoute) {
    return {
      message: `${method} is a second model call in the same function`,
      unblock: 'Give each call a state of its own.',
    };
  }
  if (run.around.isConditional) {
    return {
      message: `${method} is called on one side of a branch only`,
      unblock: 'Put a Choice state with this condition before the call.',
    };
  }
  return undefined;
}

/** The JSON value that a body is the text of. */
function bodyOf(run: Run, value: Value, range: Range): Expr {
  const expr = run.data(value, range);
  if (expr.kind === 'jsonText') return asObject(expr.of);
  if (expr.kind === 'opaque') return expr;
  return opaqueExpr(
    'pure-ops',
    'the body is put together as a text; a quote in a value would break it here, and would not in a state',
    'Build the body as an object and make JSON of it once.',
    expr.start === expr.end ? range : expr,
  );
}

/** A text would be sent by a task as it is, where the function sends it in quotes. */
function asObject(of: Expr): Expr {
  if (of.kind === 'object' || of.kind === 'opaque') return of;
  return { kind: 'ensure', of, kinds: ['object'], otherwise: 'differs', start: of.start, end: of.end };
}
