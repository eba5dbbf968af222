/** What the readers of models hand over: the operations of one service, and the shapes of their input and output. */

export type SimpleShape =
  | 'string'
  | 'integer'
  | 'long'
  | 'float'
  | 'double'
  /** A number whose model does not say of which kind. */
  | 'number'
  | 'boolean'
  | 'blob'
  | 'timestamp'
  | 'document'
  | 'eventStream';

export type SourceShape =
  | { readonly kind: SimpleShape }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly element: SourceShape }
  | { readonly kind: 'map'; readonly key: SourceShape; readonly value: SourceShape }
  | { readonly kind: 'structure'; readonly name: string };

export interface SourceMember {
  /** As the service's own model spells it. */
  readonly name: string;
  readonly isRequired: boolean;
  readonly shape: SourceShape;
}

export interface SourceStructure {
  readonly isUnion: boolean;
  readonly members: readonly SourceMember[];
}

export interface SourceOperation {
  readonly name: string;
  /** Names of structures; undefined: takes or gives nothing. */
  readonly input: string | undefined;
  readonly output: string | undefined;
  /** Names of error shapes; undefined: the model does not list them. */
  readonly errors: readonly string[] | undefined;
}

export interface SourceService {
  readonly serviceId: string;
  /** Package and version. */
  readonly source: string;
  readonly operations: readonly SourceOperation[];
  readonly structures: ReadonlyMap<string, SourceStructure>;
}
