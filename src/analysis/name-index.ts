/** Names within one whole machine: which Map has a label first, and which state a misspelt name is near to. */
import { machinesWithin } from '../asl/model.ts';
import type { Machine, MapState } from '../asl/model.ts';
import { NearNames } from '../text/near-name.ts';

/** More than any machine that people write needs; what bounds the time of a large one with very many wrong names. */
const MAX_COMPARISONS = 1_000_000;

export class NameIndex {
  readonly #root: Machine | undefined;
  readonly #nearNames = new Map<Machine, NearNames>();
  #firstMapByLabel: ReadonlyMap<string, MapState> | undefined;

  /** Without a machine for what is declared alone. */
  constructor(root: Machine | undefined) {
    this.#root = root;
  }

  /** The first Distributed Map of each label; Maps whose label or mode is not known are left out. */
  get firstMapByLabel(): ReadonlyMap<string, MapState> {
    this.#firstMapByLabel ??= firstMapByLabel(this.#root);
    return this.#firstMapByLabel;
  }

  /** The state of `machine`, nested ones left out, whose name is near to this one. */
  nearState(machine: Machine, name: string): string | undefined {
    let names = this.#nearNames.get(machine);
    if (names === undefined) {
      names = new NearNames(machine.stateByName.keys(), MAX_COMPARISONS);
      this.#nearNames.set(machine, names);
    }
    return names.near(name);
  }
}

/** The literal label of a Distributed Map. */
export function labelOf(state: MapState): string | undefined {
  const label = state.mode === 'DISTRIBUTED' ? state.node.get('Label') : undefined;
  return label?.kind === 'string' ? label.value : undefined;
}

function firstMapByLabel(root: Machine | undefined): ReadonlyMap<string, MapState> {
  const first = new Map<string, MapState>();
  for (const machine of root === undefined ? [] : machinesWithin(root)) {
    for (const state of machine.states) {
      const label = state.type === 'Map' ? labelOf(state) : undefined;
      if (state.type === 'Map' && label !== undefined && !first.has(label)) first.set(label, state);
    }
  }
  return first;
}
