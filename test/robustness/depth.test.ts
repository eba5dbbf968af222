/** How deep a text may nest: 500 levels are linted, the 501st is a parse error at that bracket. */
import { describe, expect, it } from 'vitest';
import { MAX_DEPTH } from '../../src/hosts/syntax-error.ts';
import { jsonProblem, jsonTree, nodesIn, yamlProblem, yamlTree } from '../hosts/trees.ts';
import { lintSoundly, placesInDefinitions, placesOf, renderSoundly } from './lint.ts';

const DEEP = [501, 10_000, 200_000] as const;

function nest(open: string, close: string, levels: number, inside = ''): string {
  return open.repeat(levels) + inside + close.repeat(levels);
}

/** How many collections stand around the innermost node. */
function depthOf(text: string, read: (text: string) => Parameters<typeof nodesIn>[0]): number {
  return [...nodesIn(read(text))].filter(({ node }) => node.kind === 'array' || node.kind === 'object').length;
}

it('the limit is 500', () => {
  expect(MAX_DEPTH).toBe(500);
});

describe('JSON', () => {
  it.each([
    ['arrays', nest('[', ']', 500)],
    ['arrays around a value', nest('[', ']', 500, '1')],
    ['objects', nest('{"a":', '}', 500, '1')],
    ['both', nest('{"a":[', ']}', 250)],
    ['blanks between', nest(' [\r\n', '] ', 500)],
  ])('of 500 levels is read: %s', (_, text) => {
    expect(depthOf(text, jsonTree)).toBe(500);
  });

  it.each(DEEP)('of %i levels is a problem at the 501st bracket', (levels) => {
    const at = (text: string): number | undefined => jsonProblem(text)?.start;
    for (const message of [nest('[', ']', levels), '['.repeat(levels)]) {
      expect(jsonProblem(message)).toEqual({
        message: expect.stringContaining('500 levels') as string,
        start: 500,
        end: 501,
      });
    }
    expect(at(nest('{"a":', '}', levels, '1'))).toBe(500 * 5);
    expect(at(`\uFEFF // [[[\n"[[[" ${'['.repeat(levels)}`)).toBe(15 + 500);
    expect(at(`[[],[[]],{"a":"]]]\\"]"},${'['.repeat(levels)}`)).toBe(24 + 499);
    const wide = `{"wide": [${'[],'.repeat(1000)}[]], "deep": `;
    expect(at(`${wide}${'['.repeat(levels)}`)).toBe(wide.length + 499);
  });

  it('counts no brackets in strings and comments', () => {
    const brackets = '[{'.repeat(600);
    expect(
      jsonProblem(`{"a": "${brackets}", /* ${brackets} */ "b": "\\"${brackets}" // ${brackets}\n}`),
    ).toBeUndefined();
  });

  it.each<[string, string]>([
    ['a string that a CR breaks off', `["x\r,${'['.repeat(20_000)}`],
    ['a string that a CR breaks off in an object', `{"x\r": 1, "a": ${'['.repeat(20_000)}`],
    ['a line comment that ends in a CR', `//\r${'['.repeat(20_000)}`],
    ['a line comment with a quote that ends in a CR', `// "\r${'{"a":'.repeat(20_000)}`],
    ['brackets closed by the wrong one', '[},'.repeat(20_000)],
    ['braces closed by the wrong one', '{"a":],"b":'.repeat(20_000)],
    ['both closed by the wrong one', '[{]}'.repeat(20_000)],
    ['words before brackets', 'x['.repeat(20_000)],
    ['placeholders before brackets', '${a}['.repeat(20_000)],
    ['an open placeholder', `\${${'['.repeat(20_000)}`],
    ['a placeholder as key', '{${a}:'.repeat(20_000)],
    ['a slash before brackets', `/${'['.repeat(20_000)}`],
    ['escapes before quotes', `["\\\\", "\\"", "\\\\\\"", ${'['.repeat(20_000)}`],
    ['an escaped line end', `["\\\n", ${'['.repeat(20_000)}`],
    ['an open string before brackets', `["x\n${'['.repeat(20_000)}`],
  ])('never reaches the parser when it is deep behind %s', (_, text) => {
    expect(jsonProblem(text)).toBeDefined();
  });
});

describe('YAML', () => {
  const indented = (levels: number, key = 'k:'): string =>
    Array.from({ length: levels }, (_, i) => `${' '.repeat(i)}${key}`).join('\n');

  it.each([
    ['flow sequences', `k: ${nest('[', ']', 499)}\n`],
    ['flow mappings', `k: ${nest('{a: ', '}', 499, '1')}\n`],
    ['a flow sequence alone', nest('[', ']', 500)],
    ['block mappings', indented(500)],
    ['block sequences', nest('- ', '', 500, 'x')],
    ['block sequences of nothing', nest('- ', '', 499, '-')],
    ['block and flow', `${nest('- ', '', 250)}${nest('[', ']', 250)}`],
    [
      'sequences that are not indented',
      `${Array.from({ length: 250 }, (_, i) => `${'  '.repeat(i)}- k:`).join('\n')}\n`,
    ],
  ])('of 500 levels is read: %s', (_, text) => {
    expect(depthOf(text, yamlTree)).toBeGreaterThanOrEqual(499);
    expect(depthOf(text, yamlTree)).toBeLessThanOrEqual(500);
  });

  it('of 500 levels of explicit keys is no problem, of 501 it is', () => {
    expect(yamlProblem(`${nest('? ', '', 500, 'x')}\n`)).toBeUndefined();
    expect(yamlProblem(`${nest('? ', '', 501, 'x')}\n`)).toMatchObject({ start: 1000 });
  });

  it.each(DEEP)('of %i levels is a problem at the 501st', (levels) => {
    const at = (text: string): number | undefined => yamlProblem(text)?.start;
    expect(at(`k: ${nest('[', ']', levels)}`)).toBe(3 + 499);
    expect(at(`k: ${'['.repeat(levels)}`)).toBe(3 + 499);
    expect(at(`k: ${nest('{a: ', '}', levels, '1')}`)).toBe(3 + 4 * 499);
    expect(at(nest('- ', '', levels, 'x'))).toBe(2 * 500);
    expect(at(`a: [[]]\nb:\n  - c\n  - ${nest('- ', '', levels, 'x')}`)).toBe(21 + 2 * 498);
  });

  it.each([501, 10_000])('of %i levels by indentation is a problem on the 501st line', (levels) => {
    const text = indented(levels);
    const problem = yamlProblem(text);
    expect(problem?.message).toContain('500 levels');
    expect(text.slice(0, problem!.start).split('\n')).toHaveLength(501);
  });
});

const flow = (result: string): string => `{"StartAt":"A","States":{"A":{"Type":"Pass","Result":${result},"End":true}}}`;

describe('a definition', () => {
  it('of 500 levels is linted, printed and reported', async () => {
    const deepTask = flow(nest('[', ']', 497)).replace(
      '"Pass"',
      '"Task","Resource":"arn:aws:states:::bedrock:invokeModel"',
    );
    const files = { 'a.asl.json': deepTask, 'b.asl.yaml': deepTask };
    const result = await lintSoundly(files);
    expect(result).toMatchObject({ machineCount: 2, stateCount: 2 });
    expect(result.diagnostics.map(({ rule }) => rule)).not.toContain('parse-error');
    await renderSoundly(files, result);
  });

  it('of 500 levels of Parallel and Map states is linted', async () => {
    let states =
      '{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::bedrock:invokeModel","End":true}}}';
    for (let i = 0; i < 62; i++) {
      states = `{"StartAt":"M","States":{"M":{"Type":"Map","ItemProcessor":${states},"End":true}}}`;
      states = `{"StartAt":"P","States":{"P":{"Type":"Parallel","Branches":[${states}],"End":true}}}`;
    }
    const files = { 'a.asl.json': states };
    const result = await lintSoundly(files);
    expect(result).toMatchObject({ machineCount: 1, stateCount: 125 });
    await renderSoundly(files, result);
  });

  it.each(DEEP)('of %i levels is one parse error at the bracket', async (levels) => {
    const text = flow(nest('[', ']', levels));
    const start = text.indexOf('[') + 497;
    const good = flow('1');
    const result = await lintSoundly({ 'a.asl.json': text, 'b.asl.json': good });
    expect(placesOf(result)).toEqual([`parse-error ${start}-${start + 1}`]);
    expect(result.machineCount).toBe(1);
  });

  it.each(DEEP)('of %i levels in a text in a YAML template is one parse error at the bracket', async (levels) => {
    const text = [
      'Resources:',
      '  Flow:',
      '    Type: AWS::StepFunctions::StateMachine',
      '    Properties:',
      '      DefinitionString: !Sub |',
      `        {"StartAt": "\${!A}", "States": {"A": {"Type": "Pass",`,
      `          "Result": ${nest('[', ']', levels)}}}}`,
      '  Good:',
      '    Type: AWS::StepFunctions::StateMachine',
      `    Properties: {DefinitionString: '${flow('1')}'}`,
      '',
    ].join('\r\n');
    const start = text.indexOf('[[') + 497;
    const result = await lintSoundly({ 'template.yaml': text });
    expect(placesInDefinitions(result)).toEqual([`parse-error ${start}-${start + 1}`]);
    expect(result.machineCount).toBe(1);
  });

  it.each(DEEP)('of %i levels in a JSON string in a JSON template is one parse error', async (levels) => {
    const definition = flow(nest('{"a":', '}', levels, '1'));
    const text = JSON.stringify({
      Resources: { Flow: { Type: 'AWS::StepFunctions::StateMachine', Properties: { DefinitionString: definition } } },
    });
    const start = text.indexOf('{\\"a\\":') + 497 * '{\\"a\\":'.length;
    expect(placesInDefinitions(await lintSoundly({ 'a.json': text }))).toEqual([`parse-error ${start}-${start + 1}`]);
  });

  it('deep only together with its template is linted', async () => {
    const text = JSON.stringify({
      Resources: {
        Flow: {
          Type: 'AWS::StepFunctions::StateMachine',
          Properties: { DefinitionString: { 'Fn::Sub': flow(nest('[', ']', 497)) } },
          Metadata: JSON.parse(nest('[', ']', 490)) as unknown,
        },
      },
    });
    expect((await lintSoundly({ 'a.json': text })).machineCount).toBe(1);
  });
});
