/** Which files a walk finds, and which ones only when they are named. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { findingsOf } from './report.ts';
import { CLEAN, WARNING, WARNING_RULE, cloudFormationTemplate, samTemplate } from './samples.ts';
import { workspace } from './workspace.ts';
import type { Files, RunOptions, Workspace } from './workspace.ts';

function listIn(there: Workspace, args: readonly string[] = [], options: RunOptions = {}): readonly string[] {
  const { code, out } = there.run(['--list-files', ...args], options);
  expect(code).toBe(0);
  return out === '' ? [] : out.trimEnd().split('\n');
}

function list(files: Files, ...args: readonly string[]): readonly string[] {
  return listIn(workspace(files), args);
}

/** The same definition under each name. */
function all(...names: readonly string[]): Files {
  return Object.fromEntries(names.map((name) => [name, CLEAN]));
}

describe('a walk', () => {
  it('takes the working directory without arguments', () => {
    expect(list(all('a.asl.json', 'x/y/b.asl.json'))).toEqual(['a.asl.json', 'x/y/b.asl.json']);
  });

  it('knows definitions by name', () => {
    const names = ['a.asl.json', 'b.asl.jsonc', 'E.ASL.JSON'];
    const yaml = { 'c.asl.yaml': 'StartAt: A\n', 'd.asl.yml': 'States: {}\n' };
    expect(list({ ...all(...names), ...yaml })).toEqual([...names, ...Object.keys(yaml)].sort());
  });

  it('knows definitions and templates by content, and nothing else', () => {
    const files = {
      'definition.json': CLEAN,
      'definition.yaml': 'StartAt: Done\nStates:\n  Done:\n    Type: Succeed\n',
      'sam.yml': 'Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n',
      'cloudformation.template': cloudFormationTemplate({ M: { DefinitionString: CLEAN } }),
      'half.json': '{"StartAt":"Done"}',
      'other.json': '{"States":{"Done":{"Type":"Succeed"}}}',
      'words.yaml': 'text: StartAt and States are only mentioned here\n',
      'bucket.yaml': 'Resources:\n  B:\n    Type: AWS::S3::Bucket\n',
      'notes.md': CLEAN,
      'notes.txt': CLEAN,
    };
    expect(list(files)).toEqual(['cloudformation.template', 'definition.json', 'definition.yaml', 'sam.yml']);
  });

  it('passes node_modules and .git, and cdk.out and .aws-sam unless they are named', () => {
    const files = all(
      'a.asl.json',
      'node_modules/p/b.asl.json',
      '.git/c.asl.json',
      'cdk.out/d.asl.json',
      'x/.aws-sam/build/e.asl.json',
      '.github/f.asl.json',
    );
    const there = workspace(files);
    expect(listIn(there)).toEqual(['.github/f.asl.json', 'a.asl.json']);
    expect(listIn(there, ['cdk.out'])).toEqual(['cdk.out/d.asl.json']);
    expect(listIn(there, ['./cdk.out/'])).toEqual(['cdk.out/d.asl.json']);
    expect(listIn(there, ['x/.aws-sam'])).toEqual(['x/.aws-sam/build/e.asl.json']);
    expect(listIn(there, ['x/.aws-sam/build'])).toEqual(['x/.aws-sam/build/e.asl.json']);
    expect(listIn(there, ['.', 'cdk.out'])).toEqual(['.github/f.asl.json', 'a.asl.json', 'cdk.out/d.asl.json']);
    expect(listIn(there, [], { cwd: 'cdk.out' })).toEqual(['cdk.out/d.asl.json']);
    expect(listIn(there, ['node_modules/p'])).toEqual(['node_modules/p/b.asl.json']);
  });

  it('does not follow symbolic links', () => {
    const there = workspace(all('real/a.asl.json'));
    there.link('real', 'folder');
    there.link('real/a.asl.json', 'b.asl.json');
    there.link('.', 'real/loop');
    there.link('nowhere', 'c.asl.json');
    expect(listIn(there)).toEqual(['real/a.asl.json']);
  });

  it('follows a symbolic link that is named, and reports the real path', () => {
    const there = workspace(all('real/a.asl.json'));
    there.link('real', 'folder');
    there.link('real/a.asl.json', 'b.asl.json');
    expect(listIn(there, ['folder'])).toEqual(['real/a.asl.json']);
    expect(listIn(there, ['b.asl.json', 'real/a.asl.json'])).toEqual(['real/a.asl.json']);
  });

  it('takes a folder whose name looks like a definition for a folder', () => {
    expect(list(all('x.asl.json/a.asl.json'))).toEqual(['x.asl.json/a.asl.json']);
  });

  it('goes on past what cannot be read', () => {
    const there = workspace(all('a.asl.json'));
    there.folder('b/.gitignore');
    there.write('b/c.asl.json', CLEAN);
    expect(listIn(there)).toEqual(['a.asl.json', 'b/c.asl.json']);
  });
});

describe('.gitignore', () => {
  it('holds in a walk', () => {
    const files = { ...all('a.asl.json', 'build/b.asl.json', 'x/build/c.asl.json'), '.gitignore': 'build/\n' };
    expect(list(files)).toEqual(['a.asl.json']);
  });

  it('holds from above the folder that is walked', () => {
    const files = { ...all('x/a.asl.json', 'x/gen.asl.json'), '.gitignore': '/x/gen.asl.json\n' };
    expect(list(files, 'x')).toEqual(['x/a.asl.json']);
    expect(listIn(workspace(files), [], { cwd: 'x' })).toEqual(['x/a.asl.json']);
  });

  it('does not hold from above the root', () => {
    const there = workspace(all('a.asl.json'));
    there.write('../.gitignore', '*\n');
    expect(listIn(there)).toEqual(['a.asl.json']);
  });

  it('does not hold for what is named', () => {
    const there = workspace({ ...all('build/b.asl.json', 'gen.asl.json'), '.gitignore': 'build/\ngen.asl.json\n' });
    expect(listIn(there)).toEqual([]);
    expect(listIn(there, ['build'])).toEqual(['build/b.asl.json']);
    expect(listIn(there, ['gen.asl.json', 'build/b.asl.json'])).toEqual(['build/b.asl.json', 'gen.asl.json']);
    expect(listIn(there, ['build/*.json'])).toEqual(['build/b.asl.json']);
  });

  it('does not hold for cdk.out in a glob that names it', () => {
    const files = { ...all('app/cdk.out/b.asl.json', 'app/c.asl.json'), '.gitignore': 'cdk.out\n' };
    expect(list(files, '**/cdk.out/*.json')).toEqual(['app/cdk.out/b.asl.json']);
    expect(list(files, '**/*.json')).toEqual(['app/c.asl.json']);
  });

  it('does not hold for a definition that a template refers to', () => {
    const there = workspace({
      '.gitignore': 'build/\n',
      'build/flow.asl.json': WARNING,
      'template.json': samTemplate({ Flow: { DefinitionUri: 'build/flow.asl.json' } }),
    });
    expect(listIn(there)).toEqual(['build/flow.asl.json', 'template.json']);
    const [finding] = findingsOf(there.run(['--format', 'json', '--only', WARNING_RULE]));
    expect(finding).toMatchObject({ file: 'build/flow.asl.json', machine: 'Flow' });
  });

  it('is read past a byte order mark', () => {
    expect(list({ ...all('a.asl.json', 'build/b.asl.json'), '.gitignore': '\uFEFFbuild/\n' })).toEqual(['a.asl.json']);
  });
});

const NAMES = [
  'a.asl.json',
  'keep.asl.json',
  'gen/b.asl.json',
  'gen/keep.asl.json',
  'gen/deep/c.asl.json',
  'src/gen/d.asl.json',
  'src/gen/keep/e.asl.json',
  'src/build/f.asl.json',
  'src/Build/g.asl.json',
  'src/#odd/h.asl.json',
  'src/!odd/i.asl.json',
  'src/with space/j.asl.json',
  'docs/x/y/z/k.asl.json',
  'docs/x/l.asl.json',
  'docs/[ab]/m.asl.json',
] as const;

/** Sets of ignore files by their path. */
const IGNORES: readonly (readonly [string, Files])[] = [
  ['a folder anywhere', { '.gitignore': 'gen/\n' }],
  ['a folder at the top', { '.gitignore': '/gen/\n' }],
  ['a path with a slash in it', { '.gitignore': 'src/gen\n' }],
  ['files but one', { '.gitignore': '*.asl.json\n!keep.asl.json\n' }],
  ['a folder, which cannot be opened again from inside', { '.gitignore': 'gen/\n!gen/keep.asl.json\n' }],
  ['what is in a folder, but one', { '.gitignore': 'gen/*\n!gen/keep.asl.json\n!gen/keep/\n' }],
  ['a nested negation', { '.gitignore': '*.asl.json\n', 'src/.gitignore': '!*.asl.json\n' }],
  ['a nested rule', { 'src/.gitignore': '/gen\n', 'docs/.gitignore': 'x/**\n!x/l.asl.json\n' }],
  ['a negation of a nested rule further in', { 'src/.gitignore': 'gen/*\n', 'src/gen/.gitignore': '!keep\n' }],
  ['a later line over an earlier one', { '.gitignore': '!a.asl.json\na.asl.json\n' }],
  ['stars over folders', { '.gitignore': 'docs/**/k.asl.json\n**/gen/d.asl.json\n' }],
  ['a star within a segment', { '.gitignore': 'docs/*/l.asl.json\ndocs/*/*/k.asl.json\n' }],
  ['case', { '.gitignore': 'BUILD/\nKEEP.asl.json\n' }],
  ['case, one of two', { '.gitignore': 'Build\n' }],
  ['escapes', { '.gitignore': '\\#odd\n\\!odd\n# comment\ndocs/\\[ab\\]\n' }],
  ['classes', { '.gitignore': '[ab].asl.json\nsrc/*/[!d-h].asl.json\n' }],
  ['blanks', { '.gitignore': 'with space   \n\n   \ngen\\ \n' }],
  ['CRLF', { '.gitignore': 'gen/\r\n/docs\r\n' }],
  ['no line end', { '.gitignore': 'gen' }],
  ['the exclude file', { '.git/info/exclude': 'gen/\n', 'src/.gitignore': '!gen/\n' }],
];

function git(there: Workspace, ...args: readonly string[]): string {
  const env = { PATH: process.env.PATH ?? '', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  const { status, stdout, error } = spawnSync('git', args, { cwd: there.root, env, encoding: 'utf8' });
  if (error !== undefined) throw error;
  expect(status).toBe(0);
  return stdout;
}

describe('what git itself leaves out', () => {
  it.each(IGNORES)('is left out: %s', (_, ignores) => {
    const there = workspace(all(...NAMES));
    git(there, 'init', '--quiet', '.');
    for (const [file, text] of Object.entries(ignores)) there.write(file, text);
    const shown = git(there, 'ls-files', '-z', '--others', '--exclude-standard').split('\0');
    expect(listIn(there)).toEqual(NAMES.filter((name) => shown.includes(name)).sort());
  });
});

describe('globs', () => {
  const files = all('a.asl.json', 'b.asl.json', 'x/c.asl.json', 'x/y/d.asl.json', 'x/y/e.json', '.hid/f.asl.json');

  it.each<[string, readonly string[]]>([
    ['*.asl.json', ['a.asl.json', 'b.asl.json']],
    ['./*.asl.json', ['a.asl.json', 'b.asl.json']],
    ['**/*.asl.json', ['.hid/f.asl.json', 'a.asl.json', 'b.asl.json', 'x/c.asl.json', 'x/y/d.asl.json']],
    ['x/**', ['x/c.asl.json', 'x/y/d.asl.json', 'x/y/e.json']],
    ['{a,b}.asl.json', ['a.asl.json', 'b.asl.json']],
    ['x/**/[c-d].asl.json', ['x/c.asl.json', 'x/y/d.asl.json']],
    ['?.asl.json', ['a.asl.json', 'b.asl.json']],
    ['x/@(y|z)/*.json', ['x/y/d.asl.json', 'x/y/e.json']],
    ['**/.hid/*', ['.hid/f.asl.json']],
  ])('%s', (glob, expected) => {
    expect(list(files, glob)).toEqual(expected);
  });

  it('are relative to the working directory, and may lead out of it', () => {
    const there = workspace(files);
    expect(listIn(there, ['*.json'], { cwd: 'x/y' })).toEqual(['x/y/d.asl.json', 'x/y/e.json']);
    expect(listIn(there, ['../*.json'], { cwd: 'x/y' })).toEqual(['x/c.asl.json']);
  });

  it('may be absolute', () => {
    const there = workspace(files);
    expect(listIn(there, [`${there.root}/x/**/*.asl.json`])).toEqual(['x/c.asl.json', 'x/y/d.asl.json']);
  });

  it('that match nothing are a note, not an error', () => {
    const { code, err } = workspace(files).run(['q/*.json', 'a.asl.json']);
    expect(code).toBe(0);
    expect(err).toContain('q/*.json matches no file');
  });

  it('are taken literally when a file has that name', () => {
    expect(list(all('[id].asl.json', 'i.asl.json'), '[id].asl.json')).toEqual(['[id].asl.json']);
  });

  it('find files by name only where the walk would', () => {
    const there = workspace({ ...all('node_modules/a.asl.json', 'gen/b.asl.json'), '.gitignore': 'gen\n' });
    expect(listIn(there, ['**/*.json'])).toEqual([]);
  });
});
