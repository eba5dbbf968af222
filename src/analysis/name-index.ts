/**
 * Names within one whole machine: which Map has a label first, which state a misspelt name is near to, and whether
 * anything leads to one.
 */
import { machinesWithin } from '../asl/model.ts';
import type { Machine, MapState } from '../asl/model.ts';
import { NearNames } from '../text/near-name.ts';

/** More than any machine that people write needs; what bounds the time of a large one with very many wrong names. */
const MAX_COMPARISONS = 1_000_000;

export class NameIndex {
  readonly #root: Machine | undefined;
  readonly #nearNames = new Map<Machine, NearNames>();
  readonly #targets = new Map<Machine, ReadonlySet<string | undefined>>();
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
    return this.#namesOf(machine).near(name);
  }

  /** The same where no other name of that machine is near. */
  onlyNearState(machine: Machine, name: string): string | undefined {
    return this.#namesOf(machine).onlyNear(name);
  }

  /** Whether `StartAt` or a transition of `machine` leads to a state of this name, or may do so. */
  mayBeLedTo(machine: Machine, name: string): boolean {
    let targets = this.#targets.get(machine);
    if (targets === undefined) {
      targets = targetsOf(machine);
      this.#targets.set(machine, targets);
    }
    return targets.has(undefined) || targets.has(name);
  }

  #namesOf(machine: Machine): NearNames {
    let names = this.#nearNames.get(machine);
    if (names === undefined) {
      names = new NearNames(machine.stateByName.keys(), MAX_COMPARISONS);
      this.#nearNames.set(machine, names);
    }
    return names;
  }
}

/** The names that a machine leads to; undefined among them for one that is not known. */
function targetsOf({ startAt, states }: Machine): ReadonlySet<string | undefined> {
  const targets = new Set(states.flatMap(({ transitions }) => transitions.map(({ target }) => target)));
  return startAt === undefined ? targets : targets.add(startAt.kind === 'string' ? startAt.value : undefined);
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
