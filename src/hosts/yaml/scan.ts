/**
 * Counts how deep YAML text nests, before the recursive parser sees it.
 * Follows indentation, compact `- - ` and `? ` indicators and flow brackets; skips comments, quoted scalars and block
 * scalars. Plain scalars are only told from flow collections where a node can begin, which is all that depth needs.
 */
import { MAX_DEPTH } from '../syntax-error.ts';

const BLOCK_HEADER = /(?:^|[\s:?-])[|>][-+0-9]*[ \t]*(?:#.*)?$/;
const PROPERTIES = /(?:[&!][^\s,[\]{}]*[ \t]+)*/y;

/** Offset of the first node nested deeper than the limit, or undefined. */
export function findTooDeepYaml(text: string): number | undefined {
  const scanner = new DepthScanner(text);
  return scanner.run();
}

class DepthScanner {
  readonly #text: string;
  /** Columns of the open block collections, outermost first. */
  readonly #columns: number[] = [];
  #flowDepth = 0;
  #quote = '';

  constructor(text: string) {
    this.#text = text;
  }

  run(): number | undefined {
    const text = this.#text;
    let lineStart = 0;
    let blockIndent = -1;
    while (lineStart < text.length) {
      const lineEnd = endOfLine(text, lineStart);
      const content = firstNonBlank(text, lineStart, lineEnd);
      const indent = content - lineStart;
      if (blockIndent >= 0 && (content === lineEnd || indent > blockIndent)) {
        lineStart = lineEnd + 1;
        continue;
      }
      blockIndent = -1;
      if (content < lineEnd) {
        const deep = this.#line(lineStart, content, lineEnd);
        if (deep !== undefined) return deep;
        const opensBlock = this.#flowDepth === 0 && this.#quote === '';
        if (opensBlock && BLOCK_HEADER.test(text.slice(content, lineEnd))) blockIndent = this.#scalarIndent(indent);
      }
      lineStart = lineEnd + 1;
    }
    return undefined;
  }

  /** A block scalar holds every line indented deeper than the collection entry it belongs to. */
  #scalarIndent(lineIndent: number): number {
    return Math.max(lineIndent, this.#columns.at(-1) ?? lineIndent);
  }

  #line(lineStart: number, content: number, lineEnd: number): number | undefined {
    let at = content;
    if (this.#flowDepth === 0 && this.#quote === '') {
      if (this.#text[content] === '#') return undefined;
      const opened = this.#openBlocks(lineStart, content, lineEnd);
      if (opened.deepAt !== undefined) return opened.deepAt;
      at = opened.at;
    }
    return this.#inline(at, lineEnd);
  }

  /** Opens a block collection for the line's column and for each compact indicator on it. */
  #openBlocks(lineStart: number, content: number, lineEnd: number): { at: number; deepAt?: number } {
    let at = content;
    for (;;) {
      const column = at - lineStart;
      while ((this.#columns.at(-1) ?? -1) >= column) this.#columns.pop();
      this.#columns.push(column);
      if (this.#columns.length > MAX_DEPTH) return { at, deepAt: at };
      const indicator = this.#text[at];
      const next = this.#text[at + 1];
      const compact = (indicator === '-' || indicator === '?') && (next === ' ' || next === '\t');
      if (!compact) return { at };
      at = firstNonBlank(this.#text, at + 1, lineEnd);
      if (at === lineEnd) return { at };
    }
  }

  #inline(from: number, lineEnd: number): number | undefined {
    let startsNode = true;
    for (let i = from; i < lineEnd; i++) {
      const char = this.#text[i] ?? '';
      if (this.#quote !== '') {
        if (char === '\\' && this.#quote === '"') i++;
        else if (char === this.#quote) this.#quote = '';
        continue;
      }
      if (char === ' ' || char === '\t') continue;
      if (char === '#' && isBlank(this.#text[i - 1])) return undefined;
      if (startsNode || this.#flowDepth > 0) {
        i = this.#skipProperties(i);
        const unit = this.#text[i] ?? '';
        if (unit === '"' || unit === "'") {
          if (startsNode) this.#quote = unit;
        } else if (unit === '[' || unit === '{') {
          this.#flowDepth++;
          if (this.#flowDepth + this.#columns.length > MAX_DEPTH) return i;
        } else if (unit === ']' || unit === '}') {
          this.#flowDepth = Math.max(0, this.#flowDepth - 1);
        }
        startsNode = this.#flowDepth > 0 && '[{,:'.includes(unit);
        continue;
      }
      startsNode = char === ':' && isBlank(this.#text[i + 1]);
    }
    return undefined;
  }

  #skipProperties(at: number): number {
    PROPERTIES.lastIndex = at;
    return at + (PROPERTIES.exec(this.#text)?.[0].length ?? 0);
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
