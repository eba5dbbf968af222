/**
 * A state while the program runs: what it was made with, and what calls have added to it since. What code that may
 * not run, or code that cannot be followed, might have added is lost: that aspect of the state is not known.
 */
import type { Place } from '../../tree/node.ts';
import type { Member, RecordValue, TextValue, Value } from './values.ts';

export type StateKind =
  'Pass' | 'Wait' | 'Choice' | 'Succeed' | 'Fail' | 'Parallel' | 'Map' | 'DistributedMap' | 'CustomState' | 'Task';

/** What calls change of a state. */
export type Aspect = 'next' | 'retry' | 'catch' | 'choices' | 'default' | 'branches' | 'processor' | 'prefix';

export interface ChoiceBranch {
  readonly condition: Value;
  readonly target: Value;
  readonly options: Value | undefined;
  readonly place: Place;
  /** Where the next state is named. */
  readonly next: Place;
}

export interface Handler {
  readonly target: Value;
  readonly options: Value | undefined;
  readonly place: Place;
  /** The whole call, with what it is a method of. */
  readonly call: Place;
  /** Where the next state is named. */
  readonly next: Place;
}

export interface Retrying {
  readonly options: Value | undefined;
  readonly place: Place;
  readonly call: Place;
}

export interface Processor {
  readonly start: Value;
  readonly config: Value | undefined;
  /** `iterator` is the older spelling. */
  readonly method: 'itemProcessor' | 'iterator';
  readonly place: Place;
  readonly call: Place;
  /** The method with what it is called on. */
  readonly callee: Place;
}

export type QueryLanguageName = 'JSONPath' | 'JSONata';

export class StateValue {
  readonly kind = 'state';
  readonly type: StateKind;
  /** The class of a task: `LambdaInvoke`. */
  readonly className: string;
  readonly id: Value;
  readonly scope: Value;
  readonly props: Value | undefined;
  /** By which factory it was made. */
  readonly language: QueryLanguageName | undefined;
  /** The whole expression. */
  readonly place: Place;
  /** `new tasks.LambdaInvoke`: what stands for all that the class adds by itself. */
  readonly callee: Place;
  readonly born: number;

  next: { readonly target: Value; readonly place: Place } | undefined;
  readonly retries: Retrying[] = [];
  readonly handlers: Handler[] = [];
  readonly choices: ChoiceBranch[] = [];
  otherwise: { readonly target: Value; readonly place: Place } | undefined;
  readonly branches: Value[] = [];
  processor: Processor | undefined;
  readonly prefixes: TextValue[] = [];
  readonly lost = new Set<Aspect>();
  /** Where it may lead to, by calls that may not happen. */
  readonly doubtful: Value[] = [];
  /** The program asks for metrics of the task. */
  asksMetrics = false;
  /** Code that cannot be followed has had it. */
  hasEscaped = false;

  constructor(
    parts: Pick<StateValue, 'type' | 'className' | 'id' | 'scope' | 'props' | 'language' | 'place' | 'callee' | 'born'>,
  ) {
    this.type = parts.type;
    this.className = parts.className;
    this.id = parts.id;
    this.scope = parts.scope;
    this.props = parts.props;
    this.language = parts.language;
    this.place = parts.place;
    this.callee = parts.callee;
    this.born = parts.born;
  }

  /** Whether states can be put behind it. */
  get isNextable(): boolean {
    return this.type !== 'Choice' && this.type !== 'Succeed' && this.type !== 'Fail';
  }

  /** Forgets all that calls may have changed, but for the name: no code of packages is known to change it. */
  lose(): void {
    this.hasEscaped = true;
    for (const aspect of ASPECTS) this.lost.add(aspect);
  }
}

const ASPECTS: readonly Aspect[] = ['next', 'retry', 'catch', 'choices', 'default', 'branches', 'processor'];

/** The options that a state or a construct was given. */
export class Props {
  readonly #record: RecordValue | undefined;
  /** Whether there may be options that are not seen. */
  readonly isOpen: boolean;

  constructor(value: Value | undefined) {
    this.#record = value?.kind === 'record' ? value : undefined;
    const isAbsent = value === undefined || value.kind === 'undefined' || value.kind === 'null';
    this.isOpen = this.#record === undefined ? !isAbsent : this.#record.isOpen;
  }

  get place(): Place | undefined {
    return this.#record?.place;
  }

  /** An option that is set; one that is set to undefined is not. */
  member(name: string): Member | undefined {
    const member = this.#record?.members.get(name);
    return member?.value.kind === 'undefined' ? undefined : member;
  }

  get(name: string): Value | undefined {
    return this.member(name)?.value;
  }

  get names(): readonly string[] {
    return [...(this.#record?.members.keys() ?? [])];
  }
}
