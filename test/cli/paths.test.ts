/** The root of a run, what lies outside it, and how paths are shown. */
import { describe, expect, it } from 'vitest';
import { findingsOf, positionOf } from './report.ts';
import { CLEAN, WARNING, WARNING_RULE, cloudFormationTemplate, samTemplate } from './samples.ts';
import { workspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

function filesOf(there: Workspace, args: readonly string[], cwd = '.'): readonly string[] {
  const run = there.run(['--format', 'json', '--only', WARNING_RULE, ...args], { cwd });
  return findingsOf(run).map(({ file }) => file);
}

describe('the root', () => {
  it('is the git top level, from any folder below', () => {
    const there = workspace({ 'sub/deep/a.asl.json': WARNING, 'b.asl.json': WARNING });
    expect(filesOf(there, [], 'sub/deep')).toEqual(['sub/deep/a.asl.json']);
    expect(filesOf(there, ['../../b.asl.json'], 'sub/deep')).toEqual(['b.asl.json']);
    expect(filesOf(there, [there.at('b.asl.json')], 'sub')).toEqual(['b.asl.json']);
  });

  it('is known by a .git file too, as in a linked worktree', () => {
    const there = workspace({ 'tree/.git': 'gitdir: elsewhere\n', 'tree/sub/a.asl.json': WARNING });
    expect(filesOf(there, [], 'tree/sub')).toEqual(['sub/a.asl.json']);
  });

  it('is the working directory where there is no git', () => {
    const there = workspace();
    there.write('../plain/sub/a.asl.json', WARNING);
    expect(filesOf(there, [], '../plain')).toEqual(['sub/a.asl.json']);
    expect(filesOf(there, [], '../plain/sub')).toEqual(['a.asl.json']);
  });
});

describe('a path outside the root', () => {
  it.each(['../outside.asl.json', '..', '../out'])('is refused: %s', (name) => {
    const there = workspace({ 'a.asl.json': CLEAN });
    there.write('../outside.asl.json', WARNING);
    there.write('../out/b.asl.json', WARNING);
    const { code, out, err } = there.run([name]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('--allow-outside');
  });

  it('is read with --allow-outside, and shown in full', () => {
    const there = workspace();
    there.write('../outside.asl.json', WARNING);
    expect(filesOf(there, ['--allow-outside', '../outside.asl.json'])).toEqual([there.at('../outside.asl.json')]);
    expect(filesOf(there, ['--allow-outside', '..'])).toEqual([there.at('../outside.asl.json')]);
  });

  it('is refused through a symbolic link', () => {
    const there = workspace();
    there.write('../out/b.asl.json', WARNING);
    there.link('../out', 'folder');
    there.link('../out/b.asl.json', 'b.asl.json');
    expect(there.run(['b.asl.json']).code).toBe(2);
    expect(there.run(['folder/b.asl.json']).code).toBe(2);
    expect(there.run(['folder']).code).toBe(2);
    expect(there.run([]).out).toContain('0 state machines');
  });

  it('is refused through a glob', () => {
    const there = workspace();
    there.write('../out/b.asl.json', WARNING);
    const { code, err } = there.run(['../out/*.json']);
    expect(code).toBe(2);
    expect(err).toContain('--allow-outside');
  });

  it('is not one whose name only begins like the way out', () => {
    const there = workspace({ '..a/b.asl.json': WARNING });
    expect(filesOf(there, [])).toEqual(['..a/b.asl.json']);
  });
});

describe('a DefinitionUri', () => {
  const RULE = 'unresolved-definition';

  function findUri(there: Workspace, ...args: readonly string[]): readonly string[] {
    const run = there.run(['--format', 'json', ...args]);
    return findingsOf(run).map(({ rule, severity, start }) => `${rule} ${severity} ${start.line}`);
  }

  const template = (uri: string): string => samTemplate({ Flow: { DefinitionUri: uri } });

  it.each<[string, string, readonly string[]]>([
    ['that is there', 'flows/Flow.asl.json', [`${WARNING_RULE} warning 4`]],
    ['written with a dot', './flows/../flows/Flow.asl.json', [`${WARNING_RULE} warning 4`]],
    ['that is missing', 'flows/gone.asl.json', [`${RULE} error 6`]],
    ['in a folder that is missing', 'gone/Flow.asl.json', [`${RULE} error 6`]],
    ['that is a folder', 'flows', [`${RULE} error 6`]],
    ['that is empty', '', [`${RULE} error 6`]],
    ['whose name differs by case', 'flows/flow.asl.json', [`${RULE} warning 6`, `${WARNING_RULE} warning 4`]],
    ['whose folder differs by case', 'Flows/Flow.asl.json', [`${RULE} warning 6`, `${WARNING_RULE} warning 4`]],
    ['outside the root', '../outside.asl.json', [`${RULE} warning 6`]],
    ['outside the root and missing', '../gone.asl.json', [`${RULE} warning 6`]],
    ['that is absolute', '/etc/hostname', [`${RULE} warning 6`]],
    ['in S3', 's3://bucket/key.json', []],
    ['with a placeholder', 'flows/${Stage}.asl.json', []],
  ])('%s', (_, uri, expected) => {
    const there = workspace({ 'template.json': template(uri), 'flows/Flow.asl.json': WARNING });
    there.write('../outside.asl.json', WARNING);
    const found = findUri(there, 'template.json', '--only', RULE, '--only', WARNING_RULE);
    expect([...found].sort()).toEqual([...expected].sort());
  });

  it('as a bucket and key, computed or referenced is quiet', () => {
    const there = workspace({
      'template.json': samTemplate({
        A: { DefinitionUri: { Bucket: 'b', Key: 'k.json' } },
        B: { DefinitionUri: { Ref: 'Location' } },
        C: { DefinitionUri: { 'Fn::Sub': 's3://${Bucket}/k.json' } },
      }),
    });
    expect(findUri(there)).toEqual([]);
  });

  it('points at the value, and a missing one hides nothing else', () => {
    const text = samTemplate({
      Gone: { DefinitionUri: 'gone.asl.json' },
      Inline: { Definition: JSON.parse(WARNING) as object },
    });
    const there = workspace({ 'template.json': text });
    const found = findingsOf(there.run(['--format', 'json', '--only', RULE, '--only', WARNING_RULE]));
    expect(found.map(({ rule }) => rule)).toEqual([RULE, WARNING_RULE]);
    expect(found[0]).toMatchObject({ machine: 'Gone', pointer: '/Resources/Gone/Properties/DefinitionUri' });
    expect(found[0]!.start).toEqual(positionOf(text, '"gone.asl.json"'));
  });

  it('outside the root is followed with --allow-outside', () => {
    const there = workspace({ 'template.json': template('../outside.asl.json') });
    there.write('../outside.asl.json', WARNING);
    expect(filesOf(there, ['--allow-outside'])).toEqual([there.at('../outside.asl.json')]);
  });

  it('that leads outside through a link is not followed', () => {
    const there = workspace({ 'template.json': template('link.asl.json') });
    there.write('../outside.asl.json', WARNING);
    there.link('../outside.asl.json', 'link.asl.json');
    expect(findUri(there, '--only', RULE, '--only', WARNING_RULE)).toEqual([`${RULE} warning 6`]);
  });

  it('that is a link to a file of the same run is read once', () => {
    const there = workspace({ 'template.json': template('link.asl.json'), 'real.asl.json': WARNING });
    there.link('real.asl.json', 'link.asl.json');
    expect(filesOf(there, [])).toHaveLength(1);
  });
});

describe('a CDK asset', () => {
  const template = cloudFormationTemplate({ Flow: { DefinitionS3Location: { Bucket: 'b', Key: 'abc123.json' } } });
  const manifest = (path: string): string => JSON.stringify({ files: { abc123: { source: { path } } } });

  it('beside the template is read', () => {
    const there = workspace({ 'cdk.out/App.template.json': template, 'cdk.out/asset.abc123.json': WARNING });
    expect(filesOf(there, ['cdk.out'])).toEqual(['cdk.out/asset.abc123.json']);
  });

  it('is found through the manifest', () => {
    const there = workspace({
      'cdk.out/App.template.json': template,
      'cdk.out/App.assets.json': manifest('asset.fff/flow.json'),
      'cdk.out/asset.fff/flow.json': WARNING,
    });
    expect(filesOf(there, ['cdk.out/App.template.json'])).toEqual(['cdk.out/asset.fff/flow.json']);
  });

  it.each(['../../outside.json', '<root>/outside.json'])('outside the root is not read: %s', (path) => {
    const there = workspace({ 'cdk.out/App.template.json': template });
    there.write('../outside.json', WARNING);
    there.write('cdk.out/App.assets.json', manifest(path.replace('<root>', there.at('..'))));
    expect(filesOf(there, ['cdk.out'])).toEqual([]);
    expect(filesOf(there, ['cdk.out', '--allow-outside'])).toEqual([there.at('../outside.json')]);
  });

  it('that leads outside through a link is not read', () => {
    const there = workspace({ 'cdk.out/App.template.json': template });
    there.write('../outside.json', WARNING);
    there.link('../../outside.json', 'cdk.out/asset.abc123.json');
    expect(filesOf(there, ['cdk.out/App.template.json'])).toEqual([]);
  });

  it.each(['[]', '{"files": 1}', '{"files": {"abc123": {"source": {"path": 5}}}}', '{', ''])(
    'with a manifest of %j is just not read',
    (text) => {
      const there = workspace({ 'cdk.out/App.template.json': template, 'cdk.out/App.assets.json': text });
      const run = there.run(['cdk.out', '--format', 'json']);
      expect(run.code).toBe(0);
      expect(findingsOf(run)).toEqual([]);
      expect(run.err).toContain('Flow');
    },
  );
});

describe('odd names', () => {
  it.each([
    'with space',
    'tab\there',
    'ünïcödé',
    '日本',
    '🚀',
    '#hash',
    '100%',
    'a&b',
    "it's",
    '-dash',
    '$HOME',
    'a\\b',
  ])('%j is a name like any other', (name) => {
    const there = workspace({ [`${name}/${name}.asl.json`]: WARNING });
    expect(filesOf(there, [])).toEqual([`${name}/${name}.asl.json`]);
    expect(filesOf(there, ['--', `${name}/${name}.asl.json`])).toEqual([`${name}/${name}.asl.json`]);
  });
});
