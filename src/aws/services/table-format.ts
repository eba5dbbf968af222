/** What the writer and the reader of service tables must agree on. docs/adr/0004-service-tables.md tells the form. */

export const TABLE_FORMAT = 1;

/** Shapes that have no line of their own; their place here is their number. */
export const SIMPLE_SHAPES = [
  'string',
  'integer',
  'long',
  'float',
  'double',
  'number',
  'boolean',
  'blob',
  'timestamp',
  'document',
  'eventStream',
] as const;

export type SimpleShapeKind = (typeof SIMPLE_SHAPES)[number];
