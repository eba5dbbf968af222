import { CfnParameter, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

export class ModelStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new CfnParameter(this, 'Model', { default: 'none', description: 'Kept for an old dashboard' });
  }
}

export class FoundationModel {
  constructor(readonly name: string) {}
}
