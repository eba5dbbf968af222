/** What a JSON text may hold beyond the standard, and the tree does not keep: comments and trailing commas. */
import type { Place } from './node.ts';

export interface LooseJson extends Place {
  readonly kind: 'comment' | 'trailingComma';
}
