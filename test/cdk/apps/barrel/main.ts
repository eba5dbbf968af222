import * as cdk from 'aws-cdk-lib';
import { steps, Machine as Made, finish } from './steps';
class BarrelStack extends cdk.Stack {
  constructor(scope: cdk.App, id: string) {
    super(scope, id);
    const made = new Made(this, 'Barrel', steps.begin(this));
    finish(made, this);
    made.build();
  }
}
export const app = new cdk.App({ analyticsReporting: false, context: { 'aws:cdk:enable-path-metadata': true } });
new BarrelStack(app, 'BarrelStack');
app.synth;
