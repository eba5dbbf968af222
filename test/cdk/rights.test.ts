/**
 * What is said of the rights of machines in CDK source, against what is said of the templates that CDK synthesises from
 * them: the same states, for the same reasons. Source may be silent where a template is not; it is never alone.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RunFiles } from '../../src/cli/file-system.ts';
import type { Diagnostic } from '../../src/engine/diagnostic.ts';
import { lint } from '../../src/engine/run.ts';
import { selectRules } from '../../src/engine/selection.ts';
import { loadProject } from '../../src/project/load.ts';
import type { InputFile } from '../../src/project/files.ts';
import { RULES } from '../../src/rules/index.ts';
import { SERVICES } from '../support/services.ts';
import { filesOf, sampleApps, synthesiseTemplates } from './synthesise.ts';
import type { SampleApp } from './synthesise.ts';

const FILES = new RunFiles(path.join(import.meta.dirname, '../..'), false);
const ABOUT_RIGHTS = ['missing-model-permission', 'invented-iam-action'];

async function findings(inputs: readonly InputFile[], only: readonly string[]): Promise<readonly Diagnostic[]> {
  const selection = selectRules(RULES, { preset: 'all', only, skip: [], levels: new Map() });
  return (await lint(loadProject(inputs, FILES, { perDeclaration: false }), selection, SERVICES)).diagnostics;
}

function ofSource(app: SampleApp, only: readonly string[]): Promise<readonly Diagnostic[]> {
  const inputs = filesOf(app).map((file) => ({ path: file, named: false, bytes: readFileSync(file) }));
  return findings(inputs, only);
}

async function ofTemplates(app: SampleApp, only: readonly string[]): Promise<readonly Diagnostic[]> {
  const templates = await synthesiseTemplates(app);
  const inputs = templates.map((template, i) => ({
    path: path.join(FILES.root, `${app.name}-${i}.template.json`),
    named: true,
    bytes: new TextEncoder().encode(JSON.stringify(template)),
  }));
  return findings(inputs, only);
}

function lines(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics
    .map(({ rule, state, data }) => `${rule}: ${state ?? ''} ${String(data.actions ?? data.invented)}`)
    .sort();
}

function named(name: string): SampleApp {
  const app = sampleApps().find((one) => one.name === name);
  if (app === undefined) throw new Error(`no app ${name}`);
  return app;
}

describe('rights of machines in CDK source', () => {
  it.each(sampleApps().map((app) => [app.name, app] as const))(
    'are judged in %s as in its templates',
    { timeout: 60_000 },
    async (_, app) => {
      const read = lines(await ofSource(app, ABOUT_RIGHTS));
      const synthesised = read.length === 0 ? [] : lines(await ofTemplates(app, ABOUT_RIGHTS));
      expect(read.filter((line) => !synthesised.includes(line))).toEqual([]);
    },
  );

  it('lack what their templates lack', { timeout: 60_000 }, async () => {
    const app = named('call-rights');
    const read = lines(await ofSource(app, ABOUT_RIGHTS));
    expect(read).toEqual(lines(await ofTemplates(app, ABOUT_RIGHTS)));
    expect(read).toEqual([
      'invented-iam-action: Put events eventbridge:putEvents',
      'invented-iam-action: Run statement rdsdata:executeStatement',
      'invented-iam-action: Send mail sesv2:sendEmail',
      'missing-model-permission: Agent bedrock-agentcore:InvokeHarness and bedrock-agentcore:InvokeAgentRuntime',
      'missing-model-permission: Ask the runtime bedrock-agentcore:InvokeAgentRuntime',
      'missing-model-permission: Converse bedrock:InvokeModel',
      'missing-model-permission: Converse beside a table bedrock:InvokeModel',
      'missing-model-permission: Converse by other statement bedrock:InvokeModel',
      'missing-model-permission: In text bedrock:InvokeModel',
      'missing-model-permission: Retrieve and generate bedrock:RetrieveAndGenerate',
      'missing-model-permission: Retrieve bedrock:Retrieve',
      'missing-model-permission: Through profile bedrock:InvokeModel',
    ]);
  });
});

describe('paths of states taken for URIs', () => {
  const only = ['path-as-s3-uri'];

  it('are found with the feature flag switched off', { timeout: 60_000 }, async () => {
    const app = named('unflagged');
    const paths = (found: readonly Diagnostic[]): readonly unknown[] =>
      found.filter(({ data }) => 'path' in data).map(({ state, data }) => [state, data.path]);
    const read = await ofSource(app, only);
    expect(paths(read)).toEqual([
      ['By path', '"$.Body"'],
      ['By both', '"$.Body.results"'],
    ]);
    expect([...paths(await ofTemplates(app, only))].sort()).toEqual([...paths(read)].sort());
    expect(read.filter(({ data }) => 'option' in data).map(({ state }) => state)).toEqual(['By uri', 'By both']);
  });

  it.each(['flagged', 'unset-flag'])('are not there in %s', { timeout: 60_000 }, async (name) => {
    const app = named(name);
    expect(await ofTemplates(app, only)).toEqual([]);
    expect(await ofSource(app, only)).toEqual([]);
  });
});
