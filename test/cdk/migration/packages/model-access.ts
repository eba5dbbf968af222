/** As a package outside of the project would have it: what it grants is not to be seen from the app. */
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';

export class ModelAccess {
  constructor(private readonly model: string) {}

  grantInvoke({ grantPrincipal }: IGrantable): void {
    const resources = [`arn:aws:bedrock:*::foundation-model/${this.model}`];
    grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions: ['bedrock:InvokeModel'], resources }));
  }
}
