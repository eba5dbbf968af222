/** Terminal escapes and control characters in names: none reaches a terminal or a workflow command raw. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findingsOf, machinesOf } from './report.ts';
import { WARNING_RULE, samTemplate } from './samples.ts';
import { Workspace } from './workspace.ts';

/** What acts on a terminal: C0 and C1 controls but the line feed, and the controls that turn text around. */
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

const HOSTILE = [
  '\u001b[31mred\u001b[0m',
  '\u001b]0;title\u0007',
  '\u009b31mred',
  '\u009d0;title\u009c',
  'two\nlines',
  'back\u0008\u0008\u007f',
  'return\r::error::planted',
  '::error file=x::planted',
  '::stop-commands::token',
  '##[error]planted',
  '##vso[task.setvariable variable=x]planted',
  '%0A::error::planted',
  '\u202Etxt.exe\u2066',
  'line\u2028paragraph\u2029',
  'tab\there',
] as const;

const states = HOSTILE.map((name, i) => [
  name,
  { Type: 'Task', Resource: 'arn:aws:states:::bedrock:invokeModel', Next: HOSTILE[i + 1] ?? name },
]);
const FLOW = JSON.stringify({ StartAt: HOSTILE[0], States: Object.fromEntries(states) as object });
const NAMED = samTemplate(
  Object.fromEntries(
    HOSTILE.map((name, i) => [`M${i}${name}`, { Name: name, Definition: JSON.parse(FLOW) as object }]),
  ),
);

let project: Workspace;
beforeAll(() => {
  project = new Workspace({ 'states.asl.json': FLOW, 'machines.json': NAMED });
  for (const name of HOSTILE) {
    project.write(`names/${name.replaceAll('/', '_')}.asl.json`, FLOW);
    project.write(`broken/${name}.asl.json`, '{"\\u001b": "\u009b31m" ');
    project.write(`else/${name}.json`, samTemplate({ [name]: { DefinitionUri: `s3://${name}` } }));
  }
});
afterAll(() => project.remove());

describe('hostile names', () => {
  it.each(['pretty', 'json', 'sarif', 'github'])('are never raw in --format %s', (format) => {
    const { out, err, code } = project.run(['--format', format, '--only', `${WARNING_RULE},parse-error`]);
    expect(code).toBe(1);
    expect(out.length).toBeGreaterThan(10_000);
    expect(RAW.exec(out)).toBeNull();
    expect(RAW.exec(err)).toBeNull();
  });

  it('are all in the reports that machines read', () => {
    const found = findingsOf(project.run(['--format', 'json', '--only', WARNING_RULE, 'states.asl.json']));
    expect(found.map(({ state }) => state)).toEqual([...HOSTILE]);
    const files = findingsOf(project.run(['--format', 'json', '--only', WARNING_RULE, 'names'])).map(
      ({ file }) => file,
    );
    expect(new Set(files).size).toBe(HOSTILE.length);
  });

  it('plant no workflow command', () => {
    const { out } = project.run(['--format', 'github', '--only', `${WARNING_RULE},parse-error`]);
    const lines = out.trimEnd().split('\n');
    const { out: json } = project.run(['--format', 'json', '--only', `${WARNING_RULE},parse-error`]);
    expect(lines).toHaveLength((JSON.parse(json) as { findings: readonly unknown[] }).findings.length);
    for (const line of lines) {
      expect(line).toMatch(
        /^::(?:warning|error) file=[^,:]*,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,title=[\w-]+::/,
      );
      expect(line).not.toMatch(/##(?:vso)?\[/);
    }
  });

  it('are never raw in notes, in lists of files or in usage errors', () => {
    const listed = project.run(['--list-files']);
    expect(listed.out).toContain('names/');
    expect(RAW.exec(listed.out)).toBeNull();
    expect(RAW.exec(project.run(['else']).err)).toBeNull();
    for (const [i, name] of HOSTILE.entries()) {
      // A name with brackets is a glob that matches nothing, and only noted.
      expect(RAW.exec(project.run([name]).err), JSON.stringify(name)).toBeNull();
      const calls = [['--only', name], ['explain', name], [`--${name}`], ['--format', name], ['--rule', `${name}:off`]];
      const { code, out, err } = project.run(calls[i % calls.length]!);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(RAW.exec(err), JSON.stringify(name)).toBeNull();
    }
  });

  it.each(['asl', 'json'])('are never raw in print --format %s', (format) => {
    const { out, err } = project.run(['print', '--format', format, '.']);
    expect(out.length).toBeGreaterThan(10_000);
    expect(RAW.exec(out)).toBeNull();
    expect(RAW.exec(err)).toBeNull();
  });

  it('are whole in what print gives to machines', () => {
    const machines = machinesOf(project.run(['print', '--format', 'json', 'machines.json']));
    expect(machines.map(({ name }) => name)).toEqual([...HOSTILE]);
  });
});
