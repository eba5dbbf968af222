/** Large files: linted in sensible time and memory. */
import { describe, expect, it } from 'vitest';
import { findingsOf, reportOf } from '../cli/report.ts';
import { allowTime, runWithin } from './limits.ts';

allowTime();

const MEBIBYTE = 1 << 20;

function chain(count: number, write: (i: number) => string, separator: string): string {
  return Array.from({ length: count }, (_, i) => write(i)).join(separator);
}

describe('a definition', () => {
  it('of 200,000 states is linted', () => {
    const states = chain(200_000, (i) => `"S${i}":{"Type":"Pass","Next":"S${i + 1}"}`, ',');
    const text = `{"StartAt":"S0","States":{${states},"S200000":{"Type":"Succeed"}}}`;
    const { findings, summary } = reportOf(runWithin({ 'a.asl.json': text }, { seconds: 8, megabytes: 600 }));
    expect(summary).toMatchObject({ states: 200_001, machines: 1 });
    expect(findings.map(({ rule }) => rule)).toContain('definition-too-large');
    const [tooLarge] = findings.filter(({ rule }) => rule === 'definition-too-large');
    expect(tooLarge).toMatchObject({ severity: 'error', start: { line: 1, column: 2, offset: 1 } });
  });

  it('of 100,000 states that each have findings is linted and reported', () => {
    const state = (i: number): string =>
      `"S${i}":{"Type":"Task","Resource":"arn:aws:states:::bedrock:invokeModel","Retry":[{"ErrorEquals":["States.ALL"]}],"Next":"S${i + 1}"}`;
    const text = `{"StartAt":"S0","States":{${chain(100_000, state, ',')},"S100000":{"Type":"Succeed"}}}`;
    const { findings, summary } = reportOf(runWithin({ 'a.asl.json': text }, { seconds: 30, megabytes: 1500 }));
    expect(summary.states).toBe(100_001);
    expect(findings.length).toBeGreaterThan(200_000);
  });

  it('of 20,000 states in YAML is linted', () => {
    const text = `StartAt: S0\nStates:\n${chain(20_000, (i) => `  S${i}:\n    Type: Pass\n    Comment: one of very many states in this definition\n    Next: S${i + 1}\n`, '')}  S20000: {Type: Succeed}\n`;
    const { findings, summary } = reportOf(runWithin({ 'a.asl.yaml': text }, { seconds: 20, megabytes: 1000 }));
    expect(summary.states).toBe(20_001);
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
    expect(reportOf(runWithin({ 'a.json': text }, { seconds: 20, megabytes: 1000 })).summary.states).toBe(20_000);
  });

  it('of 3,000 calls whose errors lead back to the beginning is linted', () => {
    const state = (i: number): string =>
      `"S${i}":{"Type":"Task","Resource":"arn:aws:states:::bedrock:invokeModel","Catch":[{"ErrorEquals":["States.ALL"],"Next":"Wait"}],"Next":"S${i + 1}"}`;
    const text = `{"StartAt":"S0","States":{${chain(3000, state, ',')},"Wait":{"Type":"Wait","Seconds":1,"Next":"S0"},"S3000":{"Type":"Succeed"}}}`;
    runWithin({ 'a.asl.json': text }, { seconds: 6, megabytes: 600 });
  });

  it('of 8,000 calls in one cycle, each with a failure of its own, is linted', () => {
    const state = (i: number): string =>
      `"S${i}":{"Type":"Task","Resource":"arn:aws:states:::bedrock:invokeModel","Catch":[{"ErrorEquals":["States.ALL"],"Next":"F${i}"}],"Next":"S${(i + 1) % 8000}"},"F${i}":{"Type":"Fail","Error":"E${i}"}`;
    const cycle = `{"StartAt":"S0","States":{${chain(8000, state, ',')}}}`;
    const text = `{"StartAt":"M","States":{"M":{"Type":"Map","ItemProcessor":${cycle},"End":true}}}`;
    runWithin({ 'a.asl.json': text }, { seconds: 12, megabytes: 1000 });
  });

  it('of 30 levels of branches that each fail in two ways is linted', () => {
    const around = (inner: string): string =>
      `{"StartAt":"P","States":{"P":{${inner},"Catch":[{"ErrorEquals":["States.ALL"],"Next":"C"}],"End":true},` +
      '"C":{"Type":"Choice","Choices":[{"Next":"F"}],"Default":"G"},"F":{"Type":"Fail"},"G":{"Type":"Fail","Error":"g"}}}';
    let text = around('"Type":"Task","Resource":"arn:aws:states:::bedrock:invokeModel"');
    for (let i = 0; i < 30; i++) text = around(`"Type":"Parallel","Branches":[${text}]`);
    runWithin({ 'a.asl.json': text }, { seconds: 6, megabytes: 600 });
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
    const text = write('words and ${X} {% '.repeat((5 * MEBIBYTE) / 18));
    const { findings } = reportOf(runWithin({ [name]: text }, { seconds: 15, megabytes: 1200 }));
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
  ])('of 250 KB of %s takes no longer than it should', (_, unit) => {
    const text = `{"StartAt":"States","x":${unit.repeat(250_000 / unit.length)}`;
    const yaml = `StartAt: States\nx: ${unit.repeat(250_000 / unit.length)}`;
    runWithin({ 'a.asl.json': text, 'b.asl.yaml': yaml, 'c.asl.yaml': text }, { seconds: 8, megabytes: 600 });
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
    const { findings } = reportOf(runWithin({ 'a.asl.json': text }, { seconds: 20, megabytes: 1000 }));
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
    const found = findingsOf(runWithin({ 'a.asl.json': text }, { seconds: 15, megabytes: 600 }));
    expect(found.map(({ rule }) => rule)).not.toContain('internal-error');
  });
});

describe('a run', () => {
  it('over 1,500 files is done in a few seconds', () => {
    const flow =
      '{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::bedrock:invokeModel","End":true}}}';
    const files = Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`d${i % 50}/f${i}.asl.json`, flow]));
    const { summary } = reportOf(runWithin(files, { seconds: 10, megabytes: 400 }));
    expect(summary).toMatchObject({ files: 1500, machines: 1500 });
  });
});
