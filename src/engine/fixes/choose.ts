/** Which fixes can be made together: whole fixes, in the order of a report, no two of them touching the same text. */
import type { TextEdit } from '../../text/layer.ts';
import type { DiagnosticFix } from '../diagnostic.ts';

/** The first fixes that fit together, and the rest. */
export function chooseTogether<T extends { readonly fix: DiagnosticFix }>(
  offers: readonly T[],
): { readonly chosen: readonly T[]; readonly others: readonly T[] } {
  const taken = new EditSet();
  const chosen: T[] = [];
  const others: T[] = [];
  const made = new Set<string>();
  for (const offer of offers) {
    const { edits, files = [] } = offer.fix;
    const fits = files.every(({ path }) => !made.has(path)) && taken.addAll(edits);
    (fits ? chosen : others).push(offer);
    if (fits) for (const { path } of files) made.add(path);
  }
  return { chosen, others };
}

/** Edits of several files, sorted, none overlapping. Two that say the same are one. */
export class EditSet {
  readonly #byFile = new Map<string, TextEdit[]>();

  /** Adds all of them, or none when one does not fit. */
  addAll(edits: readonly TextEdit[]): boolean {
    if (!edits.every((edit) => this.#fits(edit))) return false;
    for (const edit of edits) this.#add(edit);
    return true;
  }

  files(): readonly string[] {
    return [...this.#byFile.keys()];
  }

  all(): readonly TextEdit[] {
    return [...this.#byFile.values()].flat();
  }

  /** The text that the edits of a file are made for. */
  sourceOf(path: string): string {
    return this.#byFile.get(path)?.[0]?.file.text ?? '';
  }

  /** The text of a file with its edits made. */
  apply(path: string, text: string): string {
    let changed = '';
    let from = 0;
    for (const edit of this.#byFile.get(path) ?? []) {
      changed += text.slice(from, edit.start) + edit.text;
      from = edit.end;
    }
    return changed + text.slice(from);
  }

  #fits(edit: TextEdit): boolean {
    const edits = this.#byFile.get(edit.file.path) ?? [];
    const at = firstFrom(edits, edit.start);
    const [before, after] = [edits[at - 1], edits[at]];
    if ([before, after].some((other) => other !== undefined && isSame(other, edit))) return true;
    return (before === undefined || isApart(before, edit)) && (after === undefined || isApart(edit, after));
  }

  #add(edit: TextEdit): void {
    const edits = this.#byFile.get(edit.file.path) ?? [];
    this.#byFile.set(edit.file.path, edits);
    const at = firstFrom(edits, edit.start);
    if ([edits[at - 1], edits[at]].some((other) => other !== undefined && isSame(other, edit))) return;
    edits.splice(at, 0, edit);
  }
}

function isSame(a: TextEdit, b: TextEdit): boolean {
  return a.start === b.start && a.end === b.end && a.text === b.text;
}

/** Edits that meet at one offset may both want to say what stands there. */
function isApart(first: TextEdit, second: TextEdit): boolean {
  return first.end < second.start;
}

/** Index of the first edit that starts at or after `offset`. */
export function firstFrom(edits: readonly TextEdit[], offset: number): number {
  let low = 0;
  let high = edits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edits[middle]?.start ?? 0) >= offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
