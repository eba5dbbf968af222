/** Why a task stays as it is: which gate it does not pass, where, and the smallest change that would help. */
import type { Blocker, Gate } from '../handlers/ir.ts';
import { GATES } from '../handlers/ir.ts';
import type { HostSpan } from '../text/layer.ts';
import type { SourceFile } from '../text/source-file.ts';
import { spanOf } from '../tree/node.ts';
import type { Place } from '../tree/node.ts';

export interface Reason {
  readonly gate: Gate;
  /** One sentence without its full stop. */
  readonly message: string;
  readonly unblock: string;
  /** A place of the definition, the template or the handler. */
  readonly span: HostSpan | undefined;
}

export function reasonAt(gate: Gate, message: string, unblock: string, place: Place | undefined): Reason {
  return { gate, message, unblock, span: place === undefined ? undefined : spanOf(place) };
}

export function reasonIn(file: SourceFile, { gate, message, unblock, range }: Blocker): Reason {
  return { gate, message, unblock, span: { file, start: range.start, end: range.end, exact: true } };
}

/** In the order of the gates, and of their places within one. */
export function ordered(reasons: readonly Reason[]): readonly Reason[] {
  const place = ({ span }: Reason): number => span?.start ?? 0;
  return [...reasons].sort((a, b) => GATES.indexOf(a.gate) - GATES.indexOf(b.gate) || place(a) - place(b));
}
