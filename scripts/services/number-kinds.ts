/** The newer packages call every number a number. Where the older model of the service knows more, that is taken over. */
import type { SourceService, SourceShape, SourceStructure } from './service-shapes.ts';

export function withKindsOfNumbers(newer: SourceService, older: SourceService | undefined): SourceService {
  if (older === undefined) return newer;
  const structures = [...newer.structures].map(
    ([name, structure]) => [name, refined(structure, older.structures.get(name))] as const,
  );
  return { ...newer, structures: new Map(structures) };
}

function refined(structure: SourceStructure, older: SourceStructure | undefined): SourceStructure {
  if (older === undefined) return structure;
  const known = new Map(older.members.map(({ name, shape }) => [name, shape]));
  const members = structure.members.map((member) => ({
    ...member,
    shape: merged(member.shape, known.get(member.name)),
  }));
  return { ...structure, members };
}

function merged(shape: SourceShape, older: SourceShape | undefined): SourceShape {
  if (older === undefined) return shape;
  if (shape.kind === 'number') return ['integer', 'long', 'float', 'double'].includes(older.kind) ? older : shape;
  if (shape.kind === 'list' && older.kind === 'list') {
    return { kind: 'list', element: merged(shape.element, older.element) };
  }
  if (shape.kind === 'map' && older.kind === 'map') {
    return { kind: 'map', key: shape.key, value: merged(shape.value, older.value) };
  }
  return shape;
}
