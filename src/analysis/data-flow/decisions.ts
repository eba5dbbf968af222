/**
 * Which parts of task results a machine decides by: what its choice rules and conditions compare or test, and what it
 * hands to others that may decide. To put a value away is not to look at it.
 */
import { machinesWithin } from '../../asl/model.ts';
import type { Machine, State, TaskState } from '../../asl/model.ts';
import { STORING_CALLS } from '../../aws/storing-calls.ts';
import type { Node } from '../../tree/node.ts';
import type { DataFlow } from './data-flow.ts';
import type { Read } from './field-reader.ts';
import { FROM_INPUT, FROM_ITEM, FROM_TEXT } from './marks.ts';
import { within } from './shape.ts';
import type { Shape } from './shape.ts';

const STOP_REASON = /stop[_-]?reason/i;

export class Decisions {
  readonly #looked = new Map<State, Set<string>>();
  #mentionsStopReason = false;
  #isUnknown = false;

  constructor(root: Machine | undefined, dataFlow: DataFlow) {
    if (root === undefined) return;
    this.#isUnknown = dataFlow.isOpen;
    if (this.#isUnknown) return;
    for (const machine of machinesWithin(root)) {
      for (const state of machine.states) {
        this.#isUnknown ||= mayLookUnseen(state);
        for (const read of dataFlow.readsOf(state)) this.#addRead(read);
        if (state.type === 'Task' && mayDecide(state)) this.#addAll(dataFlow.argumentsOf(state), 0);
      }
    }
  }

  /** Whether something decides by the part `path` of the result of `state`, or may do so. */
  lookAt(state: State, path: string): boolean {
    return this.#isUnknown || this.#looked.get(state)?.has(path) === true;
  }

  /** Whether some condition names a stop reason, wherever that may come from. */
  get mentionStopReason(): boolean {
    return this.#isUnknown || this.#mentionsStopReason;
  }

  #addRead(read: Read): void {
    const decides = /^Choices\[\d+\]/.test(read.field) && !/\.(?:Assign|Output)\b/.test(read.field);
    const looked = decides ? [...read.lookedAt, read.value] : read.lookedAt;
    for (const value of looked) this.#addAll(value, 0);
    this.#mentionsStopReason ||= looked.length > 0 && STOP_REASON.test(read.node.value);
  }

  /** A value and all that is in it. */
  #addAll(value: Shape, depth: number): void {
    const isOfResult = value.sources.some(({ kind }) => kind === 'result');
    if (!isOfResult && mayHoldResult(value)) this.#isUnknown = true;
    for (const { state, kind, path } of value.sources) {
      if (kind !== 'result') continue;
      const paths = this.#looked.get(state) ?? new Set();
      this.#looked.set(state, paths.add(path));
    }
    if (depth > MAX_DEPTH) return;
    if (value.array !== undefined) {
      for (const item of value.array.tuple ?? [value.array.element]) this.#addAll(within(value, item, '[]'), depth + 1);
    }
    for (const [name, field] of value.object?.fields ?? []) this.#addAll(within(value, field, name), depth + 1);
  }
}

const MAX_DEPTH = 6;

/** Of what holds no task result. */
const KNOWN_ORIGINS = FROM_INPUT | FROM_ITEM | FROM_TEXT;

/** What is not known to come from elsewhere; a whole object written as text may hold a part of a result too. */
function mayHoldResult({ any, marks, text }: Shape): boolean {
  return (any && (marks & KNOWN_ORIGINS) === 0) || text?.content === 'json';
}

/** Whether an expression that is not known may look at what the state reads. */
function mayLookUnseen({ node, queryLanguage }: State): boolean {
  if (queryLanguage === 'JSONPath') return false;
  return ['Output', 'Assign'].some((field) => holdsUnknown(node.get(field)));
}

function holdsUnknown(node: Node | undefined): boolean {
  switch (node?.kind) {
    case 'unknown':
      return true;
    case 'array':
      return node.items.some(holdsUnknown);
    case 'object':
      return node.isOpen || node.entries.some(({ value }) => holdsUnknown(value));
    default:
      return false;
  }
}

/** Whether what a task is called with may be looked at: by a function, a nested execution, a queue's reader. */
function mayDecide({ integration, aiCall }: TaskState): boolean {
  if (aiCall !== undefined) return false;
  if (integration.kind !== 'optimised' && integration.kind !== 'sdk') return true;
  return !STORING_CALLS.includes(`${integration.service}:${integration.action}`);
}
