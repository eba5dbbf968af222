/**
 * The objects written in a machine, each with the state it belongs to: what a rule about the writing of a definition
 * looks through, whatever the fields mean. States of nested machines come with those machines.
 */
import { nestedMachines } from '../asl/model.ts';
import type { Machine, State } from '../asl/model.ts';
import type { Node, ObjectNode } from '../tree/node.ts';

/** Everything written in a state but its nested machines, itself first. */
export function* valuesOfState(state: State): Generator<Node> {
  yield* valuesWithin(state.node, new Set(nestedMachines(state).map(({ node }) => node)));
}

/** Everything written in a machine but its states, itself first. */
export function* valuesOfMachine(machine: Machine): Generator<Node> {
  yield* valuesWithin(machine.node, new Set(machine.states.map(({ node }) => node)));
}

function* valuesWithin(node: Node, leftOut: ReadonlySet<ObjectNode>): Generator<Node> {
  if (node.kind === 'object' && leftOut.has(node)) return;
  yield node;
  if (node.kind === 'array') for (const item of node.items) yield* valuesWithin(item, leftOut);
  if (node.kind === 'object') for (const { value } of node.entries) yield* valuesWithin(value, leftOut);
}
