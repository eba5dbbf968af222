/** The fix of a suppression that covers nothing: it is taken out, a comment with the line that it has to itself. */
import { lowerFix } from '../fixers/lower.ts';
import type { Suppression } from '../suppression/suppression.ts';
import { isRefusal } from '../text/layer.ts';
import type { HostSpan, TextEdit } from '../text/layer.ts';
import type { Diagnostic } from './diagnostic.ts';

const TITLE = 'Remove the suppression';

export function removalFix({
  removal,
  valueChange,
}: Pick<Suppression, 'removal' | 'valueChange'>): Pick<Diagnostic, 'fixes' | 'refusedFixes'> {
  const title = TITLE;
  const safety = 'safe';
  if (valueChange === undefined) {
    return { fixes: [{ title, safety, edits: [commentRemoval(removal)], changes: [] }], refusedFixes: [] };
  }
  const lowered = lowerFix({ title, safety, edits: [valueChange] }, []);
  if (isRefusal(lowered)) return { fixes: [], refusedFixes: [{ title, safety, reason: lowered.reason }] };
  return { fixes: [{ title, safety, ...lowered }], refusedFixes: [] };
}

/** Also of a part of a comment, which leaves the rest of it as it is. */
function commentRemoval({ file, start, end }: HostSpan): TextEdit {
  const { text } = file;
  if (!/^(?:#|\/\/|\/\*)/.test(text.slice(start, end))) return { file, start, end, text: '' };
  let from = start;
  while (/[ \t]/.test(text.charAt(from - 1))) from--;
  const ending = /^[ \t]*(\r?\n|$)/.exec(text.slice(end, end + LONGEST_BLANK))?.[0];
  const hasLine = from === 0 || text[from - 1] === '\n';
  if (ending === undefined) return { file, start, end, text: '' };
  return { file, start: from, end: hasLine ? end + ending.length : end, text: '' };
}

const LONGEST_BLANK = 200;
