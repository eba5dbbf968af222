/** What is asked about one Lambda task, and what the answer is: the task stays, with every reason, or a target takes its place. */
import type { Shape } from '../analysis/data-flow/shape.ts';
import type { Declaration, TaskState } from '../asl/model.ts';
import type { ServiceTables } from '../aws/services/tables.ts';
import type { SeenCall } from '../handlers/ir.ts';
import type { SourceFile } from '../text/source-file.ts';
import type { Place, Resource } from '../tree/node.ts';
import type { Proposal } from './agent/proposal.ts';
import type { FunctionFacts } from './function-gates.ts';
import type { Reason } from './reason.ts';
import type { Target } from './target.ts';

/** A function as the project found it. */
export interface CalledFunction extends FunctionFacts {
  /** Absent where the function is declared elsewhere. */
  readonly resource: Resource | undefined;
  readonly declaration: Declaration | undefined;
  /** Stands for the stack of a program that it is made in. */
  readonly stack: object | undefined;
  readonly source:
    | { readonly kind: 'file'; readonly file: SourceFile; readonly handler: string; readonly path: string }
    | {
        readonly kind: 'unknown';
        readonly why: string;
        readonly unblock: string;
        readonly place: Place | undefined;
      };
}

export interface DecisionContext {
  readonly services: ServiceTables;
  /** What is known of the input of the state. */
  readonly input: Shape | undefined;
}

export interface Decision {
  readonly state: TaskState;
  readonly function: CalledFunction;
  readonly outcome: Outcome;
}

export type Outcome =
  /** No model is called by name. */
  | { readonly kind: 'noModel' }
  /** Where the code is cannot be told. */
  | { readonly kind: 'unknown'; readonly why: string; readonly unblock: string }
  | {
      readonly kind: 'plan';
      readonly subject: Subject;
      readonly calls: readonly SeenCall[];
      readonly reasons: readonly Reason[];
      /** Why it is not split around its call either; empty where there is no call to split it at. */
      readonly split: readonly Reason[];
      /** What could stand in its place, for a person to judge. */
      readonly proposal?: Proposal | undefined;
    }
  | {
      readonly kind: 'safe' | 'guarded';
      readonly subject: Subject;
      readonly calls: readonly SeenCall[];
      readonly target: Target;
    };

/** What a function is around: a call of a model or a knowledge base, or an agent. */
export type Subject = 'model' | 'agent';
