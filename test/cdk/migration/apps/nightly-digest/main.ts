#!/usr/bin/env node
import { App, Stack } from 'aws-cdk-lib';
import { NightlyDigest } from './lib/nightly-digest';

export const app = new App();
const stack = new Stack(app, 'Nightly', { env: { account: '111122223333', region: 'eu-west-1' } });
new NightlyDigest(stack, 'Digest', { schedule: '0 3 * * ? *' });
app.synth();
