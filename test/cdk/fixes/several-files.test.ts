/** Fixes in programs of several files: which file changes, what is read with it, and what is left alone. */
import { describe, expect, it } from 'vitest';
import { applyFixes } from '../../../src/engine/fixes/fix-loop.ts';
import type { LintFiles } from '../../../src/engine/fixes/fix-loop.ts';
import { lint } from '../../../src/engine/run.ts';
import { selectRules } from '../../../src/engine/selection.ts';
import { loadProject } from '../../../src/project/load.ts';
import { RULES } from '../../../src/rules/index.ts';
import { fixFiles } from '../../support/fix-files.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import type { FileTable } from '../../support/memory-files.ts';
import { SERVICES } from '../../support/services.ts';

const HEAD = `import { Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
`;

const SEARCH = `new tasks.CallAwsService(scope, 'Search', {
    service: 'bedrockagentruntime',
    action: 'retrieve',
    iamResources: ['*'],
    parameters: { KnowledgeBaseId: 'KB12345678', RetrievalQuery: { Text: 'x' } },
    taskTimeout: sfn.Timeout.duration(Duration.minutes(1)),
  });`;

const RULE = { only: ['missing-throttling-retry'] };

const STEPS = `${HEAD}
export function search(scope: Stack): sfn.IChainable {
  const task = ${SEARCH}
  return task;
}
`;

const STACK = `import { Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { search } from './steps';
export class Searching extends Stack {
  readonly machine = new sfn.StateMachine(this, 'Searches', { definition: search(this) });
}
`;

/** Fixes where only some of the files are given. */
async function fixGiven(table: FileTable, given: readonly string[]): ReturnType<typeof applyFixes> {
  const stored = new MemoryFiles(table);
  const selection = selectRules(RULES, { preset: 'all', only: RULE.only, skip: [], levels: new Map() });
  const lintFiles: LintFiles = (files, only) => {
    const inputs = (only ?? given).map((path) => ({ path: files.locate(path), named: only !== undefined }));
    return lint(loadProject(inputs, files, { perDeclaration: false }), selection, SERVICES);
  };
  return applyFixes(lintFiles, stored, { safeties: ['safe', 'unsafe'], rules: undefined });
}

describe('programs of several files', () => {
  it('are fixed in the file that makes the state', async () => {
    const { changed, files, result } = await fixFiles({ 'lib/stack.ts': STACK, 'lib/steps.ts': STEPS }, RULE);
    expect(changed).toEqual(['lib/steps.ts']);
    expect(files['lib/steps.ts']).toContain('task.addRetry({');
    expect(result.diagnostics).toEqual([]);
  });

  it('are not fixed in a file that was not given', async () => {
    const table = { 'lib/stack.ts': STACK, 'lib/steps.ts': STEPS };
    const { files, result } = await fixGiven(table, ['lib/stack.ts']);
    expect(files).toEqual([]);
    expect(result.diagnostics.flatMap(({ refusedFixes }) => refusedFixes.map(({ reason }) => reason))).toEqual([
      'no definition that is read with the file holds the value',
    ]);
    expect((await fixGiven(table, ['lib/stack.ts', 'lib/steps.ts'])).files).toHaveLength(1);
  });

  it('are read with the files that make their stacks', async () => {
    const stack = `${HEAD}
export interface StageProps { readonly service: string; readonly action: string }
export class Searching extends Stack {
  constructor(scope: unknown, id: string, { service, action }: StageProps) {
    super();
    const task = new tasks.CallAwsService(this, 'Search', { service, action, iamResources: ['*'], parameters: {} });
    new sfn.StateMachine(this, 'Searches', { definition: task });
  }
}
`;
    const stage = (service: string, action: string): string =>
      `new Searching(app, '${service}', { service: '${service}', action: '${action}' });\n`;
    const main = `import { App } from 'aws-cdk-lib';\nimport { Searching } from '../lib/stack';\nconst app = new App();\n`;
    const retrieve = stage('bedrockagentruntime', 'retrieve');
    const one = await fixFiles({ 'lib/stack.ts': stack, 'bin/main.ts': main + retrieve }, RULE);
    expect(one.changed).toEqual(['lib/stack.ts']);
    const two = await fixFiles(
      { 'lib/stack.ts': stack, 'bin/main.ts': main + retrieve + stage('s3', 'listBuckets') },
      RULE,
    );
    expect(two.changed).toEqual([]);
    const reasons = two.result.diagnostics.flatMap(({ refusedFixes }) => refusedFixes.map(({ reason }) => reason));
    expect(reasons).toEqual(['the code makes several states here, and not all of them need the change']);
  });

  it('keep a definition that two machines share', async () => {
    const shared = `${HEAD}
export function search(scope: Stack, id: string) {
  const task = ${SEARCH.replace("'Search'", 'id')}
  return task;
}
export class Both extends Stack {
  constructor() {
    super();
    new sfn.StateMachine(this, 'One', { definition: search(this, 'Search one') });
    // The retrier of this one is its own.
    new sfn.StateMachine(this, 'Two', { definition: search(this, 'Search two').addRetry({ errors: ['BedrockAgentRuntime.ThrottlingException'] }) });
  }
}
`;
    const { changed, result } = await fixFiles({ 'lib/stack.ts': shared }, RULE);
    expect(changed).toEqual([]);
    expect(result.diagnostics.map(({ state }) => state)).toEqual(['Search one']);
  });
});
