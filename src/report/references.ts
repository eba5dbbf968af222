/** From the model to the plain data of a report: a state by its names, a node by its place. */
import type { State } from '../asl/model.ts';
import { statePath } from '../asl/model.ts';
import type { HostSpan } from '../text/layer.ts';
import { spanOf } from '../tree/node.ts';
import type { Place } from '../tree/node.ts';
import type { ReportPlace, StateReference } from './machine-report.ts';

export function referTo(state: State): StateReference {
  return { name: state.name, within: statePath(state).slice(0, -1) };
}

export function placeOf(node: Place): ReportPlace {
  return placeOfSpan(spanOf(node));
}

export function placeOfSpan({ file, start }: HostSpan): ReportPlace {
  const { line, column } = file.position(start);
  return { file: file.path, line, column };
}
