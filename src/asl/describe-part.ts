/** How messages name a part of a definition: `state "Ask"`, `a retrier of state "Ask"`, `the state machine`. */
import type { PartKind } from './fields.ts';
import type { Part } from './parts.ts';

const OF_STATE: Readonly<Partial<Record<PartKind, string>>> = {
  branch: 'a branch of',
  itemProcessor: 'the item processor of',
  processorConfig: 'ProcessorConfig of',
  retrier: 'a retrier of',
  catcher: 'a catcher of',
  choiceRule: 'a choice rule of',
  nestedChoiceRule: 'a choice rule of',
  itemReader: 'ItemReader of',
  readerConfig: 'ReaderConfig of',
  itemBatcher: 'ItemBatcher of',
  resultWriter: 'ResultWriter of',
  writerConfig: 'WriterConfig of',
  credentials: 'Credentials of',
};

export function describePart({ kind, state, machine }: Part): string {
  if (kind === 'machine' || state === undefined) return `state machine "${machine.name}"`;
  const of = OF_STATE[kind];
  return of === undefined ? `state "${state.name}"` : `${of} state "${state.name}"`;
}

/** The same at the beginning of a sentence. */
export function describePartFirst(part: Part): string {
  const text = describePart(part);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What a part is called when many of its kind are meant: `Task states`, `retriers`. */
export function describeKind(kind: PartKind): string {
  const names: Readonly<Partial<Record<PartKind, string>>> = {
    machine: 'state machines',
    branch: 'branches',
    itemProcessor: 'item processors',
    retrier: 'retriers',
    catcher: 'catchers',
    choiceRule: 'choice rules',
    nestedChoiceRule: 'nested choice rules',
  };
  return (
    names[kind] ?? (OF_STATE[kind] === undefined ? `${kind} states` : kind.charAt(0).toUpperCase() + kind.slice(1))
  );
}
