/** The environment variables of a function, as its template sets them. */
export type EnvironmentValue =
  | { readonly kind: 'text'; readonly text: string }
  /** Known at deployment only. */
  | { readonly kind: 'deployed' }
  | { readonly kind: 'absent' }
  /** There may be one that is not seen. */
  | { readonly kind: 'unknown' };

export type Environment = (name: string) => EnvironmentValue;
