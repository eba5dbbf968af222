/** Changed files as one unified patch that `git apply` takes. */
import { structuredPatch } from 'diff';
import type { FixedFile } from '../engine/fixes/fix-loop.ts';

const CONTEXT = 3;

export function unifiedDiff(files: readonly FixedFile[]): string {
  return files.map(filePatch).join('');
}

function filePatch({ path, before, after }: FixedFile): string {
  const { hunks } = structuredPatch(path, path, before, after, undefined, undefined, { context: CONTEXT });
  const lines = hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: own }) => [
    `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`,
    ...own,
  ]);
  const [from, to] = [quoted(`a/${path}`), quoted(`b/${path}`)];
  return [`diff --git ${from} ${to}`, `--- ${tabbed(from)}`, `+++ ${tabbed(to)}`, ...lines, ''].join('\n');
}

function range(start: number, count: number): string {
  return count === 1 ? String(start) : `${start},${count}`;
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
