import { Duration as Span, Stack } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import { CustomState, IChainable, JitterType as Jitter, Map as Each, StateMachine, type INextable } from 'aws-cdk-lib/aws-stepfunctions';
import {
  CallAwsService,
} from 'aws-cdk-lib/aws-stepfunctions-tasks';

export class Aliased extends Stack {
  readonly retrieve: CallAwsService;
  private readonly each: Each;

  constructor(scope: App, id: string) {
    super(scope, id);
    this.retrieve = new CallAwsService(this, 'Retrieve', {
      service: 'bedrockagentruntime', action: 'retrieve', iamAction: 'bedrock:Retrieve', iamResources: ['*'],
      parameters: { KnowledgeBaseId: 'KB12345678', RetrievalQuery: { Text: 'x' } },
      timeout: Span.seconds(1200),
    });
    this.each = new Each(this, 'Each question', { itemsPath: '$.questions', maxConcurrency: 0 });
    this.each.itemProcessor(this.retrieve);
    new StateMachine(this, 'AliasedFlow', { definition: this.start() });
  }

  private start(): IChainable { return this.each; }
}
export const jitters = [Jitter.FULL, CustomState, Span] as const;
export type Anything = INextable;
