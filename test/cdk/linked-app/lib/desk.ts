import { Stack, type StackProps } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';

export class Desk extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { readonly queue: string }) {
    super(scope, id, props);
    const find = new CallAwsService(this, 'Find', {
      service: 'bedrockagentruntime',
      action: 'retrieve',
      iamResources: ['*'],
      parameters: { KnowledgeBaseId: 'KB12345678', RetrievalQuery: { 'Text.$': '$.question' } },
    });
    const send = new sfn.Pass(this, 'Send', { result: sfn.Result.fromString(props.queue), resultPath: '$.queue' });
    new sfn.StateMachine(this, 'Answers', { definitionBody: sfn.DefinitionBody.fromChainable(find.next(send)) });
  }
}
