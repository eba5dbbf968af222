import { App } from 'aws-cdk-lib';
import { DeskStage } from './lib/desk';

export const app = new App();
new DeskStage(app, 'Test');
new DeskStage(app, 'Live', { env: { region: 'eu-west-1', account: '111122223333' } });
