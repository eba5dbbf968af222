import { Pass } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
export const begin = (scope: Construct) => new Pass(scope, 'Begin');
