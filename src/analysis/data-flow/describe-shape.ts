/** How messages name a value: where it comes from, which members it has, of which kind it is. */
import type { State } from '../../asl/model.ts';
import { kindsOf } from './shape.ts';
import type { Shape, Source } from './shape.ts';

const MAX_MEMBERS = 8;

/** `Body.content[0] of the result of state "Ask"`, as `reader` sees it. */
export function describeSource({ state, kind, path }: Source, reader: State): string {
  const part = path === '' ? '' : `${path.replaceAll('[]', '[…]')} of `;
  switch (kind) {
    case 'result':
      return `${part}${state === reader ? 'its own result' : `the result of state "${state.name}"`}`;
    case 'selection':
      return `${part}what state "${state.name}" makes of its result`;
    case 'error':
      return `${part}the error that state "${state.name}" raised`;
  }
}

/** The members of an object, and of the objects in a list, in a few words. */
export function membersOf(shape: Shape): string {
  const fields = shape.object?.fields ?? shape.array?.element.object?.fields;
  const names = [...(fields?.keys() ?? [])];
  if (names.length === 0) return 'nothing';
  return names.length > MAX_MEMBERS ? `${names.slice(0, MAX_MEMBERS).join(', ')} …` : names.join(', ');
}

const KIND_NAMES = {
  null: 'null',
  boolean: 'a boolean',
  number: 'a number',
  text: 'a text',
  array: 'a list',
  object: 'an object',
} as const;

/** `a text`, `a number or null`; undefined when the value may be anything. */
export function describeKind(shape: Shape): string | undefined {
  const kinds = kindsOf(shape);
  return kinds === undefined || kinds.length === 0 ? undefined : kinds.map((kind) => KIND_NAMES[kind]).join(' or ');
}
