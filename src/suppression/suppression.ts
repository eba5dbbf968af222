/**
 * What a suppression is once it is read: which rule, why, and where. Plain data, whatever it was written in: a comment,
 * a `Comment` field, the `Metadata` of a template.
 */
import type { Intent } from '../fixers/fix.ts';
import type { HostSpan } from '../text/layer.ts';

/** Where findings are suppressed. */
export type Scope =
  /** Those that lie wholly within a node. */
  | { readonly kind: 'node'; readonly span: HostSpan }
  /** Those that begin in a stretch of the file: a line, what lies between two comments, all of it. */
  | { readonly kind: 'stretch'; readonly span: HostSpan }
  /** Those within a node of a template, and those of machines that it alone declares, wherever they are. */
  | { readonly kind: 'declaration'; readonly span: HostSpan };

/** How much a run sees of a text, beside what the deployment does, for whether nothing found means that there is nothing. */
export type Sight =
  | 'full'
  /** A definition of which no template is known. */
  | 'definitionAlone'
  /** One that waits for the values of a template that is not known. */
  | 'placeholders';

/** One rule of one suppression. */
export interface Suppression {
  readonly rule: string;
  readonly reason: string;
  readonly scope: Scope;
  /** The id of the rule as written. */
  readonly id: HostSpan;
  /** What is to be taken out so that this rule is no longer suppressed: the whole comment or entry, or the id in a list. */
  readonly removal: HostSpan;
  /** The same as a change of a value, where it is written in one. */
  readonly valueChange?: Intent | undefined;
  readonly sight: Sight;
}

export type SuppressionFault =
  'noReason' | 'noRule' | 'unknownVerb' | 'onlyInComments' | 'nothingFollows' | 'endsNothing' | 'malformedMetadata';

/** A suppression that cannot be read, and so suppresses nothing. */
export interface FaultySuppression {
  readonly fault: SuppressionFault;
  readonly span: HostSpan;
  readonly data: Readonly<Record<string, string>>;
  /** What is to be taken out, of one that ends nothing. */
  readonly removal?: HostSpan | undefined;
}

export interface Suppressions {
  readonly suppressions: readonly Suppression[];
  readonly faults: readonly FaultySuppression[];
}
