/** Why a text could not be read as a tree, and where. */
import type { Layer } from '../text/layer.ts';
import type { Range } from '../text/source-file.ts';

export interface SyntaxProblem {
  /** Absent for what breaks the grammar of the text. */
  readonly kind?: 'empty' | 'tooDeep';
  /** A phrase that goes on from «cannot be read: ». */
  readonly message: string;
  readonly layer: Layer;
  readonly range: Range;
}

/**
 * Deepest nesting that is read. The parsers behind the readers recurse, and some end the process when the
 * stack runs out, so depth is counted by a scan before any of them sees the text.
 */
export const MAX_DEPTH = 500;
