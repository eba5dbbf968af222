import { Stack, type StackProps } from 'aws-cdk-lib';
import * as bedrock from 'aws-cdk-lib/aws-bedrock';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';

const NOVA = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0';

// Each machine makes one call, with and without the right to make it.
export class CallRights extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const call = (name: string, service: string, action: string, more: object = {}) =>
      new tasks.CallAwsService(this, name, {
        service,
        action,
        iamResources: ['*'],
        parameters: { ModelId: NOVA },
        ...more,
      });
    const flow = (first: sfn.IChainable & sfn.State) =>
      new sfn.StateMachine(this, `${first.id} flow`, { definitionBody: sfn.DefinitionBody.fromChainable(first) });

    flow(call('Converse', 'bedrockruntime', 'converse'));
    flow(call('Converse rightly', 'bedrockruntime', 'converse', { iamAction: 'bedrock:InvokeModel' }));
    flow(call('Retrieve', 'bedrockagentruntime', 'retrieve', { parameters: { KnowledgeBaseId: 'KB12345678' } }));
    flow(call('Retrieve and generate', 'bedrockagentruntime', 'retrieveAndGenerate', { parameters: {} }));
    flow(call('Ask the runtime', 'bedrockagentcore', 'invokeAgentRuntime', { parameters: { Payload: '{}' } }));
    flow(call('Ingest', 'bedrockagent', 'startIngestionJob', { parameters: { KnowledgeBaseId: 'KB12345678' } }));
    flow(call('Put events', 'eventbridge', 'putEvents', { parameters: { Entries: [] } }));
    flow(call('Put events rightly', 'eventbridge', 'putEvents', { iamAction: 'events:PutEvents', parameters: {} }));
    flow(call('Send mail', 'sesv2', 'sendEmail', { parameters: {} }));
    flow(call('Run statement', 'rdsdata', 'executeStatement', { parameters: {} }));

    const added = flow(call('Converse by statement', 'bedrockruntime', 'converse'));
    added.addToRolePolicy(new iam.PolicyStatement({ actions: ['bedrock:InvokeModel*'], resources: [NOVA] }));
    const elsewhere = flow(call('Converse by other statement', 'bedrockruntime', 'converse'));
    elsewhere.addToRolePolicy(new iam.PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: [`${NOVA}-x`] }));
    const table = new dynamodb.Table(this, 'Table', { partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING } });
    table.grantReadWriteData(flow(call('Converse beside a table', 'bedrockruntime', 'converse')));
    iam.Grant.addToPrincipal({
      grantee: flow(call('Converse by grant', 'bedrockruntime', 'converse')),
      actions: ['bedrock:InvokeModel'],
      resourceArns: ['*'],
    });

    const profile = { modelArn: `arn:aws:bedrock:${this.region}:${this.account}:inference-profile/us.amazon.nova-micro-v1:0` };
    const body = sfn.TaskInput.fromObject({ messages: [] });
    flow(new tasks.BedrockInvokeModel(this, 'Through profile', { model: profile, body }));
    const both = flow(new tasks.BedrockInvokeModel(this, 'Through profile rightly', { model: profile, body }));
    both.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['bedrock:InvokeModel'],
        resources: ['arn:aws:bedrock:*::foundation-model/amazon.nova-micro-v1:0'],
      }),
    );
    const model = bedrock.FoundationModel.fromFoundationModelId(
      this,
      'Nova',
      new bedrock.FoundationModelIdentifier('amazon.nova-micro-v1:0'),
    );
    flow(new tasks.BedrockInvokeModel(this, 'Model itself', { model, body }));

    const agent = (name: string) =>
      new sfn.CustomState(this, name, {
        stateJson: {
          Type: 'Task',
          Resource: 'arn:aws:states:::bedrockagentcore:invokeHarness',
          Parameters: { HarnessArn: 'arn:aws:bedrock-agentcore:us-east-1:111122223333:harness/desk' },
        },
      });
    flow(agent('Agent'));
    const granted = flow(agent('Agent rightly'));
    granted.role.addToPrincipalPolicy(
      new iam.PolicyStatement({
        actions: ['bedrock-agentcore:InvokeHarness', 'bedrock-agentcore:InvokeAgentRuntime'],
        resources: ['arn:aws:bedrock-agentcore:us-east-1:111122223333:harness/desk*'],
      }),
    );

    const role = new iam.Role(this, 'FlowRole', {
      assumedBy: new iam.ServicePrincipal('states.amazonaws.com'),
      inlinePolicies: {
        logs: new iam.PolicyDocument({
          statements: [new iam.PolicyStatement({ actions: ['logs:CreateLogDelivery'], resources: ['*'] })],
        }),
      },
    });
    const definition = JSON.stringify({
      StartAt: 'In text',
      States: {
        'In text': {
          Type: 'Task',
          Resource: 'arn:aws:states:::bedrock:invokeModel',
          Parameters: { ModelId: 'amazon.nova-micro-v1:0', Body: { messages: [] } },
          End: true,
        },
      },
    });
    new sfn.StateMachine(this, 'Text flow', { definitionBody: sfn.DefinitionBody.fromString(definition), role });
  }
}
