import { App, Stage } from 'aws-cdk-lib';
import { Desk } from './lib/desk';
import { Intake } from './lib/intake';

export const app = new App({ context: { 'aws:cdk:enable-path-metadata': true } });
new Intake(app, 'Intake');
for (const name of ['Test', 'Live']) {
  const stage = new Stage(app, name);
  new Desk(stage, 'Desk', { queue: `${name}-letters` });
}
