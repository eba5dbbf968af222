/**
 * What names and boxes stand for at this moment, in the module and in every function that is being followed. A snapshot of
 * the innermost function and of all boxes can be gone back to.
 */
import type { Box, Scope, Value } from '../values.ts';

interface Frame {
  locals: Map<string, Value>;
  readonly name: string;
  /** Names around the function. */
  readonly scope: Scope | undefined;
}

export interface Snapshot {
  readonly locals: ReadonlyMap<string, Value>;
  readonly boxes: ReadonlyMap<number, Box>;
}

export interface NamedValue {
  readonly name: string;
  readonly value: Value;
  /** Of the innermost function. */
  readonly isInner: boolean;
}

export class Memory {
  readonly #module = new Map<string, Value>();
  readonly #frames: Frame[] = [];
  #boxes = new Map<number, Box>();
  #nextNumber = 0;
  /** Values of the module have lower numbers: they live on from one call to the next. */
  #firstOwnBox = 0;

  // ---- functions ------------------------------------------------------------------------------------------------

  get depth(): number {
    return this.#frames.length;
  }

  isFollowed(name: string): boolean {
    return this.#frames.some((frame) => frame.name === name);
  }

  inModule(work: () => void): void {
    this.#within({ locals: this.#module, name: 'the module', scope: undefined }, work);
    this.#firstOwnBox = this.#nextNumber;
  }

  inFunction<T>(name: string, locals: Map<string, Value>, scope: Scope | undefined, work: () => T): T {
    return this.#within({ locals, name, scope }, work);
  }

  #within<T>(frame: Frame, work: () => T): T {
    this.#frames.push(frame);
    try {
      return work();
    } finally {
      this.#frames.pop();
    }
  }

  #frame(): Frame {
    const frame = this.#frames.at(-1);
    if (frame === undefined) throw new TypeError('no function is being followed');
    return frame;
  }

  /** What a function sees that is defined here. */
  closure(): Scope | undefined {
    const frame = this.#frame();
    return frame.locals === this.#module ? undefined : frame;
  }

  // ---- names ----------------------------------------------------------------------------------------------------

  lookUp(name: string): Value | undefined {
    const { locals, scope } = this.#frame();
    return locals.get(name) ?? scope?.locals.get(name) ?? this.#module.get(name);
  }

  ofModule(name: string): Value | undefined {
    return this.#module.get(name);
  }

  /** Of the innermost function, without the names around it. */
  ownValue(name: string): Value | undefined {
    return this.#frame().locals.get(name);
  }

  set(name: string, value: Value): void {
    this.#frame().locals.set(name, value);
  }

  setAll(names: readonly string[], value: Value): void {
    for (const name of names) this.set(name, value);
  }

  forget(name: string): void {
    this.#frame().locals.delete(name);
  }

  /** Of all functions that are being followed. */
  names(): readonly NamedValue[] {
    const inner = this.#frame();
    return this.#frames.flatMap((frame) =>
      [...frame.locals].map(([name, value]) => ({ name, value, isInner: frame === inner })),
    );
  }

  // ---- boxes ----------------------------------------------------------------------------------------------------

  newBox(box: Box): Value {
    const id = this.newNumber();
    this.#boxes.set(id, box);
    return { kind: 'box', id };
  }

  boxOf(value: Value): Box | undefined {
    return value.kind === 'box' ? this.#boxes.get(value.id) : undefined;
  }

  changeBox(id: number, box: Box): void {
    this.#boxes.set(id, box);
  }

  isBoxOfModule(id: number): boolean {
    return id < this.#firstOwnBox;
  }

  /** That no box and no item has. */
  newNumber(): number {
    return this.#nextNumber++;
  }

  // ---- snapshots ------------------------------------------------------------------------------------------------

  snapshot(): Snapshot {
    return { locals: new Map(this.#frame().locals), boxes: new Map(this.#boxes) };
  }

  restore(state: Snapshot): void {
    const frame = this.#frame();
    if (frame.locals === this.#module) {
      for (const [name, value] of state.locals) this.#module.set(name, value);
    } else frame.locals = new Map(state.locals);
    this.#boxes = new Map(state.boxes);
  }

  /** Takes over what boxes are in a state, and keeps the names. */
  takeBoxes({ boxes }: Snapshot): void {
    this.#boxes = new Map([...this.#boxes, ...boxes]);
  }

  /** Boxes as they are in a state, for this work alone. */
  withBoxes<T>(state: Snapshot, work: () => T): T {
    const kept = this.#boxes;
    this.takeBoxes(state);
    const made = work();
    this.#boxes = kept;
    return made;
  }
}
