/**
 * Which branches of a Parallel run beside one that waits. A branch that waits and then fails is how people write a
 * timeout for what goes on in the others; whether it does fail is not looked at. What is not known may wait.
 */
import type { Machine, ParallelState } from '../asl/model.ts';

export class BranchWaits {
  readonly #waiting = new Map<ParallelState, ReadonlySet<Machine>>();

  /** Whether `machine` is a branch beside one that may have a Wait state of its own, or lies within such a branch. */
  isBesideWait(machine: Machine): boolean {
    let inner = machine;
    for (let owner = inner.owner; owner !== undefined; owner = inner.owner) {
      if (owner.type === 'Parallel') {
        const waiting = this.#waitingBranches(owner);
        if (!isKnown(owner) || waiting.size > (waiting.has(inner) ? 1 : 0)) return true;
      }
      inner = owner.machine;
    }
    return false;
  }

  #waitingBranches(parallel: ParallelState): ReadonlySet<Machine> {
    let waiting = this.#waiting.get(parallel);
    if (waiting === undefined) {
      waiting = new Set(parallel.branches.filter(mayWait));
      this.#waiting.set(parallel, waiting);
    }
    return waiting;
  }
}

function mayWait({ node, states }: Machine): boolean {
  const written = node.get('States');
  if (written?.kind !== 'object' || written.isOpen || written.entries.length !== states.length) return true;
  return states.some(({ type }) => type === 'Wait' || type === 'untyped');
}

/** Whether each branch is one that can be read. */
function isKnown({ node, branches }: ParallelState): boolean {
  const written = node.get('Branches');
  return written?.kind === 'array' && written.items.length === branches.length;
}
