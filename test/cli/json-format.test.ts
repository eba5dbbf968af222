/** The shape and the positions of `--format json`, word for word as the contract has them. */
import { describe, expect, it } from 'vitest';
import { findingsOf, positionAt, positionOf, reportOf } from './report.ts';
import type { JsonFinding, JsonPlace } from './report.ts';
import { BROKEN, ERROR, ERROR_RULE, WARNING, WARNING_RULE, cloudFormationTemplate, samTemplate } from './samples.ts';
import { workspace } from './workspace.ts';
import type { Files } from './workspace.ts';

function find(files: Files, ...args: readonly string[]): readonly JsonFinding[] {
  return findingsOf(workspace(files).run(['--format', 'json', ...args]));
}

function only(files: Files, rule: string): JsonFinding {
  const found = find(files, '--only', rule);
  expect(found).toHaveLength(1);
  return found[0]!;
}

/** The text that a finding points at. */
function covered(content: string, { start, end }: JsonPlace): string {
  return content.slice(start.offset, end.offset);
}

const TASK = '"Ask":{"Type":"Task","Resource":"arn:aws:states:::bedrock:invokeModel","End":true}';

describe('a finding', () => {
  it('has the fields of the contract and no others but help and exact', () => {
    const finding = only({ 'a.asl.json': ERROR }, ERROR_RULE);
    const known = ['rule', 'severity', 'message', 'file', 'start', 'end', 'machine', 'state', 'pointer', 'related'];
    expect(Object.keys(finding)).toEqual(expect.arrayContaining([...known, 'fixes']));
    for (const name of Object.keys(finding)) expect([...known, 'fixes', 'help', 'exact']).toContain(name);
    expect(finding).toMatchObject({
      rule: ERROR_RULE,
      severity: 'error',
      file: 'a.asl.json',
      machine: 'a',
      state: 'Run',
      pointer: '/States/Run/Parameters/TimeoutSeconds',
      related: [],
      fixes: [{ title: 'Set TimeoutSeconds of the call to 900', safety: 'unsafe', edits: [{ text: '900' }] }],
    });
    expect(Object.keys(finding.start).sort()).toEqual(['column', 'line', 'offset']);
    expect(Object.keys(finding.end).sort()).toEqual(['column', 'line', 'offset']);
  });

  it('begins at 1-based lines and columns and a 0-based offset, and ends just after', () => {
    const { start, end } = only({ 'a.asl.json': ERROR }, ERROR_RULE);
    expect(start).toEqual(positionOf(ERROR, '1200'));
    expect(end).toEqual(positionAt(ERROR, start.offset + 4));
    expect(ERROR.split('\n')[start.line - 1]?.slice(start.column - 1, end.column - 1)).toBe('1200');
  });

  it('is at the name of the state for a field that is absent', () => {
    expect(only({ 'a.asl.json': WARNING }, WARNING_RULE).start).toEqual(positionOf(WARNING, '"Ask":'));
  });

  it('of a file that does not parse has a position and no state', () => {
    const finding = only({ 'sub/a.asl.json': BROKEN }, 'parse-error');
    expect(finding).toMatchObject({ rule: 'parse-error', severity: 'error', file: 'sub/a.asl.json' });
    expect(finding.start).toEqual(positionAt(BROKEN, BROKEN.indexOf('{"Type"')));
    expect(finding).not.toHaveProperty('state');
  });
});

describe('positions', () => {
  it.each<[string, string]>([
    ['after characters of two units on the line', `{"Comment":"🚀🇪🇺é","StartAt":"Ask","States":{${TASK}}}`],
    ['after characters of two units on lines before', `{"Comment":"🚀🚀",\n"StartAt":"Ask",\n"States":{\n${TASK}}}`],
    ['in a file with CRLF', `{\r\n  "StartAt": "Ask",\r\n  "States": {\r\n  ${TASK}\r\n}\r\n}\r\n`],
    ['in a file with lone CRs', `{\r"StartAt":"Ask",\r"States":{\r ${TASK}}}`],
    ['in a file with mixed line ends', `{\n"StartAt":"Ask",\r\n\r"States":{\r\n\n ${TASK}}}`],
    ['on the first line after a byte order mark', `\uFEFF{"StartAt":"Ask","States":{${TASK}}}`],
    ['on a later line after a byte order mark', `\uFEFF{"StartAt":"Ask",\n"States":{${TASK}}}`],
    ['after tabs', `{\n\t"StartAt":"Ask",\n\t"States":{\n\t\t${TASK}}}`],
    ['after a line separator, which ends no line', `{"Comment":"\u2028\u0085","StartAt":"Ask","States":{${TASK}}}`],
    ['after comments', `// 🚀\n/* one\n two */ {"StartAt":"Ask","States":{${TASK}}}`],
  ])('count UTF-16 units %s', (_, text) => {
    const { start, end } = only({ 'a.asl.json': text }, WARNING_RULE);
    expect(start).toEqual(positionOf(text, '"Ask":'));
    expect(end).toEqual(positionAt(text, start.offset + '"Ask"'.length));
  });

  it('are those of the template for a definition in a YAML block inside Fn::Sub', () => {
    const text = [
      'Description: "🚀"',
      'Resources:',
      '  Flow:',
      '    Type: AWS::StepFunctions::StateMachine',
      '    Properties:',
      '      DefinitionString: !Sub |',
      '        {"Comment": "🚀 \\u00e9 ${AWS::Region} ${!Literal}",',
      '         "StartAt": "\\u0041sk", "States": {',
      '           "\\u0041sk": {"Type": "Task", "Resource": "arn:${AWS::Partition}:states:::bedrock:invokeModel", "End": true}}}',
      '',
    ].join('\r\n');
    const finding = only({ 'template.yaml': text }, WARNING_RULE);
    expect(finding).toMatchObject({ file: 'template.yaml', machine: 'Flow', state: 'Ask', pointer: '/States/Ask' });
    expect(covered(text, finding)).toBe('"\\u0041sk"');
    expect(finding.start).toEqual(positionOf(text, '"\\u0041sk": {'));
  });

  it('are those of the template for a definition in a JSON string', () => {
    const inner = `{"StartAt":"Ask","States":{${TASK}}}`;
    const text = cloudFormationTemplate({ Flow: { DefinitionString: inner } });
    const finding = only({ 'template.json': text }, WARNING_RULE);
    expect(covered(text, finding)).toBe('\\"Ask\\"');
    expect(finding.start).toEqual(positionOf(text, '\\"Ask\\":{'));
  });

  it('are where the definition is for a definition in a file of its own', () => {
    const finding = only(
      { 'infra/template.json': samTemplate({ Flow: { DefinitionUri: '../flows/a.json' } }), 'flows/a.json': WARNING },
      WARNING_RULE,
    );
    expect(finding).toMatchObject({ file: 'flows/a.json', machine: 'Flow' });
    expect(finding.start).toEqual(positionOf(WARNING, '"Ask":'));
  });
});

describe('one definition used by several templates', () => {
  const one = samTemplate({ First: { DefinitionUri: 'flow.asl.json' } });
  const two = samTemplate({ Second: { DefinitionUri: './flow.asl.json' }, Third: { DefinitionUri: 'flow.asl.json' } });

  it('is found once, at the definition, with the sites as related', () => {
    const finding = only({ 'flow.asl.json': WARNING, 'one.json': one, 'two.json': two }, WARNING_RULE);
    expect(finding.file).toBe('flow.asl.json');
    expect(finding.related.map(({ file, start }) => ({ file, start }))).toEqual([
      { file: 'one.json', start: positionOf(one, '"First"') },
      { file: 'two.json', start: positionOf(two, '"Second"') },
      { file: 'two.json', start: positionOf(two, '"Third"') },
    ]);
  });

  it('is found once wherever the templates stand in the order of the run', () => {
    const files = { 'z/flow.asl.json': WARNING, 'a.json': samTemplate({ A: { DefinitionUri: 'z/flow.asl.json' } }) };
    const there = workspace(files);
    for (const args of [['.'], ['a.json', 'z'], ['z', 'a.json'], ['z/flow.asl.json', 'a.json', 'a.json', './a.json']]) {
      const run = there.run(['--only', WARNING_RULE, '--format', 'json', ...args]);
      expect(findingsOf(run), args.join(' ')).toHaveLength(1);
    }
  });

  it('has one parse error, wherever it is used', () => {
    const files = { 'flow.asl.json': '{"StartAt": ', 'one.json': one, 'two.json': two };
    expect(find(files).map(({ rule }) => rule)).toEqual(['parse-error']);
  });

  it('has one parse error when it is no text at all', () => {
    const flow = Buffer.from([0x7b, 0xff, 0x7d]);
    const found = find({ 'flow.asl.json': flow, 'one.json': one, 'two.json': two });
    expect(found.map(({ rule, file }) => `${rule} ${file}`)).toEqual(['parse-error flow.asl.json']);
  });
});

describe('the report', () => {
  it('is sorted by file, then position', () => {
    const there = workspace({
      'b.asl.json': WARNING,
      'a/z.asl.json': ERROR,
      'a/z.asl.yaml': 'StartAt: A\nStates: {A: {Type: Task',
      'a-z.asl.json': BROKEN,
    });
    const found = findingsOf(there.run(['--format', 'json', 'b.asl.json', 'a', '.']));
    const keys = found.map(({ file, start }) => [file, start.offset] as const);
    const sorted = [...keys].sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x - y));
    expect(keys).toEqual(sorted);
    expect(new Set(found.map(({ file }) => file)).size).toBe(4);
  });

  it('is there with no findings when all is well', () => {
    const run = workspace({ 'readme.md': '#' }).run(['--format', 'json']);
    expect(reportOf(run).findings).toEqual([]);
  });

  it('is the same, byte for byte, when asked again', () => {
    const there = workspace({ 'a.asl.json': ERROR, 'b.asl.json': WARNING });
    expect(there.run(['--format', 'json']).out).toBe(there.run(['--format', 'json']).out);
  });
});
