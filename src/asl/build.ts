/**
 * Builds the model from a definition's tree. Never fails: what is missing or of the wrong type leaves an empty or
 * unknown part, and the rest of the machine is still there.
 */
import type { LooseJson } from '../tree/loose-json.ts';
import type { Node, ObjectNode } from '../tree/node.ts';
import { escapePointer } from '../tree/pointer.ts';
import { aiCallOf, readIntegration } from './integrations.ts';
import type {
  Catcher,
  Declaration,
  ErrorMatcher,
  Machine,
  MachineType,
  MapState,
  ParallelState,
  PlainState,
  QueryLanguage,
  Retrier,
  State,
  TaskState,
  Transition,
  TransitionKind,
} from './model.ts';

const DEFAULT_MAX_ATTEMPTS = 3;

/** What is known of how the definition is written, beside its tree. */
export interface WrittenDefinition {
  /** The definition before substitutions; the tree itself where there are none. */
  readonly written?: ObjectNode;
  readonly looseJson?: readonly LooseJson[];
}

export function buildMachine(
  node: ObjectNode,
  name: string,
  declarations: readonly Declaration[],
  { written = node, looseJson = [] }: WrittenDefinition = {},
): Machine {
  return new MachineModel({
    kind: 'root',
    name,
    node,
    queryLanguage: machineQueryLanguage(node),
    type: commonType(declarations),
    owner: undefined,
    declarations,
    written,
    pointer: '',
    looseJson,
  });
}

function commonType(declarations: readonly Declaration[]): MachineType {
  const type = declarations[0]?.type ?? 'unknown';
  return declarations.every((declaration) => declaration.type === type) ? type : 'unknown';
}

/** Exactly `JSONPath` is JSONPath; any other text is refused by the service and treated as JSONata. */
function readQueryLanguage(node: Node | undefined): QueryLanguage | undefined {
  if (node === undefined) return undefined;
  if (node.kind === 'unknown') return 'unknown';
  return node.kind === 'string' && node.value === 'JSONPath' ? 'JSONPath' : 'JSONata';
}

function machineQueryLanguage(node: ObjectNode): QueryLanguage {
  return readQueryLanguage(node.get('QueryLanguage')) ?? 'JSONPath';
}

class MachineModel implements Machine {
  readonly kind: Machine['kind'];
  readonly name: string;
  readonly node: ObjectNode;
  readonly queryLanguage: QueryLanguage;
  readonly type: MachineType;
  readonly owner: ParallelState | MapState | undefined;
  readonly declarations: readonly Declaration[];
  readonly written: ObjectNode;
  readonly pointer: string;
  readonly looseJson: readonly LooseJson[];
  readonly states: readonly State[];
  readonly stateByName: ReadonlyMap<string, State>;

  constructor(parts: Omit<Machine, 'states' | 'stateByName' | 'startAt'>) {
    this.kind = parts.kind;
    this.name = parts.name;
    this.node = parts.node;
    this.queryLanguage = parts.queryLanguage;
    this.type = parts.type;
    this.owner = parts.owner;
    this.declarations = parts.declarations;
    this.written = parts.written;
    this.pointer = parts.pointer;
    this.looseJson = parts.looseJson;
    this.states = this.#buildStates();
    this.stateByName = new Map(this.states.map((state) => [state.name, state]));
  }

  get startAt(): Node | undefined {
    return this.node.get('StartAt');
  }

  #buildStates(): readonly State[] {
    const states = this.node.get('States');
    if (states?.kind !== 'object') return [];
    return states.entries.flatMap(({ key, value }) => (value.kind === 'object' ? [buildState(this, key, value)] : []));
  }
}

function buildState(machine: Machine, key: State['key'], node: ObjectNode): State {
  const type = node.get('Type');
  switch (type?.kind === 'string' ? type.value : undefined) {
    case 'Task':
      return new TaskModel(machine, key, node);
    case 'Map':
      return new MapModel(machine, key, node);
    case 'Parallel':
      return new ParallelModel(machine, key, node);
    case 'Pass':
    case 'Choice':
    case 'Wait':
    case 'Succeed':
    case 'Fail':
      return new PlainModel(machine, key, node);
    default:
      return new UntypedModel(machine, key, node);
  }
}

abstract class StateModel {
  readonly name: string;
  readonly key: State['key'];
  readonly node: ObjectNode;
  readonly machine: Machine;
  readonly queryLanguage: QueryLanguage;
  #transitions: readonly Transition[] | undefined;

  constructor(machine: Machine, key: State['key'], node: ObjectNode) {
    this.name = key.value;
    this.key = key;
    this.node = node;
    this.machine = machine;
    // Inherited from the whole machine, never from an enclosing Map or Parallel.
    this.queryLanguage = readQueryLanguage(node.get('QueryLanguage')) ?? machine.queryLanguage;
  }

  get pointer(): string {
    return `${this.machine.pointer}/States/${escapePointer(this.name)}`;
  }

  get transitions(): readonly Transition[] {
    this.#transitions ??= readTransitions(this.node, this.transitionCatchers());
    return this.#transitions;
  }

  protected transitionCatchers(): readonly Catcher[] {
    return [];
  }
}

abstract class ErrorHandlingModel extends StateModel {
  #retriers: readonly Retrier[] | undefined;
  #catchers: readonly Catcher[] | undefined;

  get retriers(): readonly Retrier[] {
    this.#retriers ??= objectsOf(this.node.get('Retry')).map(readRetrier);
    return this.#retriers;
  }

  get catchers(): readonly Catcher[] {
    this.#catchers ??= objectsOf(this.node.get('Catch')).map(readCatcher);
    return this.#catchers;
  }

  get retriersKnown(): boolean {
    return isKnownList(this.node, 'Retry');
  }

  get catchersKnown(): boolean {
    return isKnownList(this.node, 'Catch');
  }

  protected override transitionCatchers(): readonly Catcher[] {
    return this.catchers;
  }
}

class TaskModel extends ErrorHandlingModel implements TaskState {
  readonly type = 'Task';
  readonly integration;
  readonly aiCall;

  constructor(machine: Machine, key: State['key'], node: ObjectNode) {
    super(machine, key, node);
    this.integration = readIntegration(node.get('Resource'));
    this.aiCall = aiCallOf(this.integration);
  }

  get arguments(): Node | undefined {
    if (this.queryLanguage === 'unknown') return undefined;
    return this.node.get(this.queryLanguage === 'JSONata' ? 'Arguments' : 'Parameters');
  }
}

class MapModel extends ErrorHandlingModel implements MapState {
  readonly type = 'Map';
  readonly mode: MapState['mode'];
  readonly processor: Machine | undefined;

  constructor(machine: Machine, key: State['key'], node: ObjectNode) {
    super(machine, key, node);
    const entry = node.entry('ItemProcessor') ?? node.entry('Iterator');
    const processor = entry?.value.kind === 'object' ? entry.value : undefined;
    const config = processor?.get('ProcessorConfig');
    this.mode = mapMode(entry?.value, config);
    if (entry === undefined || processor === undefined) return;
    const pointer = `${this.pointer}/${entry.key.value}`;
    this.processor = nestedMachine(this, 'itemProcessor', processor, pointer, childType(this.mode, config, machine));
  }
}

function mapMode(processor: Node | undefined, config: Node | undefined): MapState['mode'] {
  if (processor?.kind !== 'object') return 'unknown';
  if (config === undefined) return processor.isOpen ? 'unknown' : 'INLINE';
  if (config.kind !== 'object') return 'unknown';
  const mode = config.get('Mode');
  if (mode === undefined) return config.isOpen ? 'unknown' : 'INLINE';
  if (mode.kind !== 'string') return 'unknown';
  return mode.value === 'INLINE' || mode.value === 'DISTRIBUTED' ? mode.value : 'unknown';
}

/** Iterations of a Distributed Map are executions of their own type. */
function childType(mode: MapState['mode'], config: Node | undefined, machine: Machine): MachineType {
  if (mode === 'INLINE') return machine.type;
  const type = mode === 'DISTRIBUTED' && config?.kind === 'object' ? config.get('ExecutionType') : undefined;
  return readMachineType(type, 'unknown');
}

class ParallelModel extends ErrorHandlingModel implements ParallelState {
  readonly type = 'Parallel';
  readonly branches: readonly Machine[];

  constructor(machine: Machine, key: State['key'], node: ObjectNode) {
    super(machine, key, node);
    const branches = node.get('Branches');
    const items = branches?.kind === 'array' ? branches.items : [];
    this.branches = items.flatMap((branch, i) =>
      branch.kind === 'object'
        ? [nestedMachine(this, 'branch', branch, `${this.pointer}/Branches/${i}`, machine.type)]
        : [],
    );
  }
}

class PlainModel extends StateModel implements PlainState {
  get type(): PlainState['type'] {
    const type = this.node.get('Type');
    return (type?.kind === 'string' ? type.value : 'Pass') as PlainState['type'];
  }
}

class UntypedModel extends StateModel {
  readonly type = 'untyped';
}

function nestedMachine(
  owner: ParallelState | MapState,
  kind: 'branch' | 'itemProcessor',
  node: ObjectNode,
  pointer: string,
  type: MachineType,
): Machine {
  const { name, queryLanguage, declarations, written } = owner.machine;
  const own = { kind, name, node, queryLanguage, type, owner, declarations, pointer };
  return new MachineModel({ ...own, written, looseJson: [] });
}

/** `STANDARD` or `EXPRESS` as written, unknown for anything else, `absent` when nothing is written. */
export function readMachineType(node: Node | undefined, absent: MachineType): MachineType {
  if (node === undefined) return absent;
  if (node.kind !== 'string') return 'unknown';
  return node.value === 'STANDARD' || node.value === 'EXPRESS' ? node.value : 'unknown';
}

/** Whether a field is a list of objects, or certainly absent. */
function isKnownList(part: ObjectNode, field: string): boolean {
  const node = part.get(field);
  if (node === undefined) return !part.isOpen;
  return node.kind === 'array' && node.items.every((item) => item.kind === 'object');
}

function objectsOf(node: Node | undefined): readonly ObjectNode[] {
  return node?.kind === 'array' ? node.items.filter((item) => item.kind === 'object') : [];
}

function readMatcher(node: ObjectNode): ErrorMatcher {
  const errors = node.get('ErrorEquals');
  return errors?.kind === 'array'
    ? { node, errors: errors.items, errorsKnown: true }
    : { node, errors: [], errorsKnown: errors === undefined && !node.isOpen };
}

function readRetrier(node: ObjectNode): Retrier {
  const attempts = node.get('MaxAttempts');
  const known = attempts?.kind === 'number' ? attempts.value : undefined;
  const absent = node.isOpen ? undefined : DEFAULT_MAX_ATTEMPTS;
  return { ...readMatcher(node), maxAttempts: attempts === undefined ? absent : known };
}

function readCatcher(node: ObjectNode): Catcher {
  return { ...readMatcher(node), next: node.get('Next') };
}

function readTransitions(node: ObjectNode, catchers: readonly Catcher[]): readonly Transition[] {
  const transitions: Transition[] = [];
  const add = (kind: TransitionKind, target: Node | undefined, catcher?: Catcher): void => {
    if (target === undefined) return;
    transitions.push({ kind, node: target, target: target.kind === 'string' ? target.value : undefined, catcher });
  };
  add('Next', node.get('Next'));
  for (const rule of objectsOf(node.get('Choices'))) add('Choice', rule.get('Next'));
  add('Default', node.get('Default'));
  for (const catcher of catchers) add('Catch', catcher.next, catcher);
  return transitions;
}
