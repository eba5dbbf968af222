import { Stack, Duration, type StackProps } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';

interface AgentProps extends StackProps {
  readonly model?: string;
  readonly rounds?: number;
}

// The steps come from methods that subclasses fill in.
abstract class AgentStack extends Stack {
  protected readonly model: string;
  protected constructor(
    scope: Construct,
    id: string,
    protected readonly settings: AgentProps = {},
  ) {
    super(scope, id, settings);
    this.model = settings.model ?? 'amazon.nova-lite-v1:0';
    const chain = this.steps().reduce<sfn.Chain | undefined>(
      (done, step) => (done === undefined ? sfn.Chain.start(step) : done.next(step)),
      undefined,
    );
    new sfn.StateMachine(this, this.name, {
      definitionBody: sfn.DefinitionBody.fromChainable(chain!),
      ...this.machineProps(),
    });
  }
  protected abstract readonly name: string;
  protected abstract steps(): (sfn.State & sfn.INextable)[];
  protected machineProps(): Partial<sfn.StateMachineProps> {
    return { timeout: Duration.minutes(15) };
  }
  protected call(name: string, prompt: string): tasks.CallAwsService {
    return new tasks.CallAwsService(this, name, {
      service: 'bedrockruntime',
      action: 'converse',
      iamAction: 'bedrock:InvokeModel',
      iamResources: ['*'],
      parameters: { ModelId: this.model, System: [{ Text: prompt }], Messages: sfn.JsonPath.listAt('$.messages') },
      resultPath: `$.${name.toLowerCase()}`,
    });
  }
}

export class Critics extends AgentStack {
  constructor(scope: Construct, id: string, props?: AgentProps) {
    super(scope, id, { ...props, rounds: 2 });
  }
  protected get name(): string {
    return 'CriticsFlow';
  }
  protected override steps() {
    return Array.from({ length: this.settings.rounds ?? 1 }, (_, i) =>
      this.call(`Round${i + 1}`, i === 0 ? 'Be kind.' : 'Be strict.'),
    );
  }
  protected override machineProps() {
    return { ...super.machineProps(), tracingEnabled: true };
  }
}
