/**
 * Counts how deep YAML text nests from the tokens of the library's lexer, which does not recurse, before the composer,
 * which does, sees any of them. Counts block collections by the column of their entries and flow collections by their
 * brackets. Takes down where comments stand, on request, since nothing else sees every token.
 */
import { CST } from 'yaml';
import type { Range } from '../../text/source-file.ts';
import { MAX_DEPTH } from '../syntax-error.ts';

interface BlockCollection {
  readonly kind: 'sequence' | 'mapping';
  readonly column: number;
}

export class DepthCounter {
  readonly #open: BlockCollection[] = [];
  #flowDepth = 0;
  #offset = 0;
  #lineStart = 0;
  /** Column at which the node begins that may turn out to be a key. */
  #nodeColumn: number | undefined;
  /** The next token is the text of a scalar. */
  #isScalar = false;
  #tooDeepAt: number | undefined;
  readonly #comments: Range[] | undefined;

  constructor(comments?: Range[]) {
    this.#comments = comments;
  }

  /** Offset of the first node nested deeper than the limit. */
  get tooDeepAt(): number | undefined {
    return this.#tooDeepAt;
  }

  take(token: string): void {
    if (this.#isScalar) {
      this.#isScalar = false;
      this.#scalar(token);
      return;
    }
    const type = CST.tokenType(token);
    if (type === 'comment') this.#comments?.push({ start: this.#offset, end: this.#offset + token.length });
    this.#token(type);
    // Marks of the lexer's own take no place in the text.
    if (type === 'scalar' || type === 'doc-mode' || type === 'flow-error-end') return;
    this.#offset += token.length;
    if (type === 'newline') this.#newLine();
    else this.#countLines(token);
  }

  #scalar(text: string): void {
    this.#offset += text.length;
    this.#countLines(text);
  }

  #countLines(text: string): void {
    const lineEnd = text.lastIndexOf('\n');
    if (lineEnd < 0) return;
    this.#lineStart = this.#offset - (text.length - lineEnd - 1);
    // A block scalar ends its line.
    if (lineEnd === text.length - 1) this.#nodeColumn = undefined;
  }

  #newLine(): void {
    this.#lineStart = this.#offset;
    if (this.#flowDepth === 0) this.#nodeColumn = undefined;
  }

  #token(type: CST.TokenType | null): void {
    switch (type) {
      case 'flow-map-start':
      case 'flow-seq-start':
        this.#nodeColumn ??= this.#column;
        this.#flowDepth++;
        this.#check(this.#offset);
        return;
      case 'flow-map-end':
      case 'flow-seq-end':
        this.#flowDepth = Math.max(0, this.#flowDepth - 1);
        return;
      case 'flow-error-end':
        this.#flowDepth = 0;
        return;
      case 'doc-start':
      case 'doc-end':
        this.#open.length = 0;
        this.#nodeColumn = undefined;
        return;
      case 'seq-item-ind':
        this.#entry('sequence', this.#column);
        return;
      case 'explicit-key-ind':
        this.#entry('mapping', this.#column);
        return;
      case 'map-value-ind':
        this.#entry('mapping', this.#nodeColumn ?? this.#column);
        return;
      case 'scalar':
        this.#isScalar = true;
        this.#nodeColumn ??= this.#column;
        return;
      case 'alias':
      case 'anchor':
      case 'tag':
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
        this.#nodeColumn ??= this.#column;
        return;
      default:
    }
  }

  get #column(): number {
    return this.#offset - this.#lineStart;
  }

  /** An entry of a block collection at `column`: of one that is open, or of a new one. */
  #entry(kind: BlockCollection['kind'], column: number): void {
    if (this.#flowDepth > 0) return;
    this.#nodeColumn = undefined;
    while ((this.#open.at(-1)?.column ?? -1) > column) this.#open.pop();
    // A sequence may stand at the column of the mapping that holds it, and a key there ends it.
    const top = this.#open.at(-1);
    if (kind === 'mapping' && top?.kind === 'sequence' && top.column === column) this.#open.pop();
    const holder = this.#open.at(-1);
    if (holder?.kind === kind && holder.column === column) return;
    this.#open.push({ kind, column });
    this.#check(this.#lineStart + column);
  }

  #check(offset: number): void {
    if (this.#open.length + this.#flowDepth > MAX_DEPTH) this.#tooDeepAt ??= offset;
  }
}
