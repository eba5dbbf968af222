/** `sfn-lint print`: every machine as the tool read it, once for each place that declares it. */
import { describe, expect, it } from 'vitest';
import { machinesOf } from './report.ts';
import { BROKEN, CLEAN, WARNING, cloudFormationTemplate, samTemplate } from './samples.ts';
import { workspace } from './workspace.ts';
import type { Files } from './workspace.ts';

function print(files: Files, ...args: readonly string[]): ReturnType<typeof machinesOf> {
  const run = workspace(files).run(['print', '--format', 'json', ...args]);
  expect(run.code).toBe(0);
  return machinesOf(run);
}

function definitionOf(files: Files, ...args: readonly string[]): unknown {
  const machines = print(files, ...args);
  expect(machines).toHaveLength(1);
  return machines[0]!.definition;
}

const DONE: unknown = JSON.parse(CLEAN);
const SOME_TEXT: unknown = expect.any(String);

describe('print --format json', () => {
  it('gives name, file and definition of every machine', () => {
    expect(print({ 'flows/order.asl.json': WARNING })).toEqual([
      { name: 'order', file: 'flows/order.asl.json', definition: JSON.parse(WARNING) as unknown },
    ]);
  });

  it('gives the empty list when there is none', () => {
    const { out, code } = workspace().run(['print', '--format', 'json', '.']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ machines: [] });
  });

  it('reads YAML, with the values that deployment tools see', () => {
    const text = [
      'StartAt: Done',
      'States:',
      '  Done:',
      '    Type: Pass',
      '    Comment: "\\u00e9 🚀"',
      '    Result: {octal: 010, date: 2026-01-02, nothing: ~, text: "yes", float: 1.50}',
      '    End: true',
      '',
    ].join('\n');
    expect(definitionOf({ 'a.asl.yaml': text })).toEqual({
      StartAt: 'Done',
      States: {
        Done: {
          Type: 'Pass',
          Comment: 'é 🚀',
          Result: { octal: 8, date: '2026-01-02', nothing: null, text: 'yes', float: 1.5 },
          End: true,
        },
      },
    });
  });

  it('says that what YAML 1.1 and 1.2 read differently is unknown', () => {
    const text = 'StartAt: Done\nStates:\n  Done: {Type: Pass, Result: off, End: true}\n';
    const unknown = 'off is a boolean in YAML 1.1 and a text in YAML 1.2';
    expect(definitionOf({ 'a.asl.yaml': text })).toEqual({
      StartAt: 'Done',
      States: { Done: { Type: 'Pass', Result: { $unknown: unknown, template: 'off' }, End: true } },
    });
  });

  it('names a machine by its own name, else its logical id, else the stem of the file', () => {
    const inline = { DefinitionString: CLEAN };
    const machines = print({
      'a.json': cloudFormationTemplate({ Logical: { StateMachineName: 'own-name', ...inline } }),
      'b.json': cloudFormationTemplate({ Logical: { StateMachineName: { 'Fn::Sub': '${Stage}-x' }, ...inline } }),
      'c.json': cloudFormationTemplate({ Logical: inline }),
      'd.json': samTemplate({ Logical: { Name: 'sam-name', Definition: DONE } }),
      'stem.asl.json': CLEAN,
    });
    expect(machines.map(({ name, file }) => `${name} ${file}`)).toEqual([
      'own-name a.json',
      'Logical b.json',
      'Logical c.json',
      'sam-name d.json',
      'stem stem.asl.json',
    ]);
  });

  it('sorts by file, then by where a machine is declared', () => {
    const there = workspace({
      'b.json': cloudFormationTemplate({ Z: { DefinitionString: CLEAN }, A: { DefinitionString: CLEAN } }),
      'a/x.asl.json': CLEAN,
      'a.json': samTemplate({ Y: { DefinitionUri: 'a/y.asl.json' }, B: { Definition: DONE } }),
      'a/y.asl.json': CLEAN,
    });
    const names = machinesOf(there.run(['print', '--format', 'json', 'b.json', 'a', '.'])).map(({ name }) => name);
    expect(names).toEqual(['Y', 'B', 'x', 'Z', 'A']);
  });

  it('has one entry for each place that declares a machine, each with its own substitutions', () => {
    const flow = '{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":${N},"Comment":"in ${Stage}","End":true}}}';
    const machines = print({
      'flow.asl.json': flow,
      'one.json': samTemplate({
        One: { DefinitionUri: 'flow.asl.json', DefinitionSubstitutions: { N: 5, Stage: 'test' } },
        Two: { DefinitionUri: 'flow.asl.json', DefinitionSubstitutions: { N: '7' } },
      }),
      'two.json': samTemplate({ Three: { DefinitionUri: 'flow.asl.json' } }),
    });
    expect(machines).toMatchObject([
      { name: 'One', file: 'one.json', definition: { States: { A: { Seconds: 5, Comment: 'in test' } } } },
      {
        name: 'Two',
        file: 'one.json',
        definition: { States: { A: { Seconds: 7, Comment: { $unknown: SOME_TEXT, template: 'in ${Stage}' } } } },
      },
      {
        name: 'Three',
        file: 'two.json',
        definition: {
          States: {
            A: {
              Seconds: { $unknown: SOME_TEXT, template: '${N}' },
              Comment: { $unknown: SOME_TEXT, template: 'in ${Stage}' },
            },
          },
        },
      },
    ]);
  });

  it('keeps what is known of a text that is only partly known', () => {
    const text = samTemplate({
      M: {
        Definition: {
          StartAt: 'A',
          States: {
            A: {
              Type: 'Task',
              Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:states:::lambda:invoke' },
              Parameters: { FunctionName: { 'Fn::GetAtt': ['Fn', 'Arn'] }, Queue: { Ref: 'Queue' } },
              End: true,
            },
          },
        },
      },
    });
    expect(definitionOf({ 'a.json': text })).toMatchObject({
      States: {
        A: {
          Resource: { $unknown: SOME_TEXT, template: 'arn:${AWS::Partition}:states:::lambda:invoke' },
          Parameters: {
            FunctionName: { $unknown: SOME_TEXT, template: '${Fn.Arn}' },
            Queue: { $unknown: SOME_TEXT, template: '${Queue}' },
          },
        },
      },
    });
  });

  it('has only why and template in what is not known', () => {
    const flow = '{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":${N},"End":true}}}';
    const { States } = definitionOf({ 'a.asl.json': flow }) as { States: { A: { Seconds: object } } };
    expect(Object.keys(States.A.Seconds)).toEqual(['$unknown', 'template']);
  });

  it('prints members in their order, and names like __proto__', () => {
    const flow =
      '{"StartAt":"2","States":{"b":{"Type":"Succeed"},"2":{"Type":"Succeed"},"1":{"Type":"Succeed"},' +
      '"__proto__":{"Type":"Succeed"},"constructor":{"Type":"Succeed"},"":{"Type":"Succeed"}}}';
    const { out } = workspace({ 'a.asl.json': flow }).run(['print', '--format', 'json']);
    const names = [...out.matchAll(/"([^"]*)": \{\n\s*"Type"/g)].map((match) => match[1]);
    expect(names).toEqual(['b', '2', '1', '__proto__', 'constructor', '']);
  });

  it('leaves out what is not read, and says so', () => {
    const there = workspace({ 'bad.asl.json': BROKEN, 'good.asl.json': CLEAN });
    const run = there.run(['print', '--format', 'json']);
    expect(machinesOf(run).map(({ name }) => name)).toEqual(['good']);
    expect(run.err).toMatch(/^bad\.asl\.json:1:39: /);
    expect(run.code).toBe(1);
  });

  it('is 2 for a path that is not there', () => {
    expect(workspace().run(['print', 'missing.json'])).toMatchObject({ code: 2, out: '' });
  });
});

describe('print --format asl', () => {
  it('is the default, and gives each machine under its name', () => {
    const there = workspace({ 'a.asl.json': CLEAN, 'b.asl.yaml': 'StartAt: Done\nStates: {Done: {Type: Succeed}}\n' });
    const { code, out } = there.run(['print']);
    expect(code).toBe(0);
    expect(out).toBe(there.run(['print', '--format', 'asl', '.']).out);
    const body = `${JSON.stringify(DONE, undefined, 2)}\n`;
    expect(out).toBe(`// a (a.asl.json)\n${body}\n// b (b.asl.yaml)\n${body}`);
  });

  it('shows placeholders in place of what is not known', () => {
    const flow = '{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":${N},"Comment":"${C} d","End":true}}}';
    const { out } = workspace({ 'a.asl.json': flow }).run(['print']);
    expect(out).toContain('"Seconds": "${N}"');
    expect(out).toContain('"Comment": "${C} d"');
    expect(out).not.toContain('$unknown');
  });

  it('can be read back', () => {
    const there = workspace({ 'a.asl.json': WARNING });
    const { out } = there.run(['print']);
    there.write('again/a.asl.jsonc', out);
    expect(machinesOf(there.run(['print', '--format', 'json', 'again']))[0]!.definition).toEqual(JSON.parse(WARNING));
  });
});
