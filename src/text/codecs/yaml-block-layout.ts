/** Laying out the lines of a YAML block scalar: indentation, and line breaks where folding takes one away. */

export interface BlockLayout {
  readonly style: '|' | '>';
  readonly newline: '\n' | '\r\n';
  readonly indentation: string;
}

export interface LayoutLine {
  /** The whole line of decoded text; it decides about folding. */
  readonly whole: string;
  /** The part of it to write; it may hold line breaks of its own. */
  readonly written: string;
}

/** The lines with breaks and indentation between them; `lead` stands before the first one instead. */
export function joinLines(lines: readonly LayoutLine[], layout: BlockLayout, lead: string): string {
  let joined = '';
  let previous: string | undefined;
  for (const [i, { whole, written }] of lines.entries()) {
    if (i > 0) joined += layout.newline;
    if (whole === '') continue;
    if (i > 0 && layout.style === '>' && isFoldable(previous) && isFoldable(whole)) joined += layout.newline;
    joined += (i > 0 ? layout.indentation : lead) + written;
    previous = whole;
  }
  return joined;
}

/** Lines that begin with white space keep their line breaks (YAML 1.2, 8.1.3). */
function isFoldable(line: string | undefined): boolean {
  return line !== undefined && !/^[ \t]/.test(line);
}
