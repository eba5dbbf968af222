/** Machines from plain objects, with the shapes of their data. */
import { DataFlow } from '../../../src/analysis/data-flow/data-flow.ts';
import type { Read } from '../../../src/analysis/data-flow/field-reader.ts';
import { kindsOf } from '../../../src/analysis/data-flow/shape.ts';
import type { Shape } from '../../../src/analysis/data-flow/shape.ts';
import { machinesWithin } from '../../../src/asl/model.ts';
import type { Machine, State } from '../../../src/asl/model.ts';
import { parseJsonata } from '../../../src/expr/jsonata/parse.ts';
import { loadMachines } from '../../support/lint-files.ts';
import { SERVICES } from '../../support/services.ts';

export interface Flow {
  readonly machine: Machine;
  readonly flow: DataFlow;
  state(name: string): State;
  /** What a state gets, in a few words; `never` when nothing leads to it. */
  input(name: string): string;
  /** What the path or expression in a field gives. */
  value(name: string, field: string): string;
  read(name: string, field: string): Read;
}

export async function flowOf(definition: object): Promise<Flow> {
  const [machine] = await loadMachines({ 'm.asl.json': JSON.stringify(definition) });
  if (machine === undefined) throw new Error('no machine');
  const flow = new DataFlow(machine, parseJsonata, SERVICES);
  const state = (name: string): State => {
    for (const { stateByName } of machinesWithin(machine)) {
      const found = stateByName.get(name);
      if (found !== undefined) return found;
    }
    throw new Error(`no state ${name}`);
  };
  const read = (name: string, field: string): Read => {
    const reads = flow.readsOf(state(name));
    const found = reads.find((candidate) => candidate.field === field);
    if (found === undefined) throw new Error(`${field} is not among ${reads.map((one) => one.field).join(', ')}`);
    return found;
  };
  const input = (name: string): string => {
    const shape = flow.inputOf(state(name));
    return shape === undefined ? 'never' : describe(shape);
  };
  return { machine, flow, state, input, read, value: (name, field) => describe(read(name, field).value) };
}

/** `{a: text, b?: number, …}`: a question mark for what may be missing, dots for members that are not known. */
export function describe(shape: Shape): string {
  const kinds = kindsOf(shape);
  if (kinds === undefined) return 'any';
  const words = kinds.map((kind) => describeKind(shape, kind));
  if (shape.missing) words.push('missing');
  return words.length === 0 ? 'nothing' : words.join(' | ');
}

function describeKind(shape: Shape, kind: string): string {
  if (kind === 'text') return shape.text?.literal === undefined ? describeText(shape) : `'${shape.text.literal}'`;
  if (kind === 'object') return describeObject(shape);
  if (kind !== 'array' || shape.array === undefined) return kind;
  const { tuple, element } = shape.array;
  return tuple === undefined ? `[${describe(element)}…]` : `[${tuple.map(describe).join(', ')}]`;
}

function describeText({ text }: Shape): string {
  return text?.content === 'plain' ? 'text' : `${text?.content ?? ''} text`;
}

function describeObject({ object }: Shape): string {
  const members = [...(object?.fields ?? [])].map(([name, field]) => {
    const isOptional = field.missing && !field.any;
    return `${name}${isOptional ? '?' : ''}: ${describe(isOptional ? { ...field, missing: false } : field)}`;
  });
  if (object?.rest === 'any') members.push('…');
  return `{${members.join(', ')}}`;
}
