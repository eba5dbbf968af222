/** Large files, and small ones that stand for something large: linted in sensible time and memory. */
import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { findingsOf, reportOf } from '../cli/report.ts';
import { workspace } from '../cli/workspace.ts';
import type { Files, Run } from '../cli/workspace.ts';

const MEBIBYTE = 1 << 20;

interface Limits {
  readonly seconds: number;
  readonly megabytes: number;
}

/** Runs the tool with a heap of a given size, and insists on the time. */
function run(files: Files, { seconds, megabytes }: Limits, ...args: readonly string[]): Run {
  const there = workspace(files);
  const start = performance.now();
  const result = there.run(['--format', 'json', ...args], {
    env: { NODE_OPTIONS: `--max-old-space-size=${megabytes}` },
    timeout: seconds * 5000,
  });
  expect(result.err).not.toContain('    at ');
  expect([0, 1]).toContain(result.code);
  expect((performance.now() - start) / 1000).toBeLessThan(seconds);
  return result;
}

function chain(count: number, write: (i: number) => string, separator: string): string {
  return Array.from({ length: count }, (_, i) => write(i)).join(separator);
}

describe('a definition', () => {
  it('of 200,000 states is linted', () => {
    const states = chain(200_000, (i) => `"S${i}":{"Type":"Pass","Next":"S${i + 1}"}`, ',');
    const text = `{"StartAt":"S0","States":{${states},"S200000":{"Type":"Succeed"}}}`;
    const { findings, summary } = reportOf(run({ 'a.asl.json': text }, { seconds: 12, megabytes: 600 }));
    expect(summary).toMatchObject({ states: 200_001, machines: 1 });
    expect(findings.map(({ rule }) => rule)).toContain('definition-too-large');
    const [tooLarge] = findings.filter(({ rule }) => rule === 'definition-too-large');
    expect(tooLarge).toMatchObject({ severity: 'error', start: { line: 1, column: 2, offset: 1 } });
  });

  it('of 100,000 states that each have findings is linted and reported', () => {
    const state = (i: number): string =>
      `"S${i}":{"Type":"Task","Resource":"arn:aws:states:::bedrock:invokeModel","Retry":[{"ErrorEquals":["States.ALL"]}],"Next":"S${i + 1}"}`;
    const text = `{"StartAt":"S0","States":{${chain(100_000, state, ',')},"S100000":{"Type":"Succeed"}}}`;
    const { findings, summary } = reportOf(run({ 'a.asl.json': text }, { seconds: 30, megabytes: 1500 }));
    expect(summary['states']).toBe(100_001);
    expect(findings.length).toBeGreaterThan(200_000);
  });

  it('of 20,000 states in YAML is linted', () => {
    const text = `StartAt: S0\nStates:\n${chain(20_000, (i) => `  S${i}:\n    Type: Pass\n    Comment: one of very many states in this definition\n    Next: S${i + 1}\n`, '')}  S20000: {Type: Succeed}\n`;
    const { findings, summary } = reportOf(run({ 'a.asl.yaml': text }, { seconds: 20, megabytes: 1000 }));
    expect(summary['states']).toBe(20_001);
    expect(findings.map(({ rule }) => rule)).toContain('definition-too-large');
  });

  it('of 20,000 states with a placeholder each in Fn::Sub is linted', () => {
    const states = chain(20_000, (i) => `"S${i}":{"Type":"Task","Resource":"\${R${i}}","Next":"S${i + 1}"}`, ',');
    const text = JSON.stringify({
      Resources: {
        M: {
          Type: 'AWS::StepFunctions::StateMachine',
          Properties: { DefinitionString: { 'Fn::Sub': `{"StartAt":"S0","States":{${states}}}` } },
        },
      },
    });
    expect(reportOf(run({ 'a.json': text }, { seconds: 20, megabytes: 1000 })).summary['states']).toBe(20_000);
  });

  it('of 3,000 calls whose errors lead back to the beginning is linted', () => {
    const state = (i: number): string =>
      `"S${i}":{"Type":"Task","Resource":"arn:aws:states:::bedrock:invokeModel","Catch":[{"ErrorEquals":["States.ALL"],"Next":"Wait"}],"Next":"S${i + 1}"}`;
    const text = `{"StartAt":"S0","States":{${chain(3000, state, ',')},"Wait":{"Type":"Wait","Seconds":1,"Next":"S0"},"S3000":{"Type":"Succeed"}}}`;
    run({ 'a.asl.json': text }, { seconds: 6, megabytes: 600 });
  });

  it('of 20 levels of branches that each fail in two ways is linted', () => {
    const around = (inner: string): string =>
      `{"StartAt":"P","States":{"P":{${inner},"Catch":[{"ErrorEquals":["States.ALL"],"Next":"C"}],"End":true},` +
      '"C":{"Type":"Choice","Choices":[{"Next":"F"}],"Default":"G"},"F":{"Type":"Fail"},"G":{"Type":"Fail","Error":"g"}}}';
    let text = around('"Type":"Task","Resource":"arn:aws:states:::bedrock:invokeModel"');
    for (let i = 0; i < 30; i++) text = around(`"Type":"Parallel","Branches":[${text}]`);
    run({ 'a.asl.json': text }, { seconds: 6, megabytes: 600 });
  });
});

describe('a text', () => {
  it.each([
    ['a.asl.json', (text: string) => `{"StartAt":"A","States":{"A":{"Type":"Pass","Comment":"${text}","End":true}}}`],
    ['a.asl.yaml', (text: string) => `StartAt: A\nStates: {A: {Type: Pass, Comment: "${text}", End: true}}\n`],
    [
      'b.asl.yaml',
      (text: string) => `StartAt: A\nStates:\n  A:\n    Type: Pass\n    End: true\n    Comment: |\n      ${text}\n`,
    ],
  ])('of 5 MB on one line is linted: %s', (name, write) => {
    const text = write('words and "${X}" {%'.replaceAll('"', '').repeat((5 * MEBIBYTE) / 17));
    const { findings } = reportOf(run({ [name]: text }, { seconds: 15, megabytes: 1200 }));
    expect(findings.map(({ rule }) => rule)).not.toContain('parse-error');
  });

  it.each([
    ['open brackets', '['],
    ['open quotes', '"'],
    ['open placeholders', '${'],
    ['placeholders', '${a}'],
    ['backslashes', '\\'],
    ['digits', '1'],
    ['dollars', '1$'],
    ['slashes', '/'],
    ['dashes', '-'],
    ['hashes', ' #'],
    ['pipes', ' |'],
    ['colons', ':'],
    ['tags', '!a '],
    ['blanks', ' '],
    ['line ends', '\n'],
  ])('of 1 MB of %s takes no longer than it should', (_, unit) => {
    const text = `{"StartAt":"States","x":${unit.repeat(MEBIBYTE / unit.length)}`;
    const yaml = `StartAt: States\nx: ${unit.repeat(MEBIBYTE / unit.length)}`;
    run({ 'a.asl.json': text, 'b.asl.yaml': yaml, 'c.asl.yaml': text }, { seconds: 12, megabytes: 600 });
  });

  it('of 200 KB of an expression or an intrinsic takes no longer than it should', () => {
    const call = (field: string, text: string): object => ({
      Type: 'Task',
      Resource: 'arn:aws:states:::bedrock:invokeModel',
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Z' }],
      End: true,
      [field]: { [field === 'Arguments' ? 'Body' : 'Body.$']: text },
    });
    const units = ['(', '[', '{', '$', '.', "'a' & ", 'a.', '/', '`', '"\\\\', '{% ', '1+', '$f(', '/* '];
    const jsonata = units.map((unit, i) => [`J${i}`, call('Arguments', `{% ${unit.repeat(200_000 / unit.length)} %}`)]);
    const paths = ['States.Format(', "'", '$[', '$.a[', '\\', ',', 'States.Array(1,'].map((unit, i) => [
      `P${i}`,
      { ...call('Parameters', `States.Format(${unit.repeat(200_000 / unit.length)}`), QueryLanguage: 'JSONPath' },
    ]);
    const states = Object.fromEntries([...jsonata, ...paths, ['Z', { Type: 'Succeed' }]]) as object;
    const text = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'J0', States: states });
    const { findings } = reportOf(run({ 'a.asl.json': text }, { seconds: 20, megabytes: 1000 }));
    expect(findings.map(({ rule }) => rule)).not.toContain('internal-error');
  });

  it.each([500, 1500, 3000, 6000, 20_000])('with an expression of %i parts is linted', (count) => {
    const parts = Array.from({ length: count }, () => "'a'");
    const bodies = [
      `{% {'system': ${parts.join(' & ')}} %}`,
      `{% {'system': (${parts.join('; ')})} %}`,
      `{% {'system': [${parts.join(', ')}]} %}`,
      `{% ${'('.repeat(count)}${')'.repeat(count)} %}`,
      `{% ${"{'content': ".repeat(count)}'x'${'}'.repeat(count)} %}`,
      `{% ${'$a ? '.repeat(count)}'x' %}`,
    ];
    const state = (body: string): object => ({
      Type: 'Task',
      Resource: 'arn:aws:states:::bedrock:invokeModel',
      Arguments: { Body: body },
      End: true,
    });
    const states = Object.fromEntries(bodies.map((body, i) => [`S${i}`, state(body)])) as object;
    const text = JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'S0', States: states });
    const found = findingsOf(run({ 'a.asl.json': text }, { seconds: 15, megabytes: 600 }));
    expect(found.map(({ rule }) => rule)).not.toContain('internal-error');
  });
});

describe('a small template that stands for a large text', () => {
  const template = (properties: object): Files => ({
    'a.json': JSON.stringify({ Resources: { M: { Type: 'AWS::Serverless::StateMachine', Properties: properties } } }),
    'b.asl.json': '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}',
  });

  function doubled(levels: number, times: number): unknown {
    let value: unknown = 'x';
    for (let i = 0; i < levels; i++) value = { 'Fn::Sub': ['${a}'.repeat(times), { a: value }] };
    return value;
  }

  it.each<[string, unknown]>([
    ['Fn::Sub in Fn::Sub, twice each', doubled(20, 2)],
    ['Fn::Sub in Fn::Sub, twice each, deeper', doubled(60, 2)],
    ['Fn::Sub in Fn::Sub, ten times each', doubled(12, 10)],
    ['Fn::Sub with one text very often', { 'Fn::Sub': ['${a}'.repeat(20_000), { a: 'x'.repeat(100_000) }] }],
    [
      'Fn::Join with a long delimiter',
      { 'Fn::Join': ['x'.repeat(200_000), Array.from({ length: 10_000 }, () => 'y')] },
    ],
  ])('is bounded: %s', (_, value) => {
    for (const properties of [
      { DefinitionString: value },
      { Definition: { StartAt: value, States: {} } },
      { Tags: value },
    ]) {
      const { summary } = reportOf(run(template(properties), { seconds: 10, megabytes: 600 }));
      expect(summary['files']).toBe(2);
    }
  });

  it('is bounded: a long substitution used very often', () => {
    const states = Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [`S${i}`, { Type: 'Pass', Comment: '${A}'.repeat(1000), End: true }]),
    ) as object;
    const properties = {
      Definition: { StartAt: 'S0', States: states },
      DefinitionSubstitutions: { A: 'x'.repeat(1e6) },
    };
    const { summary } = reportOf(run(template(properties), { seconds: 10, megabytes: 600 }));
    expect(summary['files']).toBe(2);
  });

  it('is bounded: the same through aliases in YAML', () => {
    const text = [
      'Resources:',
      '  M:',
      '    Type: AWS::Serverless::StateMachine',
      '    Properties:',
      '      X:',
      '        - &a0 xxxxxxxxxx',
      ...Array.from({ length: 30 }, (_, i) => `        - &a${i + 1} {"Fn::Join": ["", [*a${i}, *a${i}]]}`),
      '      Definition: {StartAt: *a30, States: {}}',
      '',
    ].join('\n');
    run({ 'a.yaml': text }, { seconds: 10, megabytes: 600 });
  });
});

describe('a run', () => {
  it('over 1,500 files is done in a few seconds', () => {
    const flow =
      '{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::bedrock:invokeModel","End":true}}}';
    const files = Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`d${i % 50}/f${i}.asl.json`, flow]));
    const { summary } = reportOf(run(files, { seconds: 10, megabytes: 400 }));
    expect(summary).toMatchObject({ files: 1500, machines: 1500 });
  });
});
