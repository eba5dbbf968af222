/**
 * The small tree that Python and JavaScript handlers are both read into: what a handler around one model call is made
 * of, and `unsupported` for everything else. Each part has its range in the source, in UTF-16 offsets.
 *
 * It says what is written, not what it means: `+`, truth and calls differ between the languages.
 */
import type { Range } from '../text/source-file.ts';

export type Language = 'python' | 'javascript';

export interface Parameter {
  readonly name: string;
  readonly fallback: Expression | undefined;
}

export interface FunctionParts {
  readonly parameters: readonly Parameter[];
  /** False where parameters are destructured, collected or positional only in ways that are not followed. */
  readonly isPlain: boolean;
  readonly body: readonly Statement[];
}

export interface DictEntry {
  readonly key: Expression;
  readonly value: Expression;
}

export type DictItem =
  { readonly kind: 'entry'; readonly entry: DictEntry } | { readonly kind: 'spread'; readonly value: Expression };

export interface Argument {
  /** Of a keyword argument. */
  readonly name: string | undefined;
  readonly value: Expression;
}

export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  /** `isPlain` when it has no conversion or format. */
  | { readonly kind: 'value'; readonly value: Expression; readonly isPlain: boolean };

export type Expression = Range &
  (
    | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
    | { readonly kind: 'undefined' }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'template'; readonly parts: readonly TemplatePart[] }
    | { readonly kind: 'list'; readonly items: readonly Expression[] }
    | { readonly kind: 'dict'; readonly items: readonly DictItem[] }
    | { readonly kind: 'spread'; readonly value: Expression }
    | { readonly kind: 'attribute'; readonly of: Expression; readonly name: string; readonly isOptional: boolean }
    | { readonly kind: 'subscript'; readonly of: Expression; readonly index: Expression; readonly isOptional: boolean }
    | {
        readonly kind: 'slice';
        readonly of: Expression;
        readonly from: Expression | undefined;
        readonly to: Expression | undefined;
      }
    | {
        readonly kind: 'call';
        readonly callee: Expression;
        readonly arguments: readonly Argument[];
        readonly isNew: boolean;
        readonly isOptional: boolean;
      }
    | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
    | {
        readonly kind: 'logical';
        readonly operator: 'and' | 'or' | '??';
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly kind: 'not'; readonly of: Expression }
    | { readonly kind: 'negative'; readonly of: Expression }
    | {
        readonly kind: 'conditional';
        readonly test: Expression;
        readonly then: Expression;
        readonly otherwise: Expression;
      }
    | {
        readonly kind: 'comprehension';
        readonly target: string | undefined;
        readonly of: Expression;
        readonly conditions: readonly Expression[];
        readonly element: Expression;
      }
    | { readonly kind: 'function'; readonly parts: FunctionParts }
    | { readonly kind: 'await'; readonly of: Expression }
    /** `what` names it in a message: `a lambda expression`. */
    | { readonly kind: 'unsupported'; readonly what: string; readonly within: readonly Expression[] }
  );

export type Pattern =
  | { readonly kind: 'name'; readonly name: string }
  /** `x["k"] = …`, `x.k = …` */
  | { readonly kind: 'place'; readonly of: Expression; readonly key: Expression }
  /** `const { a, b: c = 1 } = …` */
  | {
      readonly kind: 'members';
      readonly members: readonly {
        readonly key: string;
        readonly target: Pattern;
        readonly fallback: Expression | undefined;
      }[];
    }
  /** `a, b = …`: as many items as there are names, or it fails. */
  | { readonly kind: 'items'; readonly targets: readonly Pattern[]; readonly what: string }
  /** `names`: those that it may set. */
  | { readonly kind: 'unsupported'; readonly what: string; readonly names: readonly string[] };

export interface ErrorClause extends Range {
  /** Names of the classes it catches; empty for all of them. */
  readonly types: readonly string[];
  /** False where the classes are not plain names. */
  readonly typesKnown: boolean;
  readonly variable: string | undefined;
  readonly body: readonly Statement[];
}

export interface LoopSteps {
  readonly before: readonly Statement[];
  readonly test: Expression | undefined;
  readonly after: readonly Statement[];
}

export interface ImportedName {
  /** `Config` of `from botocore.config import Config`; undefined for a whole module. */
  readonly name: string | undefined;
  readonly local: string;
}

export type Statement = Range &
  (
    | {
        readonly kind: 'assign';
        readonly target: Pattern;
        readonly value: Expression;
        readonly operator: string | undefined;
      }
    | { readonly kind: 'expression'; readonly value: Expression }
    | {
        readonly kind: 'if';
        readonly test: Expression;
        readonly then: readonly Statement[];
        readonly otherwise: readonly Statement[];
      }
    | { readonly kind: 'return'; readonly value: Expression | undefined }
    /** Without a value it raises again what is being handled. */
    | { readonly kind: 'raise'; readonly value: Expression | undefined }
    | {
        readonly kind: 'try';
        readonly body: readonly Statement[];
        readonly clauses: readonly ErrorClause[];
        readonly otherwise: readonly Statement[];
        readonly finally: readonly Statement[];
      }
    | {
        readonly kind: 'loop';
        readonly what: string;
        readonly target: string | undefined;
        /** All names that it sets for each item. */
        readonly names: readonly string[];
        readonly of: Expression | undefined;
        /** `while (test)`, `for (let i = 0; test; i++)`; undefined for a loop over items. */
        readonly steps: LoopSteps | undefined;
        readonly body: readonly Statement[];
        /** `else` of a loop: what is done when it was not left early. */
        readonly otherwise: readonly Statement[];
      }
    | { readonly kind: 'jump'; readonly to: 'break' | 'continue' }
    | {
        readonly kind: 'define';
        readonly name: string;
        readonly parts: FunctionParts;
        readonly decorators: readonly string[];
      }
    | { readonly kind: 'import'; readonly module: string; readonly names: readonly ImportedName[] }
    | {
        readonly kind: 'class';
        readonly name: string;
        readonly bases: readonly string[];
        readonly body: readonly Statement[];
      }
    | { readonly kind: 'pass' }
    | {
        readonly kind: 'unsupported';
        readonly what: string;
        readonly within: readonly Expression[];
        readonly body: readonly Statement[];
      }
  );

export interface SourceTree {
  readonly language: Language;
  readonly body: readonly Statement[];
}

/** The first thing in a text that is no valid source. */
export interface SourceProblem {
  readonly message: string;
  readonly range: Range;
}

export type SourceReading =
  | { readonly tree: SourceTree; readonly problem?: undefined }
  | { readonly problem: SourceProblem; readonly tree?: undefined };
