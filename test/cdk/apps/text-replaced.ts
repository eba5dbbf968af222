import * as fs from 'fs';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';

export class TextReplaced extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const text = fs.readFileSync(path.join(__dirname, 'text-bodies.asl.json'), 'utf8');
    new sfn.StateMachine(this, 'Replaced', { definitionBody: sfn.DefinitionBody.fromString(text.replace('"A"', '"B"').replace('"A"', '"B"')) });
    new sfn.StateMachine(this, 'Trimmed', { definitionBody: sfn.DefinitionBody.fromString(fs.readFileSync(path.join(__dirname, './text-bodies.asl.json')).toString().trim()) });
  }
}
