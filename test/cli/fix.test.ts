/** `--fix`, `--unsafe`, `--fix-rule` and `--diff` as a user runs them: what is written, what is printed, what is left. */
import { chmodSync, statSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { workspace } from './workspace.ts';

const MAP = `{
  "StartAt": "Each",
  "States": {
    "Each": {
      "Type": "Map", // as it was
      "Iterator": {
        "StartAt": "Call",
        "States": {
          "Call": { "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": { "FunctionName": "f" }, "End": true }
        }
      },
      "End": true
    }
  }
}
`;

const RENAMED = MAP.replace('Iterator', 'ItemProcessor');
const LIMITED = RENAMED.replace('// as it was\n', '// as it was\n      "MaxConcurrency": 10,\n');

const ONLY = ['--only', 'legacy-iterator', '--only', 'unbounded-map'];

describe('--fix', () => {
  it('applies safe fixes and says what is left', () => {
    const project = workspace({ 'flow.asl.jsonc': MAP });
    const { code, out } = project.run([...ONLY, '--fix']);
    expect(project.read('flow.asl.jsonc')).toBe(RENAMED);
    expect(code).toBe(0);
    expect(out).toContain('unbounded-map');
    expect(out).not.toContain('deprecated');
    expect(out).toContain('1 fixed');
    expect(out).toContain('1 fixable with --fix --unsafe');
  });

  it('applies unsafe ones when asked to', () => {
    const project = workspace({ 'flow.asl.jsonc': MAP });
    expect(project.run([...ONLY, '--fix', '--unsafe']).code).toBe(0);
    expect(project.read('flow.asl.jsonc')).toBe(LIMITED);
  });

  it('keeps to the rules named', () => {
    const project = workspace({ 'flow.asl.jsonc': MAP });
    project.run([...ONLY, '--fix', '--unsafe', '--fix-rule', 'unbounded-map']);
    expect(project.read('flow.asl.jsonc')).toBe(LIMITED.replace('ItemProcessor', 'Iterator'));
  });

  it('changes nothing the second time', () => {
    const project = workspace({ 'flow.asl.jsonc': MAP });
    project.run([...ONLY, '--fix', '--unsafe']);
    const { mtimeMs, ino } = statSync(project.at('flow.asl.jsonc'));
    project.run([...ONLY, '--fix', '--unsafe']);
    expect(statSync(project.at('flow.asl.jsonc'))).toMatchObject({ mtimeMs, ino });
  });

  it('keeps the mode of a file, and leaves nothing beside it', () => {
    const project = workspace({ 'flow.asl.jsonc': MAP });
    chmodSync(project.at('flow.asl.jsonc'), 0o640);
    project.run([...ONLY, '--fix']);
    expect(statSync(project.at('flow.asl.jsonc')).mode & 0o777).toBe(0o640);
    expect(project.names()).toEqual(['flow.asl.jsonc']);
  });

  it('writes through a symbolic link to the file it names', () => {
    const project = workspace({ 'real/flow.asl.jsonc': MAP });
    project.link('real/flow.asl.jsonc', 'link.asl.jsonc');
    project.run([...ONLY, '--fix', 'link.asl.jsonc']);
    expect(project.read('real/flow.asl.jsonc')).toBe(RENAMED);
    expect(project.isLink('link.asl.jsonc')).toBe(true);
  });

  it.each([
    ['CRLF', MAP.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${MAP}`],
    ['no line end at the end', MAP.trimEnd()],
  ])('keeps %s', (_, text) => {
    const project = workspace({ 'flow.asl.jsonc': text });
    project.run([...ONLY, '--fix', '--unsafe']);
    const expected = text
      .replace('Iterator', 'ItemProcessor')
      .replace(/(\/\/ as it was)(\r?\n)/, '$1$2      "MaxConcurrency": 10,$2');
    expect(project.read('flow.asl.jsonc')).toBe(expected);
  });

  it('refuses standard input, which it cannot write', () => {
    const { code, err } = workspace().run(['--fix', '-'], { input: MAP });
    expect(code).toBe(2);
    expect(err).toContain('--diff');
  });

  it.each([['--unsafe'], ['--fix-rule=unbounded-map']])('takes %s only together with --fix or --diff', (option) => {
    const { code, err } = workspace({ 'flow.asl.jsonc': MAP }).run([option]);
    expect(code).toBe(2);
    expect(err).toContain('--fix or --diff');
  });
});

describe('a text that something else makes', () => {
  it('is left alone: a synthesised template', () => {
    const text = JSON.stringify({
      Resources: {
        Machine: {
          Type: 'AWS::StepFunctions::StateMachine',
          Properties: { Definition: JSON.parse(MAP.replace(' // as it was', '')) as unknown },
          Metadata: { 'aws:cdk:path': 'App/Machine/Resource' },
        },
      },
    });
    const project = workspace({ 'a.template.json': text });
    expect(project.run([...ONLY, '--fix', '--unsafe']).out).toContain('the template is made by CDK');
    expect(project.read('a.template.json')).toBe(text);
  });

  it('is not source code, whose options are edited', () => {
    const text = `import { DefinitionBody, Map, Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
const each = new Map(this, 'Each', { itemsPath: '$.items' });
each.iterator(new Pass(this, 'Note'));
new StateMachine(this, 'Machine', { definitionBody: DefinitionBody.fromChainable(each) });
`;
    const project = workspace({ 'app.ts': text });
    expect(project.run([...ONLY, '--fix', '--unsafe']).code).toBe(0);
    const expected = text
      .replace("'$.items' }", "'$.items', maxConcurrency: 10 }")
      .replace('iterator', 'itemProcessor');
    expect(project.read('app.ts')).toBe(expected);
  });
});

describe('--diff', () => {
  it('prints a patch that git applies, writes nothing and exits with 1', () => {
    const project = workspace({ 'a folder/flow.asl.jsonc': MAP });
    const { code, out, err } = project.run([...ONLY, '--diff', '--unsafe']);
    expect(code).toBe(1);
    expect(err).toContain('2 fixed');
    expect(project.read('a folder/flow.asl.jsonc')).toBe(MAP);
    const applied = spawnSync('git', ['apply', '-'], { cwd: project.root, input: out, encoding: 'utf8' });
    expect(applied).toMatchObject({ status: 0, stderr: '' });
    expect(project.read('a folder/flow.asl.jsonc')).toBe(LIMITED);
  });

  it.each([
    ['CRLF', 'flow.asl.jsonc', MAP.replaceAll('\n', '\r\n')],
    ['no line end at the end', 'flow.asl.jsonc', MAP.trimEnd()],
    ['a quote in the name', 'a"b\\c.asl.jsonc', MAP],
    ['a line in other letters', 'flüß.asl.jsonc', MAP.replace('as it was', 'wie es 😀 war')],
  ])('survives %s', (_, file, text) => {
    const project = workspace({ [file]: text });
    const { out } = project.run([...ONLY, '--diff']);
    const applied = spawnSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd: project.root, input: out });
    expect(String(applied.stderr)).toBe('');
    expect(project.read(file)).toBe(text.replace('Iterator', 'ItemProcessor'));
  });

  it('is empty, with exit code 0, where there is nothing to fix', () => {
    const project = workspace({ 'flow.asl.jsonc': LIMITED });
    expect(project.run([...ONLY, '--diff'])).toMatchObject({ code: 0, out: '' });
  });

  it('takes standard input', () => {
    const { code, out } = workspace().run([...ONLY, '--diff', '--stdin-filename', 'flow.asl.jsonc'], { input: MAP });
    expect(code).toBe(1);
    expect(out).toContain('+++ b/flow.asl.jsonc');
    expect(out).toContain('+      "ItemProcessor": {');
  });
});

describe('a run that only reports', () => {
  it('says how many fixes there are of each kind', () => {
    const { out } = workspace({ 'flow.asl.jsonc': MAP }).run(ONLY);
    expect(out).toContain('1 fixable with --fix');
    expect(out).toContain('--unsafe');
  });

  it('gives the edits in JSON and SARIF', () => {
    const project = workspace({ 'flow.asl.jsonc': MAP });
    const json = JSON.parse(project.run([...ONLY, '--format', 'json']).out) as { findings: { fixes: unknown[] }[] };
    const sarif = JSON.parse(project.run([...ONLY, '--format', 'sarif']).out) as { runs: { results: object[] }[] };
    expect(json.findings.every(({ fixes }) => fixes.length === 1)).toBe(true);
    expect(sarif.runs[0]?.results.every((result) => 'fixes' in result)).toBe(true);
  });
});
