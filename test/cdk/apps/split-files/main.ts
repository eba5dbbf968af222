import { App, Stack } from 'aws-cdk-lib';
import { Pipeline } from './lib/pipeline';
import shared, { NAMES } from './lib/settings.js';

export class SplitStack extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    new Pipeline(this, 'Nightly', { name: NAMES.nightly, seconds: shared.seconds });
    new Pipeline(this, 'Hourly', { name: NAMES['hourly'], seconds: 60, notify: true });
  }
}
