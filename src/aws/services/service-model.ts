/**
 * What a service table says, read-only: the actions of one service and the shapes of what they take and give.
 * A table is dated. Services, actions and members that it does not know may still exist.
 */
import type { SimpleShapeKind } from './table-format.ts';

export interface ServiceModel {
  /** As in `aws-sdk:<token>:<action>`. */
  readonly token: string;
  /** What comes before the dot in error names of the SDK integration. */
  readonly exceptionPrefix: string;
  /** Package and version that the table was made from. */
  readonly source: string;
  /** When that package was fetched, as YYYY-MM-DD. */
  readonly date: string;
  /** Sorted. */
  readonly actionNames: readonly string[];
  action(name: string): ActionModel | undefined;
}

export interface ActionModel {
  /** As in a Resource, in camel case. */
  readonly name: string;
  readonly input: StructureShape;
  readonly output: StructureShape;
  /** An event stream goes in or comes out; no SDK integration offers that. */
  readonly isStreaming: boolean;
  /** Without prefix, with the suffix `Exception`; undefined: the model does not list them. */
  readonly errors: readonly string[] | undefined;
}

export type Shape = StructureShape | ListShape | MapShape | TextShape | SimpleShape;

export interface StructureShape {
  readonly kind: 'structure';
  /** Exactly one member is given. */
  readonly isUnion: boolean;
  /** By name as the SDK integration writes it. */
  readonly members: ReadonlyMap<string, MemberModel>;
}

export interface MemberModel {
  /** As the SDK integration writes it: `DbInstanceIdentifier`. */
  readonly name: string;
  /**
   * As the service's own model writes it, with a capital first letter: `DBInstanceIdentifier`. Mostly the same as
   * `name`. Where they differ in more than case (`EqualsValue` and `Equals`), only `EqualsValue` is documented, so that
   * neither should be called wrong for the others.
   */
  readonly apiName: string;
  readonly isRequired: boolean;
  readonly shape: Shape;
}

export interface ListShape {
  readonly kind: 'list';
  readonly element: Shape;
}

export interface MapShape {
  readonly kind: 'map';
  readonly key: Shape;
  readonly value: Shape;
}

export interface TextShape {
  readonly kind: 'string';
  /** The values that the model lists; services add to them. Undefined: any text. */
  readonly values: readonly string[] | undefined;
}

/** `number`: the model does not say of which kind. `document`: any JSON, with keys of its own. */
export interface SimpleShape {
  readonly kind: Exclude<SimpleShapeKind, 'string'>;
}
