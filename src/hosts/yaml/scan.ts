/**
 * A first look at YAML text before the parser: how deep it nests, and where flow collections break lines.
 * Follows indentation, compact `- - ` and `? ` indicators and flow brackets; skips comments, quoted scalars and block
 * scalars. Plain scalars are only told from flow collections where a node can begin, which is all that this needs.
 */
import type { Range } from '../../text/source-file.ts';
import { MAX_DEPTH } from '../syntax-error.ts';

export interface YamlScan {
  /** Offset of the first node nested deeper than the limit. */
  readonly tooDeepAt: number | undefined;
  /** Line breaks and comments between the brackets of flow collections: white space may stand in their place. */
  readonly flowBreaks: readonly Range[];
}

const BLOCK_HEADER = /(?:^|[\s:?-])[|>][-+0-9]*[ \t]*(?:#.*)?\r?$/;
const PROPERTIES = /(?:[&!][^\s,[\]{}]*[ \t]+)*/y;
const OPENING = '[{';
const CLOSING = ']}';

export function scanYaml(text: string): YamlScan {
  return new YamlScanner(text).scan();
}

class YamlScanner {
  readonly #text: string;
  readonly #flowBreaks: Range[] = [];
  /** Columns of the open block collections, outermost first. */
  readonly #columns: number[] = [];
  #flowDepth = 0;
  /** The quote that closes the scalar being read, empty outside one. */
  #quote = '';
  #tooDeepAt: number | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  scan(): YamlScan {
    const text = this.#text;
    let blockIndent = -1;
    let next = 0;
    for (let start = 0; start < text.length && this.#tooDeepAt === undefined; start = next) {
      const end = endOfLine(text, start);
      next = end + 1;
      const content = firstNonBlank(text, start, end);
      // A block scalar goes on over blank lines and lines that are indented deeper than its key.
      if (blockIndent >= 0 && (content === end || content - start > blockIndent)) continue;
      blockIndent = -1;
      if (content === end) continue;
      this.#line(start, content, end);
      if (this.#isInBlock() && BLOCK_HEADER.test(text.slice(content, end))) {
        blockIndent = this.#columns.at(-1) ?? content - start;
      }
    }
    return { tooDeepAt: this.#tooDeepAt, flowBreaks: this.#flowBreaks };
  }

  #isInBlock(): boolean {
    return this.#flowDepth === 0 && this.#quote === '';
  }

  #line(start: number, content: number, end: number): void {
    let at = content;
    if (this.#isInBlock()) {
      if (this.#text[content] === '#') return;
      at = this.#openBlocks(start, content, end);
    }
    this.#inline(at, end);
  }

  /** Opens a block collection for the line's column and for each compact indicator on it; returns where content begins. */
  #openBlocks(lineStart: number, content: number, lineEnd: number): number {
    let at = content;
    for (;;) {
      const column = at - lineStart;
      while ((this.#columns.at(-1) ?? -1) >= column) this.#columns.pop();
      this.#columns.push(column);
      if (this.#columns.length > MAX_DEPTH) this.#tooDeepAt ??= at;
      const indicator = this.#text[at];
      const isCompact = (indicator === '-' || indicator === '?') && isBlank(this.#text[at + 1]);
      const next = isCompact ? firstNonBlank(this.#text, at + 1, lineEnd) : lineEnd;
      if (next === lineEnd) return isCompact ? lineEnd : at;
      at = next;
    }
  }

  #inline(from: number, lineEnd: number): void {
    let startsNode = true;
    for (let i = from; i < lineEnd && this.#tooDeepAt === undefined; i++) {
      const char = this.#text[i] ?? '';
      if (this.#quote !== '') {
        if (char === '\\' && this.#quote === '"') i++;
        else if (char === this.#quote) this.#quote = '';
        continue;
      }
      if (isBlank(char)) continue;
      if (char === '#' && isBlank(this.#text[i - 1])) {
        this.#breakFlow(i, lineEnd);
        return;
      }
      if (startsNode) i = this.#skipProperties(i, lineEnd);
      startsNode = this.#indicator(i, startsNode);
    }
    if (this.#quote === '') this.#breakFlow(lineEnd, lineEnd);
  }

  /** Takes in one character outside quotes; tells whether a node may begin after it. */
  #indicator(at: number, startsNode: boolean): boolean {
    const char = this.#text[at] ?? '';
    if (startsNode && (char === '"' || char === "'")) {
      this.#quote = char;
      return false;
    }
    const inFlow = this.#flowDepth > 0;
    if (OPENING.includes(char) && (startsNode || inFlow)) {
      this.#flowDepth++;
      if (this.#flowDepth + this.#columns.length > MAX_DEPTH) this.#tooDeepAt ??= at;
      return true;
    }
    if (inFlow && CLOSING.includes(char)) this.#flowDepth--;
    return char === ':' ? inFlow || isBlank(this.#text[at + 1]) : inFlow && char === ',';
  }

  #skipProperties(at: number, lineEnd: number): number {
    PROPERTIES.lastIndex = at;
    return Math.min(at + (PROPERTIES.exec(this.#text)?.[0].length ?? 0), lineEnd - 1);
  }

  #breakFlow(from: number, lineEnd: number): void {
    if (this.#flowDepth > 0) this.#flowBreaks.push({ start: from, end: Math.min(lineEnd + 1, this.#text.length) });
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
