/**
 * Finds where flow collections of a YAML text break lines, for texts that the parser refuses because a line within a
 * flow collection is indented less than it wants. Skips comments, quoted scalars and block scalars. A guess where a
 * text is odd: what comes of it is used only when the parser then finds no fault at all.
 */
import type { Range } from '../../text/source-file.ts';

const BLOCK_HEADER = /(?:^|[\s:?-])[|>][-+0-9]*[ \t]*(?:#.*)?\r?$/;
const PROPERTIES = /(?:[&!][^\s,[\]{}]*[ \t]+)*/y;

/** Line breaks and comments between the brackets of flow collections: white space may stand in their place. */
export function findFlowBreaks(text: string): readonly Range[] {
  return new FlowScanner(text).scan();
}

class FlowScanner {
  readonly #text: string;
  readonly #breaks: Range[] = [];
  #flowDepth = 0;
  /** The quote that closes the scalar being read, empty outside one. */
  #quote = '';

  constructor(text: string) {
    this.#text = text;
  }

  scan(): readonly Range[] {
    const text = this.#text;
    let blockIndent = -1;
    let next = 0;
    for (let start = 0; start < text.length; start = next) {
      const end = endOfLine(text, start);
      next = end + 1;
      const content = firstNonBlank(text, start, end);
      // A block scalar goes on over blank lines and lines that are indented deeper than its key.
      if (blockIndent >= 0 && (content === end || content - start > blockIndent)) continue;
      blockIndent = -1;
      if (content === end) continue;
      const isInBlock = this.#flowDepth === 0 && this.#quote === '';
      if (!isInBlock || text[content] !== '#') this.#line(content, end);
      const opensScalar = this.#flowDepth === 0 && this.#quote === '' && BLOCK_HEADER.test(text.slice(content, end));
      if (opensScalar) blockIndent = content - start;
    }
    return this.#breaks;
  }

  #line(from: number, lineEnd: number): void {
    let startsNode = true;
    for (let i = from; i < lineEnd; i++) {
      const char = this.#text[i] ?? '';
      if (this.#quote !== '') {
        if (char === '\\' && this.#quote === '"') i++;
        else if (char === this.#quote) this.#quote = '';
        continue;
      }
      if (isBlank(char)) continue;
      if (char === '#' && isBlank(this.#text[i - 1])) {
        this.#break(i, lineEnd);
        return;
      }
      if (startsNode) i = this.#skipProperties(i, lineEnd);
      startsNode = this.#indicator(i, startsNode);
    }
    if (this.#quote === '') this.#break(lineEnd, lineEnd);
  }

  /** Takes in one character outside quotes; tells whether a node may begin after it. */
  #indicator(at: number, startsNode: boolean): boolean {
    const char = this.#text[at] ?? '';
    if (startsNode && (char === '"' || char === "'")) {
      this.#quote = char;
      return false;
    }
    const inFlow = this.#flowDepth > 0;
    if ('[{'.includes(char) && (startsNode || inFlow)) {
      this.#flowDepth++;
      return true;
    }
    if (inFlow && ']}'.includes(char)) this.#flowDepth--;
    if (char === ':') return inFlow || isBlank(this.#text[at + 1]);
    return inFlow ? char === ',' : '-?'.includes(char) && startsNode && isBlank(this.#text[at + 1]);
  }

  #skipProperties(at: number, lineEnd: number): number {
    PROPERTIES.lastIndex = at;
    return Math.min(at + (PROPERTIES.exec(this.#text)?.[0].length ?? 0), lineEnd - 1);
  }

  #break(from: number, lineEnd: number): void {
    if (this.#flowDepth > 0) this.#breaks.push({ start: from, end: Math.min(lineEnd + 1, this.#text.length) });
  }
}

function isBlank(char: string | undefined): boolean {
  return char === undefined || char === ' ' || char === '\t' || char === '\n' || char === '\r';
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

function firstNonBlank(text: string, from: number, to: number): number {
  let i = from;
  while (i < to && isBlank(text[i])) i++;
  return i;
}
