/**
 * The grammar of suppressions: `sfn-lint-ignore ID[, ID] -- reason` and the other verbs, and the same without a verb in
 * `Metadata`. Knows no rule ids and no hosts; offsets are those of the text it is given.
 */
import type { Range } from '../text/source-file.ts';

export const VERBS = [
  'sfn-lint-ignore',
  'sfn-lint-ignore-line',
  'sfn-lint-ignore-file',
  'sfn-lint-disable',
  'sfn-lint-enable',
] as const;

export type Verb = (typeof VERBS)[number];

/** What every directive in a text holds, for a look before anything is read. */
export const DIRECTIVE_MARK = 'sfn-lint-';

export interface DirectiveId extends Range {
  readonly id: string;
  /** The id with the comma that goes with it, to take one of several out. */
  readonly removal: Range;
}

export interface RuleList {
  readonly ids: readonly DirectiveId[];
  /** Empty when none is given. */
  readonly reason: string;
}

/** A directive as written; the range goes from the verb to the end of the reason. */
export interface Directive extends Range, RuleList {
  readonly verb: Verb;
}

export interface UnknownVerb extends Range {
  readonly verb: undefined;
  readonly written: string;
}

/** A line of a comment that begins with a verb, past the marks of the comment itself. */
const COMMENT_LINE = /^[ \t]*(?:(?:#+|\/\/+|\/\*+|\*+(?!\/))[ \t]*)?(sfn-lint-[\w-]*)(.*)$/gm;

/** A verb anywhere in a line of prose. */
const PROSE = /(?<![\w-])(sfn-lint-(?:ignore(?:-line|-file)?|disable|enable))(?![\w-])(.*)$/gm;

/** The directives of one comment, with its marks. */
export function directivesInComment(text: string): readonly (Directive | UnknownVerb)[] {
  return directivesIn(text, COMMENT_LINE);
}

/** The directives in the text of a `Comment` field. */
export function directivesInProse(text: string): readonly Directive[] {
  return directivesIn(text, PROSE).filter((directive) => directive.verb !== undefined);
}

function directivesIn(text: string, pattern: RegExp): readonly (Directive | UnknownVerb)[] {
  return [...text.matchAll(pattern)].map((match) => {
    const [whole, written = '', rest = ''] = match;
    const lineEnd = match.index + whole.length;
    const listStart = lineEnd - rest.length;
    const body = withoutClosing(rest.trimEnd());
    const range = { start: listStart - written.length, end: listStart + body.length };
    const verb = VERBS.find((candidate) => candidate === written);
    if (verb === undefined) return { verb, written, ...range };
    return { verb, ...readRuleList(body, listStart), ...range };
  });
}

/** Without the end of a block comment. */
function withoutClosing(line: string): string {
  if (!line.endsWith('*/')) return line;
  let end = line.length - 1;
  while (line[end - 1] === '*') end--;
  return line.slice(0, end).trimEnd();
}

/** `ID[, ID] -- reason`; `offset` is where the text begins in what the ranges are of. */
export function readRuleList(text: string, offset = 0): RuleList {
  const dashes = /(?:^|\s)--(?:\s|$)/.exec(text);
  const listed = dashes === null ? text : text.slice(0, dashes.index);
  const reason = dashes === null ? '' : text.slice(dashes.index + dashes[0].length).trim();
  return { ids: readIds(listed, offset), reason };
}

function readIds(listed: string, offset: number): readonly DirectiveId[] {
  const parts: Range[] = [];
  let from = 0;
  for (const part of listed.split(',')) {
    parts.push({ start: from, end: from + part.length });
    from += part.length + 1;
  }
  return parts.flatMap((part, i) => {
    const written = listed.slice(part.start, part.end);
    const id = written.trim();
    if (id === '') return [];
    const start = offset + part.start + (written.length - written.trimStart().length);
    const end = start + id.length;
    // A later one goes with the comma before it, the first one with the comma and the blanks after it.
    const rest = /^\s*,?\s*/.exec(listed.slice(end - offset))?.[0] ?? '';
    const removal = i > 0 ? { start: offset + part.start - 1, end } : { start, end: end + rest.length };
    return [{ id, start, end, removal }];
  });
}
