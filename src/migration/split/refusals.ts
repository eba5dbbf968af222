/** Collects why a handler is not split; everything is asked, so that all reasons are told at once. */
import type { Blocker, Gate } from '../../handlers/ir.ts';
import type { Range } from '../../text/source-file.ts';

export class Refusals {
  readonly found: Blocker[] = [];

  add(gate: Gate, message: string, unblock: string, { start, end }: Range): void {
    const isKnown = this.found.some((one) => one.message === message && one.range.start === start);
    if (!isKnown) this.found.push({ gate, message, unblock, range: { start, end } });
  }

  get isEmpty(): boolean {
    return this.found.length === 0;
  }
}
