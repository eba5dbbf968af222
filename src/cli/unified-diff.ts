/** Changed files as one unified patch that `git apply` takes. */
import type { FixedFile } from '../engine/fixes/fix-loop.ts';
import { lineChanges } from './line-changes.ts';
import type { LineChange } from './line-changes.ts';

const CONTEXT = 3;

export function unifiedDiff(files: readonly FixedFile[]): string {
  return files.map(filePatch).join('');
}

function filePatch({ path, before, after }: FixedFile): string {
  const [from, to] = [quoted(`a/${path}`), quoted(`b/${path}`)];
  const names = [`--- ${before === undefined ? '/dev/null' : tabbed(from)}`, `+++ ${tabbed(to)}`];
  const head = [`diff --git ${from} ${to}`, ...(before === undefined ? ['new file mode 100644'] : []), ...names];
  return [...head, ...hunksOf(linesOf(before ?? ''), linesOf(after)), ''].join('\n');
}

/** Each with its line feed; a last one without is marked as git does. */
function linesOf(text: string): readonly string[] {
  const lines = text.split('\n');
  const last = lines.pop();
  return last === undefined || last === '' ? lines : [...lines, `${last}\n\\ No newline at end of file`];
}

function hunksOf(before: readonly string[], after: readonly string[]): readonly string[] {
  const patch: string[] = [];
  const changes = lineChanges(before, after);
  for (let first = 0; first < changes.length;) {
    let last = first;
    while (last + 1 < changes.length && isNear(changes[last], changes[last + 1])) last++;
    for (const line of hunk(before, changes.slice(first, last + 1))) patch.push(line);
    first = last + 1;
  }
  return patch;
}

/** Whether two changes share their lines of context. */
function isNear(one: LineChange | undefined, next: LineChange | undefined): boolean {
  return one !== undefined && next !== undefined && next.before - one.before - one.removed.length <= 2 * CONTEXT;
}

function hunk(before: readonly string[], changes: readonly LineChange[]): readonly string[] {
  const [first] = changes;
  const last = changes.at(-1);
  if (first === undefined || last === undefined) return [];
  const start = Math.max(0, first.before - CONTEXT);
  const end = Math.min(before.length, last.before + last.removed.length + CONTEXT);
  const lines: string[] = [];
  let at = start;
  let grown = 0;
  for (const { before: from, removed, added } of changes) {
    lines.push(...before.slice(at, from).map((line) => ` ${line}`));
    lines.push(...removed.map((line) => `-${line}`), ...added.map((line) => `+${line}`));
    at = from + removed.length;
    grown += added.length - removed.length;
  }
  lines.push(...before.slice(at, end).map((line) => ` ${line}`));
  const length = end - start;
  const newStart = start + first.after - first.before;
  return [`@@ -${range(start, length)} +${range(newStart, length + grown)} @@`, ...lines];
}

/** `start` is 0-based; an empty range is named by the line in front of it. */
function range(start: number, count: number): string {
  const line = count === 0 ? start : start + 1;
  return count === 1 ? String(line) : `${line},${count}`;
}

/** As git writes a path that holds a control character, a quote or a backslash. */
function quoted(path: string): string {
  const special = /[\0-\x1f"\\\x7f]/g;
  if (!special.test(path)) return path;
  const escaped = path.replace(special, (character) => {
    if (character === '"' || character === '\\') return `\\${character}`;
    return `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
  });
  return `"${escaped}"`;
}

/** A tab ends a name that holds a blank. */
function tabbed(name: string): string {
  return name.includes(' ') && !name.startsWith('"') ? `${name}\t` : name;
}
