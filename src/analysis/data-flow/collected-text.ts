/** How much text of models the iterations of a Map bring together at most, where all of it is written in the definition. */
import type { MapState, State, TaskState } from '../../asl/model.ts';
import { OUTPUT_TOKEN_LIMITS } from '../../aws/token-limits.ts';
import type { Node } from '../../tree/node.ts';
import type { DataFlow } from './data-flow.ts';
import { within } from './shape.ts';
import type { Shape } from './shape.ts';

export interface CollectedText {
  readonly items: number;
  /** The calls whose text is in what each iteration leaves. */
  readonly calls: readonly TaskState[];
  /** Of one item. */
  readonly tokens: number;
}

const MAX_DEPTH = 8;

/** Undefined where the number of items or the limit of a call is not known. */
export function collectedText(map: MapState, dataFlow: DataFlow): CollectedText | undefined {
  if (map.processor === undefined || map.node.isOpen || dataFlow.inputOf(map) === undefined) return undefined;
  const items = dataFlow.itemsOf(map);
  if (items.any || items.array === undefined || !Number.isFinite(items.array.min) || items.array.min === 0)
    return undefined;
  const states = new Set<State>();
  addWriters(dataFlow.outputOf(map.processor), states, 0);
  const calls = [...states].filter((state) => state.type === 'Task');
  const limits = calls.map(tokenLimit).filter((limit) => limit !== undefined);
  const tokens = limits.reduce((sum, limit) => sum + limit, 0);
  if (tokens === 0) return undefined;
  return { items: items.array.min, calls, tokens };
}

/** The states whose model text is somewhere in a value, for certain. */
function addWriters(value: Shape, states: Set<State>, depth: number): void {
  if (value.any || depth > MAX_DEPTH) return;
  const [source, ...others] = value.sources;
  if (value.text?.content === 'model' && source?.kind === 'result' && others.length === 0) states.add(source.state);
  if (value.array !== undefined) addWriters(within(value, value.array.element, '[]'), states, depth + 1);
  for (const [name, field] of value.object?.fields ?? []) addWriters(within(value, field, name), states, depth + 1);
}

function tokenLimit(state: TaskState): number | undefined {
  for (const path of OUTPUT_TOKEN_LIMITS[state.aiCall?.operation.name ?? ''] ?? []) {
    let node: Node | undefined = state.arguments;
    for (const name of path) node = node?.kind === 'object' ? node.get(name) : undefined;
    if (node?.kind === 'number') return node.value;
  }
  return undefined;
}
