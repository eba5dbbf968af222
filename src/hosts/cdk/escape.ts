/**
 * Values that are handed to code which cannot be followed. It may change them: states lose what calls may have
 * added, records and lists may hold more than is seen, and functions may be called with anything.
 */
import type { Evaluator } from './evaluator.ts';
import { unknownValue } from './values.ts';
import type { FunctionValue, Value } from './values.ts';

export class Escapes {
  readonly #functions = new Set<FunctionValue['node']>();

  add(value: Value, ev: Evaluator): void {
    this.#add(value, ev, new Set());
  }

  /** `seen` are the records and lists on the way: they may hold themselves. */
  #add(value: Value, ev: Evaluator, seen: Set<Value>): void {
    if (seen.has(value)) return;
    if (seen.size === 0) {
      ev.rights.escaped(value);
      ev.functions.escaped(value);
    }
    switch (value.kind) {
      case 'state':
        value.lose();
        return;
      case 'chain':
        this.#add(value.start, ev, seen);
        for (const end of value.ends ?? []) this.#add(end, ev, seen);
        return;
      case 'record':
        seen.add(value);
        value.isOpen = true;
        for (const { value: member } of value.members.values()) this.#add(member, ev, seen);
        return;
      case 'list':
        seen.add(value);
        value.isOpen = true;
        for (const item of value.items) this.#add(item, ev, seen);
        return;
      case 'function':
        this.#call(value, ev);
        return;
      default:
    }
  }

  #call(value: FunctionValue, ev: Evaluator): void {
    if (this.#functions.has(value.node)) return;
    this.#functions.add(value.node);
    const given = value.node.params.map(() => unknownValue(value.place, 'an argument'));
    ev.uncertainly(() => ev.callFunction(value, undefined, given, value.place));
    this.#functions.delete(value.node);
  }
}
