/**
 * A machine as boxes and arrows: each state a box, each known transition an arrow, the machines within a Map or Parallel
 * drawn inside its box. Only what can be read: above a number of states or arrows there is no diagram at all.
 */
import type { Machine, State, TransitionKind } from '../asl/model.ts';
import { nestedMachines } from '../asl/model.ts';
import { startState } from '../analysis/graph.ts';
import type { Severity } from '../rules/rule.ts';

export const MOST_STATES = 120;
const MOST_ARROWS = 300;

export interface Diagram {
  readonly start?: string;
  readonly boxes: readonly DiagramBox[];
  readonly arrows: readonly DiagramArrow[];
}

export interface DiagramBox {
  /** Unique in the whole diagram, letters and digits: `s12`. */
  readonly id: string;
  readonly name: string;
  readonly type: State['type'];
  /** The operation, for a task that calls a model or an agent. */
  readonly operation?: string;
  readonly isEnd: boolean;
  readonly findings: FindingCounts;
  readonly within: readonly Diagram[];
}

export interface DiagramArrow {
  readonly from: string;
  readonly to: string;
  readonly kind: TransitionKind;
  /** The errors of a catcher. */
  readonly label?: string;
}

export type FindingCounts = Readonly<Record<Severity, number>>;

export const NO_FINDINGS: FindingCounts = { error: 0, warning: 0, note: 0 };

export function drawDiagram(machine: Machine, stateCount: number): Diagram | undefined {
  if (stateCount > MOST_STATES) return undefined;
  const drawing = new Drawing();
  const diagram = drawing.draw(machine);
  return drawing.arrowCount > MOST_ARROWS ? undefined : diagram;
}

/** The same with the findings of each state on its box; `countsOf` is asked by the names that lead to a state. */
export function markFindings(
  diagram: Diagram,
  countsOf: (path: readonly string[]) => FindingCounts,
  within: readonly string[] = [],
): Diagram {
  const boxes = diagram.boxes.map((box) => {
    const path = [...within, box.name];
    const inner = box.within.map((machine) => markFindings(machine, countsOf, path));
    return { ...box, findings: countsOf(path), within: inner };
  });
  return { ...diagram, boxes };
}

class Drawing {
  arrowCount = 0;
  readonly #ids = new Map<State, string>();

  draw(machine: Machine): Diagram {
    const boxes = machine.states.map((state) => this.#box(state));
    const arrows = machine.states.flatMap((state) => this.#arrows(state));
    this.arrowCount += arrows.length;
    const start = startState(machine);
    return { ...(start === undefined ? {} : { start: this.#idOf(start) }), boxes, arrows };
  }

  #idOf(state: State): string {
    const id = this.#ids.get(state) ?? `s${this.#ids.size + 1}`;
    this.#ids.set(state, id);
    return id;
  }

  #box(state: State): DiagramBox {
    const operation = state.type === 'Task' ? state.aiCall?.operation.name : undefined;
    return {
      id: this.#idOf(state),
      name: state.name,
      type: state.type,
      ...(operation === undefined ? {} : { operation }),
      isEnd: isEnd(state),
      findings: NO_FINDINGS,
      within: nestedMachines(state).map((machine) => this.draw(machine)),
    };
  }

  /** One arrow to each target, whether a choice leads there once or five times. */
  #arrows(state: State): readonly DiagramArrow[] {
    const arrows = new Map<string, DiagramArrow>();
    for (const { kind, target, catcher } of state.transitions) {
      const to = target === undefined ? undefined : state.machine.stateByName.get(target);
      if (to === undefined) continue;
      const key = `${kind === 'Catch' ? 'Catch' : 'way'} ${this.#idOf(to)}`;
      if (arrows.has(key)) continue;
      const errors = catcher?.errors.flatMap((entry) => (entry.kind === 'string' ? [entry.value] : [])) ?? [];
      const label = errors.length === 0 ? undefined : errors.join(', ');
      const ends = { from: this.#idOf(state), to: this.#idOf(to), kind };
      arrows.set(key, label === undefined ? ends : { ...ends, label });
    }
    return [...arrows.values()];
  }
}

function isEnd(state: State): boolean {
  if (state.type === 'Succeed' || state.type === 'Fail') return true;
  const end = state.node.get('End');
  return end?.kind === 'boolean' && end.value;
}
