import { Chain, DefinitionBody, IChainable, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
export class Machine {
  chain: Chain;
  constructor(readonly scope: Construct, readonly id: string, start: IChainable) { this.chain = Chain.start(start); }
  then(next: IChainable): this { this.chain = this.chain.next(next); return this; }
  build() { return new StateMachine(this.scope, this.id, { definitionBody: DefinitionBody.fromChainable(this.chain) }); }
}
