import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import * as path from 'node:path';

export interface ModelFunctionProps {
  readonly module: string;
  readonly models: readonly string[];
}

/** A function that may call models. */
export class ModelFunction extends Function {
  constructor(scope: Construct, id: string, { module, models }: ModelFunctionProps) {
    super(scope, id, {
      runtime: Runtime.PYTHON_3_12,
      handler: `${module}.lambda_handler`,
      code: Code.fromAsset(path.join(__dirname, '../handlers')),
      timeout: Duration.seconds(30),
    });
    this.addToRolePolicy(
      new PolicyStatement({
        actions: ['bedrock:InvokeModel'],
        resources: models.map((model) => `arn:aws:bedrock:*::foundation-model/${model}`),
      }),
    );
  }
}
