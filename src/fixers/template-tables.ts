/** The parts of a template that declare a machine, as they are written: the nodes to edit, before references are resolved. */
import type { Declaration } from '../asl/model.ts';
import type { Node, ObjectNode } from '../tree/node.ts';

export function writtenProperties({ resource, template }: Declaration): ObjectNode | undefined {
  if (resource === undefined) return undefined;
  return member(member(member(template, 'Resources'), resource.logicalId), 'Properties');
}

export function writtenSubstitutions(declaration: Declaration): ObjectNode | undefined {
  return member(writtenProperties(declaration), 'DefinitionSubstitutions');
}

function member(node: Node | undefined, name: string): ObjectNode | undefined {
  const value = node?.kind === 'object' ? node.get(name) : undefined;
  return value?.kind === 'object' ? value : undefined;
}
