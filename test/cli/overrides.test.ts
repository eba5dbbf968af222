/** What a configuration says for some files, machines or states. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { findingsOf } from './report.ts';
import { cloudFormationTemplate, definition } from './samples.ts';
import { workspace } from './workspace.ts';
import type { Files, Workspace } from './workspace.ts';

const [FALLBACK, PROMPT, MAP] = ['missing-quota-fallback', 'inline-prompt', 'unbounded-map'] as const;

const ask = (more: object): object => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::bedrock:invokeModel',
  Parameters: { ModelId: 'm', Body: { system: 'x'.repeat(250) } },
  ResultPath: '$.answer',
  ...more,
});

/** Two asks, one of them inside a Map. */
const SAMPLE = definition({
  'Ask (first)': ask({ Next: 'Each' }),
  Each: {
    Type: 'Map',
    ItemsPath: '$.items',
    MaxConcurrency: 2,
    ItemProcessor: { StartAt: 'Inner', States: { Inner: ask({ End: true }) } },
    End: true,
  },
});

const FILES: Files = {
  'a.asl.json': SAMPLE,
  'legacy/old/b.asl.json': SAMPLE,
};

function projectWith(overrides: unknown, files: Files = FILES, more: object = {}): Workspace {
  return workspace({ ...files, 'sfn-lint.config.json': JSON.stringify({ ...more, overrides }) });
}

/** `file state level` of every finding of one rule. */
function found(project: Workspace, rule: string, args: readonly string[] = [], cwd = '.'): readonly string[] {
  const run = project.run(['--format', 'json', ...args], { cwd });
  expect(run.err).toBe('');
  return findingsOf(run)
    .filter((finding) => finding.rule === rule)
    .map(({ file, state, severity }) => `${path.posix.basename(file)[0]} ${state} ${severity}`);
}

const EVERYWHERE = ['a Ask (first) warning', 'a Inner warning', 'b Ask (first) warning', 'b Inner warning'];

describe('an override', () => {
  it.each<[string, object, readonly string[]]>([
    ['a folder', { files: ['legacy/**'] }, EVERYWHERE.slice(0, 2)],
    ['a folder by its name', { files: ['legacy/'] }, EVERYWHERE.slice(0, 2)],
    ['a file from here', { files: ['./legacy/old/b.asl.json'] }, EVERYWHERE.slice(0, 2)],
    ['a name anywhere', { files: ['b.*'] }, EVERYWHERE.slice(0, 2)],
    ['several', { files: ['a.asl.json', 'legacy/**'] }, []],
    ['a machine', { machines: ['a'] }, EVERYWHERE.slice(2)],
    ['machines', { machines: ['?'] }, []],
    ['a state', { states: ['Ask (first)'] }, ['a Inner warning', 'b Inner warning']],
    ['states', { states: ['Ask *'] }, ['a Inner warning', 'b Inner warning']],
    ['a state and what is inside it', { states: ['Each'] }, ['a Ask (first) warning', 'b Ask (first) warning']],
    [
      'all of them together',
      { files: ['a.*'], machines: ['a'], states: ['I*'] },
      [EVERYWHERE[0] ?? '', ...EVERYWHERE.slice(2)],
    ],
    ['nothing that is there', { files: ['A.*'], states: ['nner'] }, EVERYWHERE],
  ])('switches a rule off for %s', (_, where, expected) => {
    expect(found(projectWith([{ ...where, rules: { [FALLBACK]: 'off' } }]), FALLBACK)).toEqual(expected);
  });

  it('sets levels, and enables a rule where the preset has none', () => {
    const project = projectWith([{ states: ['Inner'], rules: { [FALLBACK]: 'error' } }]);
    expect(found(project, FALLBACK)[1]).toBe('a Inner error');
    expect(project.run([]).code).toBe(1);
    const files = {
      'a.asl.json': definition({
        Each: { Type: 'Map', ItemProcessor: { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } }, End: true },
      }),
    };
    const twice = { ...files, 'b.asl.json': files['a.asl.json'] };
    expect(found(projectWith([{ files: ['b.*'], rules: { [MAP]: 'note' } }], twice), MAP)).toEqual(['b Each note']);
  });

  it('sets options', () => {
    const rules = { [PROMPT]: { options: { maxLength: 250 } } };
    expect(found(projectWith([{ states: ['Inner'], rules }]), PROMPT)).toEqual([EVERYWHERE[0], EVERYWHERE[2]]);
    expect(found(projectWith([{ files: ['legacy/**'], rules }]), PROMPT)).toEqual(EVERYWHERE.slice(0, 2));
  });

  it('goes before the rules of the configuration, a later one before an earlier one', () => {
    const overrides = [
      { files: ['*'], rules: { [FALLBACK]: 'note' } },
      { files: ['b.*'], rules: { [FALLBACK]: { level: 'error' } } },
      { files: ['b.*'], rules: { [FALLBACK]: { options: {} } } },
    ];
    expect(found(projectWith(overrides, FILES, { rules: { [FALLBACK]: 'off' } }), FALLBACK)).toEqual([
      'a Ask (first) note',
      'a Inner note',
      'b Ask (first) error',
      'b Inner error',
    ]);
  });

  it('gives way to --rule and --skip, and holds under --only', () => {
    const project = projectWith([{ files: ['a.*'], rules: { [FALLBACK]: 'off' } }]);
    expect(found(project, FALLBACK, ['--rule', `${FALLBACK}:warning`])).toEqual(EVERYWHERE);
    expect(found(project, FALLBACK, ['--only', FALLBACK])).toEqual(EVERYWHERE.slice(2));
    expect(found(project, FALLBACK, ['--skip', FALLBACK])).toEqual([]);
    const enabling = projectWith([{ files: ['a.*'], rules: { [MAP]: 'note' } }]);
    expect(found(enabling, MAP, ['--only', FALLBACK])).toEqual([]);
  });

  it('has paths that are relative to the configuration', () => {
    const files = {
      ...FILES,
      'legacy/sfn-lint.config.json': JSON.stringify({
        overrides: [{ files: ['old/b.asl.json'], rules: { [FALLBACK]: 'off' } }],
      }),
    };
    expect(found(workspace(files), FALLBACK, [], 'legacy')).toEqual([]);
    expect(found(workspace(files), FALLBACK, ['--config', 'legacy/sfn-lint.config.json'])).toEqual(
      EVERYWHERE.slice(0, 2),
    );
  });

  it('is about the file that a finding points at, and the machine that it names', () => {
    const template = cloudFormationTemplate({ Order: { DefinitionString: SAMPLE, RoleArn: 'not an ARN' } });
    const off = (where: object): readonly string[] =>
      found(
        projectWith([{ ...where, rules: { 'invalid-role-arn': 'off' } }], { 't.json': template }),
        'invalid-role-arn',
      );
    expect(off({ files: ['none'] })).toHaveLength(1);
    expect(off({ files: ['t.json'] })).toEqual([]);
    expect(off({ machines: ['Ord*'] })).toEqual([]);
    expect(off({ machines: ['Order'], states: ['*'] })).toHaveLength(1);
  });

  it('switches a parse error off', () => {
    const overrides = [{ files: ['bad/**'], rules: { 'parse-error': 'off' } }];
    const project = projectWith(overrides, { 'bad/a.asl.json': '{', 'b.asl.json': '{' });
    expect(findingsOf(project.run(['--format', 'json'])).map(({ file }) => file)).toEqual(['b.asl.json']);
  });

  it('makes no suppression unused where it switches the rule off', () => {
    const text = SAMPLE.replace('{', `{ "Comment": "sfn-lint-ignore unreachable-state -- r",`);
    const files = { 'a.asl.json': text };
    const unused = (overrides: unknown): number => found(projectWith(overrides, files), 'unused-suppression').length;
    const rules = { 'unreachable-state': 'off' };
    expect(unused([])).toBe(1);
    expect(unused([{ files: ['b.*'], rules }])).toBe(1);
    expect(unused([{ files: ['a.*'], rules }])).toBe(0);
    expect(unused([{ states: ['Inner'], rules }])).toBe(0);
  });
});

describe('a faulty override', () => {
  const schema = path.resolve(import.meta.dirname, '../../schema/sfn-lint.config.schema.json');
  const accepts = new Ajv({ allowUnionTypes: true }).compile(JSON.parse(readFileSync(schema, 'utf8')) as object);

  it.each<[unknown, string]>([
    [{}, 'overrides takes a list of objects'],
    [['x'], 'an object is wanted for an override'],
    [[{ rules: {} }], 'an override names files, machines or states'],
    [[{ files: ['*'] }], 'an override has rules'],
    [[{ files: '*', rules: {} }], 'files takes a list of texts'],
    [[{ files: [], rules: {} }], 'files takes at least one pattern'],
    [[{ states: [7], rules: {} }], 'states takes a list of texts'],
    [[{ file: ['*'], rules: {} }], 'did you mean files?'],
    [[{ files: ['*'], rules: { 'inline-promt': 'off' } }], 'did you mean inline-prompt?'],
    [[{ files: ['*'], rules: { [PROMPT]: { options: { maxLength: 'x' } } } }], 'a whole number'],
  ])('%j ends the run with 2, and the schema refuses it', (overrides, words) => {
    const run = projectWith(overrides).run([]);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toMatch(/sfn-lint\.config\.json:1:\d+: /);
    expect(run.err).toContain(words);
    expect(accepts({ overrides })).toBe(false);
  });

  it('is none of these, which the schema takes too', () => {
    const overrides = [
      { files: ['*'], rules: {} },
      { machines: ['a'], states: ['b'], rules: { [PROMPT]: { level: 'note', options: { maxLength: 3 } } } },
    ];
    expect(projectWith(overrides).run([]).code).toBe(0);
    expect(accepts({ overrides, baseline: 'b.json' })).toBe(true);
    expect(accepts({ baseline: '' })).toBe(false);
    expect(workspace({ 'sfn-lint.config.json': '{"baseline": ""}' }).run([]).code).toBe(2);
  });
});
