/**
 * The objects written in a machine, each with the state it belongs to: what a rule about the writing of a definition
 * looks through, whatever the fields mean. States of nested machines come with those machines.
 */
import { nestedMachines } from '../asl/model.ts';
import type { Machine, State } from '../asl/model.ts';
import type { Node, ObjectNode } from '../tree/node.ts';

/** Everything written in a state but its nested machines, itself first. */
export const valuesOfState = ofLastOwner((state: State): readonly Node[] => {
  const nested = nestedMachines(state).map(({ node }) => node);
  return valuesWithin(state.node, nested.length === 0 ? NOTHING : new Set(nested));
});

/** Everything written in a machine but its states, itself first. */
export const valuesOfMachine = ofLastOwner((machine: Machine): readonly Node[] =>
  valuesWithin(machine.node, new Set(machine.states.map(({ node }) => node))),
);

const NOTHING: ReadonlySet<ObjectNode> = new Set();

/** Several rules look through the values of one state before the walk goes on to the next. */
function ofLastOwner<Owner>(read: (owner: Owner) => readonly Node[]): (owner: Owner) => readonly Node[] {
  let last: { readonly owner: Owner; readonly values: readonly Node[] } | undefined;
  return (owner) => {
    if (last?.owner !== owner) last = { owner, values: read(owner) };
    return last.values;
  };
}

function valuesWithin(root: Node, leftOut: ReadonlySet<ObjectNode>): readonly Node[] {
  const found: Node[] = [];
  const visit = (node: Node): void => {
    if (node.kind === 'object' && leftOut.has(node)) return;
    found.push(node);
    if (node.kind === 'array') for (const item of node.items) visit(item);
    if (node.kind === 'object') for (const { value } of node.entries) visit(value);
  };
  visit(root);
  return found;
}
