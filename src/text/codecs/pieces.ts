/**
 * Collects the pieces of a decoded literal in order. Adjoining verbatim stretches become one piece, so that
 * a decoder may scan in small steps and still give one piece per run of ordinary text.
 */
import type { DecodedPiece } from '../layer.ts';

export class PieceBuilder {
  readonly #literal: string;
  readonly #pieces: DecodedPiece[] = [];
  #runStart = 0;
  #runEnd = 0;

  constructor(literal: string) {
    this.#literal = literal;
  }

  verbatim(from: number, to: number): void {
    if (from !== this.#runEnd) {
      this.#flush();
      this.#runStart = from;
    }
    this.#runEnd = to;
  }

  /** `from === to` is a character that the format adds without writing it. */
  escaped(from: number, to: number, text: string): void {
    this.#add({ kind: 'escaped', from, to, text });
  }

  hole(from: number, to: number, text: string): void {
    this.#add({ kind: 'hole', from, to, text });
  }

  finish(): readonly DecodedPiece[] {
    this.#flush();
    return this.#pieces;
  }

  #add(piece: DecodedPiece): void {
    this.#flush();
    this.#runStart = piece.to;
    this.#runEnd = piece.to;
    if (piece.text !== '') this.#pieces.push(piece);
  }

  #flush(): void {
    const from = this.#runStart;
    const to = this.#runEnd;
    if (to > from) this.#pieces.push({ kind: 'verbatim', from, to, text: this.#literal.slice(from, to) });
    this.#runStart = to;
  }
}

/** A spelling that is not followed: one unit for all of it, so that positions stay honest and edits whole. */
export function wholeAsOneUnit(literal: string): readonly DecodedPiece[] {
  return literal === '' ? [] : [{ kind: 'escaped', from: 0, to: literal.length, text: literal }];
}

/** Where a match of the sticky `pattern` at `at` ends; `at` itself when there is none. */
export function endOfMatch(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
