/** A JSONata expression as far as rules need it: what its value is put together from. Ranges are offsets in its text. */
import type { Range } from '../../text/source-file.ts';

export type Expression =
  /** The range includes the quotes. */
  | (Range & { readonly kind: 'string'; readonly value: string })
  | { readonly kind: 'object'; readonly members: readonly ExpressionMember[] }
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  /** `left & right` */
  | { readonly kind: 'concatenation'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'condition'; readonly then: Expression; readonly otherwise: Expression | undefined }
  /** `(a; b; c)`: bindings and, last, the value. */
  | { readonly kind: 'block'; readonly expressions: readonly Expression[] }
  /** `$x := value` */
  | { readonly kind: 'binding'; readonly value: Expression }
  | { readonly kind: 'call'; readonly arguments: readonly Expression[] }
  | { readonly kind: 'lambda'; readonly body: Expression }
  /** Anything whose value is not written here: paths, variables, numbers, comparisons. */
  | { readonly kind: 'other' };

export interface ExpressionMember {
  readonly key: Expression;
  readonly value: Expression;
}

export type ExpressionParse =
  | { readonly expression: Expression; readonly problem?: undefined }
  | { readonly problem: { readonly code: string; readonly message: string; readonly offset: number } };

export type ParseJsonata = (text: string) => ExpressionParse;
