/** CloudFormation functions in a definition: what they come to, and which characters of the file stand for it. */
import { describe, expect, it } from 'vitest';
import { only } from './machines.ts';
import { nodeAt, textAt, written, writtenPart } from './trees.ts';
import type { Node } from '../../src/tree/node.ts';

const CFN = 'AWS::StepFunctions::StateMachine';

/** What `Comment` of the one state is when it is written as this YAML. */
async function comment(yaml: string, resources = ''): Promise<Node> {
  const text = [
    'Resources:',
    `  Flow:`,
    `    Type: ${CFN}`,
    '    Properties:',
    '      Definition:',
    '        StartAt: A',
    '        States:',
    '          A:',
    '            Type: Pass',
    `            Comment: ${yaml.replaceAll('\n', '\n              ')}`,
    '            End: true',
    resources,
    '',
  ].join('\n');
  const machine = await only({ 'a.yaml': text });
  const state = nodeAt(machine.node, 'States', 'A');
  return state.kind === 'object' ? (state.get('Comment') ?? state) : state;
}

describe('a function', () => {
  it.each<[string, object]>([
    ['!Ref Queue', { kind: 'unknown', template: '${Queue}', why: 'reference to Queue' }],
    ['{Ref: Queue}', { kind: 'unknown', template: '${Queue}' }],
    ['!GetAtt Queue.Arn', { kind: 'unknown', template: '${Queue.Arn}' }],
    ['!GetAtt [Queue, Arn]', { kind: 'unknown', template: '${Queue.Arn}' }],
    ['{"Fn::GetAtt": [Queue, Arn]}', { kind: 'unknown', template: '${Queue.Arn}' }],
    ['!Sub text', { kind: 'string', value: 'text' }],
    ['!Sub "a ${B} c"', { kind: 'unknown', template: 'a ${B} c' }],
    ['!Sub "${!Literal} x"', { kind: 'unknown', template: '${Literal} x' }],
    ['!Sub ["${a}-${b}-${a}", {a: x, b: !Ref Q}]', { kind: 'unknown', template: 'x-${Q}-x' }],
    ['!Sub ["${a}", {a: !Sub ["<${b}>", {b: y}]}]', { kind: 'string', value: '<y>' }],
    ['!Sub ["${a}", {a: !Join ["-", [x, y]]}]', { kind: 'string', value: 'x-y' }],
    ['!Join ["-", [!Sub "a${B}", c]]', { kind: 'unknown', template: 'a${B}-c' }],
    ['!Join ["", [a, !Join ["+", [b, c]], 5, true]]', { kind: 'string', value: 'ab+c5true' }],
    ['!Join ["", []]', { kind: 'string', value: '' }],
    ['!Join [!Ref D, [a, b]]', { kind: 'unknown', template: '${Fn::Join}' }],
    ['!Join ["", !Ref List]', { kind: 'unknown', template: '${Fn::Join}' }],
    ['!Join ["", !Split [",", x]]', { kind: 'unknown' }],
    ['!If [C, a, b]', { kind: 'unknown', template: '${Fn::If}', why: 'result of Fn::If' }],
    ['!Sub ["${a}", {a: !If [C, a, b]}]', { kind: 'unknown', template: '${Fn::If}' }],
    ['!ImportValue x', { kind: 'unknown', why: 'result of Fn::ImportValue' }],
    ['!FindInMap [M, !Ref R, k]', { kind: 'unknown', why: 'result of Fn::FindInMap' }],
    ['!Base64 x', { kind: 'unknown' }],
    ['!Select [0, [a]]', { kind: 'unknown' }],
    ['{Ref: [1]}', { kind: 'unknown' }],
    ['!Sub [1, 2, 3]', { kind: 'unknown' }],
    ['!Sub []', { kind: 'unknown' }],
    ['!Sub {a: 1}', { kind: 'unknown' }],
    ['!Join x', { kind: 'unknown' }],
    ['!Join ["", [[a], {b: c}, ~]]', { kind: 'unknown' }],
    ['{Ref: a, b: c}', { kind: 'object' }],
    ['{Condition: a}', { kind: 'object' }],
    ['!Condition a', { kind: 'unknown' }],
  ])('comes to what is known of it: %s', async (yaml, expected) => {
    expect(await comment(yaml)).toMatchObject(expected);
  });

  it('of Fn::ToJsonString is a text, never the object in it', async () => {
    expect(['string', 'unknown']).toContain((await comment('{"Fn::ToJsonString": {a: 1}}')).kind);
  });

  it('of AWS::NoValue takes its member away', async () => {
    expect((await comment('!Ref AWS::NoValue')).kind).toBe('object');
  });

  it('knows the resource that it refers to', async () => {
    const queue = '  Queue:\n    Type: AWS::SQS::Queue\n';
    for (const yaml of ['!Ref Queue', '!Sub "${Queue}"', '{Ref: Queue}']) {
      expect(await comment(yaml, queue)).toMatchObject({ reference: { resource: { type: 'AWS::SQS::Queue' } } });
    }
    for (const yaml of ['!GetAtt Queue.Arn', '!GetAtt [Queue, Arn]', '!Sub "${Queue.Arn}"']) {
      expect(await comment(yaml, queue)).toMatchObject({
        reference: { resource: { logicalId: 'Queue' }, attribute: 'Arn' },
      });
    }
    expect(await comment('!Sub "x ${Queue}"', queue)).toMatchObject({ kind: 'unknown', reference: undefined });
    expect(await comment('!Ref Other', queue)).toMatchObject({ reference: undefined });
  });

  it('knows the resource that its text begins with a reference to', async () => {
    const queue = '  Queue:\n    Type: AWS::SQS::Queue\n';
    for (const yaml of ['!Sub "${Queue.Arn}:live"', '!Join [":", [!GetAtt Queue.Arn, live]]']) {
      expect(await comment(yaml, queue)).toMatchObject({
        reference: undefined,
        firstReference: { resource: { logicalId: 'Queue' }, attribute: 'Arn' },
      });
    }
    for (const yaml of ['!Sub "x ${Queue.Arn}"', '!Sub "${Queue.Arn}"', '!Sub "${Other.Arn}:live"']) {
      expect(await comment(yaml, queue)).toMatchObject({ firstReference: undefined });
    }
  });

  it('is placed from its tag on', async () => {
    expect(written(await comment('!Sub  "a ${B}"'))).toBe('!Sub  "a ${B}"');
    expect(written(await comment('{"Fn::Sub": "a"}'))).toBe('{"Fn::Sub": "a"}');
  });
});

describe('the characters of a text', () => {
  async function part(yaml: string, text: string): Promise<{ text: string; exact: boolean }> {
    const node = await comment(yaml);
    if (node.kind !== 'string' && node.kind !== 'unknown') throw new Error(`a ${node.kind}`);
    return writtenPart(node, text);
  }

  it.each<[string, string, string, boolean]>([
    ['!Sub "one ${Two} three"', 'three', 'three', true],
    ['!Sub "one ${Two} three"', '${Two}', '${Two}', true],
    ['!Sub "one ${!Two} three"', '${Two}', '${!Two}', true],
    ['!Sub ["a ${x} b", {x: "p\\nq"}]', 'p\nq', 'p\\nq', true],
    ['!Join ["-", [one, "t\\x77o"]]', 'two', 't\\x77o', true],
    ['!Join ["-", [one, !Sub "x${Y}z"]]', 'z', 'z', true],
    ['!Sub ["<${x}>", {x: !Join ["", [ab, cd]]}]', 'cd', 'cd', true],
    ['!Sub |\n  one\n  two', 'two', 'two', true],
    ['!Join [", ", [one, two]]', ', ', '", "', false],
  ])('%s: %s', async (yaml, text, expected, exact) => {
    expect(await part(yaml, text)).toEqual({ text: expected, exact });
  });

  it('are found through JSON inside Fn::Sub inside Fn::Join', async () => {
    const text = JSON.stringify({
      Resources: {
        Flow: {
          Type: CFN,
          Properties: {
            DefinitionString: {
              'Fn::Join': [
                '',
                [
                  '{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"',
                  { 'Fn::GetAtt': ['Fn', 'Arn'] },
                  '","Comment":"caf\\u00e9 \\"q\\" ',
                  { 'Fn::Sub': 'in ${AWS::Region}' },
                  '","End":true}}}',
                ],
              ],
            },
          },
        },
      },
    });
    const machine = await only({ 'a.json': text });
    const state = machine.states[0]!;
    expect(state.name).toBe('A');
    expect(written(state.key)).toBe('\\"A\\"');
    expect(nodeAt(state.node, 'Resource')).toMatchObject({ kind: 'unknown', template: '${Fn.Arn}' });
    const node = textAt(state.node, 'Comment');
    expect(node).toMatchObject({ kind: 'unknown', template: 'café "q" in ${AWS::Region}' });
    expect(writtenPart(node, 'é')).toEqual({ text: '\\\\u00e9', exact: true });
    expect(writtenPart(node, '"q"')).toEqual({ text: '\\\\\\"q\\\\\\"', exact: true });
    expect(writtenPart(node, 'in ')).toEqual({ text: 'in ', exact: true });
    expect(writtenPart(node, '${AWS::Region}')).toEqual({ text: '${AWS::Region}', exact: true });
  });

  it('are found in a block scalar with JSON, escapes and characters of two units', async () => {
    const text = [
      'Resources:',
      '  Flow:',
      `    Type: ${CFN}`,
      '    Properties:',
      '      DefinitionString:',
      '        Fn::Sub: |',
      '          {"StartAt": "🚀", "States":',
      '            {"🚀": {"Type": "Pass", "Comment": "tab\\t ${X} ${!Y}", "End": true}}}',
    ].join('\r\n');
    const state = (await only({ 'a.yaml': text })).states[0]!;
    expect(written(state.key)).toBe('"🚀"');
    const node = textAt(state.node, 'Comment');
    expect(node).toMatchObject({ kind: 'unknown', template: 'tab\t ${X} ${Y}' });
    expect(writtenPart(node, '\t')).toEqual({ text: '\\t', exact: true });
    expect(writtenPart(node, '${X}')).toEqual({ text: '${X}', exact: true });
    expect(writtenPart(node, '${Y}')).toEqual({ text: '${!Y}', exact: true });
    expect(written(nodeAt(state.node, 'End'))).toBe('true');
  });
});

describe('a definition file', () => {
  it('takes tags for functions, and one-key objects for data', async () => {
    const machine = await only({
      'a.asl.yaml': 'StartAt: A\nStates:\n  A: {Type: Pass, Result: {Ref: x}, Comment: !Ref y}\n',
    });
    expect(nodeAt(machine.node, 'States', 'A', 'Result').kind).toBe('object');
    expect(nodeAt(machine.node, 'States', 'A', 'Comment')).toMatchObject({ kind: 'unknown', template: '${y}' });
  });
});
