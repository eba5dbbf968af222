/**
 * The model that rules read: machines, states, retriers and catchers, whatever the source. Nested machines (Parallel
 * branches, Map item processors) are machines with an owner. Built once by `build.ts`, never changed.
 */
import type { LooseJson } from '../tree/loose-json.ts';
import type { Node, ObjectNode, Resource, StringNode } from '../tree/node.ts';
import type { AiCall, Integration } from './integrations.ts';

export type QueryLanguage = 'JSONPath' | 'JSONata' | 'unknown';
export type MachineType = 'STANDARD' | 'EXPRESS' | 'unknown';

/** What became of a declaration's definition. */
export type DefinitionLink =
  | { readonly kind: 'inline' }
  | { readonly kind: 'file'; readonly node: Node; readonly path: string }
  | { readonly kind: 'missing'; readonly node: StringNode; readonly path: string }
  | { readonly kind: 'otherCase'; readonly node: StringNode; readonly path: string; readonly actual: string }
  | { readonly kind: 'outside'; readonly node: StringNode; readonly path: string }
  | { readonly kind: 'notRead'; readonly node: Node; readonly why: string }
  | { readonly kind: 'none' };

/** A place that declares a machine: a template resource, or a definition file that stands alone. */
export interface Declaration {
  readonly name: string;
  readonly type: MachineType;
  /** The template resource; absent for a file that stands alone. */
  readonly resource: Resource | undefined;
  /** The whole template; absent for a file that stands alone. */
  readonly template: ObjectNode | undefined;
  /** All resources of the template by logical id; none for a file that stands alone. */
  readonly resources: ReadonlyMap<string, Resource>;
  readonly definition: DefinitionLink;
  readonly substitutions: ObjectNode | undefined;
  /** Whether there may be substitutions that are not seen. */
  readonly substitutionsAreOpen: boolean;
  /** Absent for a file that stands alone. */
  readonly settings: MachineSettings | undefined;
  /** Of a machine that is made in CDK source: what its construct is given, beyond what the machine becomes. */
  readonly construct?: ConstructFacts;
  /** Of a machine in a synthesised template: the source that is known to make it. */
  readonly source?: ProgramSource;
}

/** Where the program that made a template makes the machine, and its states by name. */
export interface ProgramSource {
  readonly machine: StringNode;
  readonly states: ReadonlyMap<string, StringNode>;
}

export interface ConstructFacts {
  /** The option `definition`, which newer versions of CDK call deprecated. */
  readonly deprecatedDefinition: StringNode | undefined;
  /** Options that CDK leaves out of the definition, by the name of their state. */
  readonly ignoredOptions: readonly IgnoredOption[];
  /** Whether CDK makes a role for this machine alone. */
  readonly hasOwnRole: boolean;
  /** Stands for the stack that it is in. */
  readonly stack: object | undefined;
}

export interface IgnoredOption {
  readonly state: string;
  readonly key: StringNode;
}

/** What a template sets on a machine beside its definition; values as they are written, references resolved. */
export interface MachineSettings {
  readonly logging: Node | undefined;
  readonly tracing: Node | undefined;
  /** A map in SAM, a list of keys and values in CloudFormation. */
  readonly tags: Node | undefined;
  readonly role: Node | undefined;
  /** Of SAM, from which it makes a role when there is none. */
  readonly policies: Node | undefined;
  /** Whether deploying publishes a version; undefined when it cannot be told. */
  readonly publishesVersions: boolean | undefined;
  /** Whether more may be set than is written in the resource. */
  readonly isOpen: boolean;
  /** Everything that gives the role rights is seen, though more may be set on the machine. */
  readonly seesWholeRole?: true;
}

export interface Machine {
  readonly kind: 'root' | 'branch' | 'itemProcessor';
  /** Name of the whole machine; the same for its nested ones. */
  readonly name: string;
  readonly node: ObjectNode;
  readonly startAt: Node | undefined;
  readonly states: readonly State[];
  /** By name; the last one of several with the same name. */
  readonly stateByName: ReadonlyMap<string, State>;
  readonly queryLanguage: QueryLanguage;
  readonly type: MachineType;
  /** The Parallel or Map that holds this machine. */
  readonly owner: ParallelState | MapState | undefined;
  /** Every place that declares it; of the whole machine. */
  readonly declarations: readonly Declaration[];
  /** The whole definition as it is written, before substitutions; of the whole machine. */
  readonly written: ObjectNode;
  /** JSON pointer inside the definition, empty for the whole one. */
  readonly pointer: string;
  /** Comments and trailing commas in a text that must be strict JSON; nested machines have none. */
  readonly looseJson: readonly LooseJson[];
}

export type TransitionKind = 'Next' | 'Default' | 'Choice' | 'Catch';

export interface Transition {
  readonly kind: TransitionKind;
  /** The value that names the target. */
  readonly node: Node;
  /** Undefined when the name is not known. */
  readonly target: string | undefined;
  /** The catcher, for a `Catch` transition. */
  readonly catcher: Catcher | undefined;
}

export interface ErrorMatcher {
  readonly node: ObjectNode;
  /** The entries of `ErrorEquals`; empty when it is missing or not a list. */
  readonly errors: readonly Node[];
  /** False when `ErrorEquals` itself is unknown or malformed, so that it may match anything. */
  readonly errorsKnown: boolean;
}

export interface Retrier extends ErrorMatcher {
  /** Default 3; undefined when it is not known. */
  readonly maxAttempts: number | undefined;
}

export interface Catcher extends ErrorMatcher {
  readonly next: Node | undefined;
}

/** An entry of `Retry` or `Catch` among its own. */
export interface HandlerEntry {
  readonly kind: 'retrier' | 'catcher';
  readonly matcher: ErrorMatcher;
  readonly isLast: boolean;
}

/** The retriers of a state and then its catchers; none for a state that takes neither. */
export function handlerEntriesOf(state: State): readonly HandlerEntry[] {
  if (!('retriers' in state)) return [];
  const entries = (kind: HandlerEntry['kind'], matchers: readonly ErrorMatcher[]): readonly HandlerEntry[] =>
    matchers.map((matcher, i) => ({ kind, matcher, isLast: i === matchers.length - 1 }));
  return [...entries('retrier', state.retriers), ...entries('catcher', state.catchers)];
}

interface StateBase {
  readonly name: string;
  readonly key: StringNode;
  readonly node: ObjectNode;
  readonly machine: Machine;
  readonly queryLanguage: QueryLanguage;
  readonly transitions: readonly Transition[];
  /** JSON pointer inside the definition. */
  readonly pointer: string;
}

interface ErrorHandlingState extends StateBase {
  readonly retriers: readonly Retrier[];
  readonly catchers: readonly Catcher[];
  /** False when `Retry` cannot be read as a list of retriers, or may be there unseen. */
  readonly retriersKnown: boolean;
  /** The same for `Catch`. */
  readonly catchersKnown: boolean;
}

export interface TaskState extends ErrorHandlingState {
  readonly type: 'Task';
  readonly integration: Integration;
  readonly aiCall: AiCall | undefined;
  /** `Parameters` or `Arguments`, whichever the query language reads. */
  readonly arguments: Node | undefined;
}

export interface MapState extends ErrorHandlingState {
  readonly type: 'Map';
  readonly mode: 'INLINE' | 'DISTRIBUTED' | 'unknown';
  readonly processor: Machine | undefined;
}

export interface ParallelState extends ErrorHandlingState {
  readonly type: 'Parallel';
  readonly branches: readonly Machine[];
}

export interface PlainState extends StateBase {
  readonly type: 'Pass' | 'Choice' | 'Wait' | 'Succeed' | 'Fail';
}

/** A state whose `Type` is missing, unknown or not one of the eight. */
export interface UntypedState extends StateBase {
  readonly type: 'untyped';
}

export type State = TaskState | MapState | ParallelState | PlainState | UntypedState;

export function nestedMachines(state: State): readonly Machine[] {
  switch (state.type) {
    case 'Parallel':
      return state.branches;
    case 'Map':
      return state.processor === undefined ? [] : [state.processor];
    default:
      return [];
  }
}

/** The machine and all machines nested in it, outermost first. */
export function* machinesWithin(machine: Machine): Generator<Machine> {
  yield machine;
  for (const state of machine.states) {
    for (const nested of nestedMachines(state)) yield* machinesWithin(nested);
  }
}

/** Names of the states that hold `state`, outermost first, and its own. */
export function statePath(state: State): readonly string[] {
  const path = [state.name];
  for (let owner = state.machine.owner; owner !== undefined; owner = owner.machine.owner) path.unshift(owner.name);
  return path;
}
