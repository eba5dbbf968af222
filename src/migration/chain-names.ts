/** Names for the new states of a chain, and for the variables that hold replies, which no other state or variable has. */
import { machinesWithin } from '../asl/model.ts';
import type { Machine, TaskState } from '../asl/model.ts';
import { MADE_STATE_NAME_CHARACTERS } from '../aws/name-limits.ts';
import type { CallOperation } from '../handlers/ir.ts';
import type { Node } from '../tree/node.ts';

export class ChainNames {
  readonly #task: TaskState;
  readonly #names: Set<string>;
  readonly #variables: Set<string>;
  readonly #prefix: string;

  constructor(task: TaskState) {
    this.#task = task;
    const root = rootOf(task.machine);
    const states = [...machinesWithin(root)].flatMap((machine) => machine.states.map(({ name }) => name));
    this.#names = new Set(states);
    this.#variables = variablesIn(root.node);
    this.#prefix = prefixOf(task.name, states);
  }

  /** Of a state: that of the task and what the state does. */
  state(action: string): string {
    for (let i = 1; ; i++) {
      const end = i === 1 ? ` ${action}` : ` ${action} ${String(i)}`;
      const name = `${this.#task.name.slice(0, MADE_STATE_NAME_CHARACTERS - end.length)}${end}`;
      if (this.#names.has(name)) continue;
      this.#names.add(name);
      return name;
    }
  }

  variable(operation: CallOperation): string {
    for (let i = 1; ; i++) {
      const name = `${this.#prefix}${operation}${i === 1 ? '' : String(i)}`;
      if (this.#variables.has(name)) continue;
      this.#variables.add(name);
      return name;
    }
  }
}

function rootOf(machine: Machine): Machine {
  return machine.owner === undefined ? machine : rootOf(machine.owner.machine);
}

/** The name of the task as part of an identifier. Tasks whose names look alike as such are numbered. */
function prefixOf(task: string, states: readonly string[]): string {
  const alike = states.filter((name) => identifierOf(name) === identifierOf(task));
  const number = alike.length > 1 ? `${String(alike.indexOf(task) + 1)}_` : '';
  return `${identifierOf(task)}${number}`;
}

const MAX_PREFIX = 40;

function identifierOf(name: string): string {
  const words = name.match(/[A-Za-z0-9]+/g) ?? [];
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return `made${joined}`.slice(0, MAX_PREFIX);
}

/** Every name that is assigned or read as a variable anywhere in a machine. */
function variablesIn(root: Node): Set<string> {
  const found = new Set<string>();
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === 'array') waiting.push(...node.items);
    if (node.kind === 'string') for (const [, name = ''] of node.value.matchAll(/\$([A-Za-z_]\w*)/g)) found.add(name);
    if (node.kind !== 'object') continue;
    for (const { key, value } of node.entries) {
      waiting.push(value);
      if (key.value === 'Assign' && value.kind === 'object')
        for (const entry of value.entries) found.add(entry.key.value.replace(/\.\$$/, ''));
    }
  }
  return found;
}
