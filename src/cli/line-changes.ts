/**
 * The lines that two texts differ in. Fixes are small and many: the texts are walked side by side and, where they part,
 * the nearest place is looked for at which they agree again, so that the time grows with the length of the texts and not
 * with the square of what changed. What lies between is compared line by line by the `diff` library.
 */
import { diffArrays } from 'diff';

/** Lines of the one text, from `before` on, that became lines of the other, from `after` on; all 0-based. */
export interface LineChange {
  readonly before: number;
  readonly after: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** How many equal lines make two places the same. */
const AGREEING = 4;
/** How many lines are skipped in search of such a place; past that the rest counts as changed. */
const FARTHEST = 3000;
/** Longest stretches that are compared line by line. */
const COMPARED = 400;

export function lineChanges(before: readonly string[], after: readonly string[]): readonly LineChange[] {
  const changes: LineChange[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    while (i < before.length && before[i] === after[j]) [i, j] = [i + 1, j + 1];
    if (i >= before.length && j >= after.length) return changes;
    const [removed, added] = skipped(before, i, after, j);
    changes.push(...within(before.slice(i, i + removed), i, after.slice(j, j + added), j));
    [i, j] = [i + removed, j + added];
  }
}

/** How many lines of each to skip until they agree again. */
function skipped(before: readonly string[], i: number, after: readonly string[], j: number): readonly [number, number] {
  for (let both = 1; both <= FARTHEST; both++) {
    for (let removed = Math.max(0, both - (after.length - j)); removed <= both; removed++) {
      if (i + removed > before.length) break;
      if (agree(before, i + removed, after, j + both - removed)) return [removed, both - removed];
    }
  }
  return [before.length - i, after.length - j];
}

function agree(before: readonly string[], i: number, after: readonly string[], j: number): boolean {
  for (let k = 0; k < AGREEING; k++) {
    if (before[i + k] !== after[j + k]) return false;
    // Both end here.
    if (before[i + k] === undefined) return true;
  }
  return true;
}

function within(
  before: readonly string[],
  from: number,
  after: readonly string[],
  afterFrom: number,
): readonly LineChange[] {
  if (Math.min(before.length, after.length) === 0 || Math.max(before.length, after.length) > COMPARED) {
    return [{ before: from, after: afterFrom, removed: before, added: after }];
  }
  const changes: LineChange[] = [];
  let [i, j] = [from, afterFrom];
  let removed: readonly string[] = [];
  let added: readonly string[] = [];
  const close = (): void => {
    if (removed.length + added.length > 0) changes.push({ before: i, after: j, removed, added });
    [i, j] = [i + removed.length, j + added.length];
    [removed, added] = [[], []];
  };
  for (const part of diffArrays([...before], [...after])) {
    if (part.removed) removed = [...removed, ...part.value];
    else if (part.added) added = [...added, ...part.value];
    else {
      close();
      [i, j] = [i + part.value.length, j + part.value.length];
    }
  }
  close();
  return changes;
}
