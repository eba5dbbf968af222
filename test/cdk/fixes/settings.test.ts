/**
 * Logging and tracing that are switched on in CDK source: what CDK then writes into the template is what the same fixes
 * make of the template that it wrote before.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixFiles } from '../../support/fix-files.ts';
import { synthesiseTemplates } from '../synthesise.ts';
import type { Template } from '../synthesise.ts';

const ENTRY = path.join(import.meta.dirname, 'apps/observed.ts');
const SOURCE = readFileSync(ENTRY, 'utf8');
const RULES = { only: ['missing-logging', 'missing-tracing'] };

async function templateOf(text: string): Promise<Template> {
  const [template] = await synthesiseTemplates({ name: 'observed', entry: ENTRY, text });
  return template!;
}

/** Without what says that CDK made it, since the source of such a template is fixed instead. */
function asWritten(template: Template): string {
  return JSON.stringify(template, (name, value: unknown) => (name === 'Metadata' ? undefined : value), 2);
}

function settingsOf({ Resources = {} }: Template): unknown {
  const machines = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::StepFunctions::StateMachine');
  return machines.map(([id, { Properties = {} }]) => {
    const { LoggingConfiguration: logging, TracingConfiguration: tracing } = Properties;
    return { id, logging, tracing };
  });
}

function actionsOf({ Resources = {} }: Template): string {
  return JSON.stringify(Object.values(Resources).filter(({ Type }) => Type === 'AWS::IAM::Policy'));
}

describe('logging and tracing', () => {
  it('are switched on as in the template', async () => {
    const before = await templateOf(SOURCE);
    const source = await fixFiles({ 'lib/observed.ts': SOURCE }, RULES);
    const template = await fixFiles({ 'template.json': asWritten(before) }, RULES);
    const after = await templateOf(String(source.files['lib/observed.ts']));
    expect([...(source.result.fixed?.values() ?? [])]).toEqual([...(template.result.fixed?.values() ?? [])]);
    expect(settingsOf(after)).toEqual(settingsOf(JSON.parse(String(template.files['template.json'])) as Template));
    expect(settingsOf(after)).not.toEqual(settingsOf(before));
    expect(actionsOf(before)).not.toContain('xray:PutTraceSegments');
    expect(actionsOf(after)).toContain('xray:PutTraceSegments');
  });

  it.each([
    ['shared by two machines', `tracingEnabled: false, logs: LOGS`],
    ['without a log group', `logs: { level: sfn.LogLevel.OFF }`],
  ])('are left as they are where they are %s', async (_, options) => {
    const text = `import { App, Stack } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
const stack = new Stack(new App(), 'S');
const LOGS = { level: sfn.LogLevel.OFF, destination: new LogGroup(stack, 'L') };
for (const id of ['A', 'B']) new sfn.StateMachine(stack, id, { definition: new sfn.Pass(stack, 'P' + id), ${options} });
console.log(LOGS);
`;
    const { files, result } = await fixFiles({ 'lib/a.ts': text }, { only: ['missing-logging'] });
    expect(files['lib/a.ts']).toBe(text);
    expect(result.diagnostics.map(({ rule }) => rule)).toContain('missing-logging');
  });
});
