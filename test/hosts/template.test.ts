/** Templates: which resources are state machines, and where their definitions come from. */
import { describe, expect, it } from 'vitest';
import { definitionOf, find, only } from './machines.ts';
import { nodeAt, written } from './trees.ts';

const FLOW = { StartAt: 'A', States: { A: { Type: 'Pass', Comment: 'x', End: true } } };
const JSON_FLOW = JSON.stringify(FLOW);
const SAM = 'AWS::Serverless::StateMachine';
const CFN = 'AWS::StepFunctions::StateMachine';

function template(type: string, properties: object, rest: object = {}): string {
  return JSON.stringify({ ...rest, Resources: { M: { Type: type, Properties: properties } } });
}

describe('a definition in a template', () => {
  it.each<[string, string]>([
    ['a SAM Definition', template(SAM, { Definition: FLOW })],
    ['a CloudFormation Definition', template(CFN, { Definition: FLOW })],
    ['a DefinitionString', template(CFN, { DefinitionString: JSON_FLOW })],
    ['a DefinitionString of Fn::ToJsonString', template(CFN, { DefinitionString: { 'Fn::ToJsonString': FLOW } })],
    ['a DefinitionString of Fn::Sub', template(CFN, { DefinitionString: { 'Fn::Sub': JSON_FLOW } })],
    ['a DefinitionString of Fn::Sub with a map', template(CFN, { DefinitionString: { 'Fn::Sub': [JSON_FLOW, {}] } })],
    [
      'a DefinitionString of Fn::Join',
      template(CFN, { DefinitionString: { 'Fn::Join': ['', [JSON_FLOW.slice(0, 30), JSON_FLOW.slice(30)]] } }),
    ],
    [
      'a DefinitionString of Fn::Join with line ends',
      template(CFN, { DefinitionString: { 'Fn::Join': ['\n', JSON_FLOW.replaceAll(',', ',\n').split('\n')] } }),
    ],
    ['a Definition shared by SAM Globals', template(SAM, {}, { Globals: { StateMachine: { Definition: FLOW } } })],
  ])('is read: %s', async (_, text) => {
    expect(await definitionOf({ 'a.json': text })).toEqual(FLOW);
  });

  it.each<[string, string]>([
    ['a Definition', `Definition:\n  StartAt: A\n  States:\n    A: {Type: Pass, Comment: x, End: true}`],
    ['a literal block', `DefinitionString: |\n  ${JSON_FLOW}`],
    ['a folded block', `DefinitionString: >-\n  ${JSON_FLOW.replaceAll(',', ',\n  ')}`],
    ['a quoted text', `DefinitionString: '${JSON_FLOW}'`],
    ['a plain text over lines', `DefinitionString: !Sub\n  - '${JSON_FLOW}'\n  - {}`],
    ['!Sub on a block', `DefinitionString: !Sub |\n  ${JSON_FLOW}`],
    ['Fn::Sub on a block', `DefinitionString:\n  Fn::Sub: |-\n    ${JSON_FLOW}`],
    ['!Join', `DefinitionString: !Join ['', ['${JSON_FLOW.slice(0, 30)}', '${JSON_FLOW.slice(30)}']]`],
    [
      'Fn::ToJsonString',
      `DefinitionString:\n  Fn::ToJsonString:\n    StartAt: A\n    States: {A: {Type: Pass, Comment: x, End: true}}`,
    ],
  ])('is read from YAML: %s', async (_, property) => {
    const text = `Resources:\n  M:\n    Type: ${CFN}\n    Properties:\n      ${property.replaceAll('\n', '\n      ')}\n`;
    expect(await definitionOf({ 'a.yaml': text })).toEqual(FLOW);
  });

  it('is read from JSON in a .yaml file', async () => {
    expect(await definitionOf({ 'a.yaml': `\uFEFF\n${template(SAM, { Definition: FLOW })}` })).toEqual(FLOW);
  });

  it('is read from YAML in a file that begins like JSON', async () => {
    const text = `{Resources: {M: {Type: ${CFN}, Properties: {DefinitionString: '${JSON_FLOW}'}}}}`;
    expect(await definitionOf({ 'a.yaml': text })).toEqual(FLOW);
  });

  it('is read from each document of a text', async () => {
    const one = `Resources: {M: {Type: ${CFN}, Properties: {DefinitionString: '${JSON_FLOW}'}}}\n`;
    const { machines } = await find({ 'a.yaml': `${one}---\n${one.replace('M:', 'N:')}` });
    expect(machines.map(({ name }) => name)).toEqual(['M', 'N']);
  });

  it('is read from Fn::ForEach, once', async () => {
    const body = { 'M${Name}': { Type: SAM, Properties: { Definition: FLOW } } };
    const text = JSON.stringify({ Resources: { 'Fn::ForEach::Loop': ['Name', ['A', 'B'], body] } });
    const { machines } = await find({ 'a.json': text });
    expect(machines.map(({ name }) => name)).toEqual(['M${Name}']);
  });

  it('prefers what is its own to what Globals share', async () => {
    const globals = { Globals: { StateMachine: { Type: 'EXPRESS', Definition: { StartAt: 'B', States: {} } } } };
    const machine = await only({ 'a.json': template(SAM, { Definition: FLOW }, globals) });
    expect(machine).toMatchObject({ type: 'EXPRESS', states: [{ name: 'A' }] });
  });

  it('ignores Globals of other resources and for other types', async () => {
    const globals = { Globals: { Function: { Definition: FLOW }, StateMachine: { StateMachineType: 'EXPRESS' } } };
    expect(await find({ 'a.json': template(SAM, {}, globals) })).toMatchObject({ machines: [] });
    const shared = { Globals: { StateMachine: { DefinitionString: JSON_FLOW } } };
    expect(await find({ 'a.json': template(CFN, {}, shared) })).toMatchObject({ machines: [] });
  });

  it('knows the type of a machine', async () => {
    const typeOf = async (properties: object, type = SAM): Promise<string> =>
      (await only({ 'a.json': template(type, { Definition: FLOW, ...properties }) })).type;
    expect(await typeOf({})).toBe('STANDARD');
    expect(await typeOf({ Type: 'EXPRESS' })).toBe('EXPRESS');
    expect(await typeOf({ StateMachineType: 'EXPRESS' }, CFN)).toBe('EXPRESS');
    expect(await typeOf({ Type: { Ref: 'Kind' } })).toBe('unknown');
    expect(await typeOf({ Type: 'Express' })).toBe('unknown');
    expect((await only({ 'a.asl.json': JSON_FLOW })).type).toBe('unknown');
  });

  it('is not read where there is none to read, and the rest of the template is', async () => {
    const text = JSON.stringify({
      Resources: {
        Bucket: { Type: 'AWS::S3::Bucket' },
        Ref: { Type: CFN, Properties: { DefinitionString: { Ref: 'Definition' } } },
        Import: { Type: CFN, Properties: { DefinitionString: { 'Fn::ImportValue': 'x' } } },
        Include: { Type: CFN, Properties: { 'Fn::Transform': { Name: 'AWS::Include' } } },
        S3: { Type: CFN, Properties: { DefinitionS3Location: { Bucket: 'b', Key: 'k' } } },
        Nothing: { Type: CFN },
        Null: { Type: CFN, Properties: null },
        Text: 'text',
        Good: { Type: CFN, Properties: { DefinitionString: JSON_FLOW } },
      },
    });
    const { machines, declarations, problems } = await find({ 'a.json': text });
    expect(machines.map(({ name }) => name)).toEqual(['Good']);
    expect(declarations.map(({ name }) => name)).toEqual(['Ref', 'Import', 'Include', 'S3', 'Nothing', 'Null', 'Good']);
    expect(problems).toEqual([]);
  });
});

describe('a definition of the wrong type', () => {
  it.each<[string, object]>([
    ['a text for a Definition', { Definition: 'StartAt' }],
    ['a list for a Definition', { Definition: [FLOW] }],
    ['a number for a Definition', { Definition: 5 }],
    ['null for a Definition', { Definition: null }],
    ['a list for a DefinitionString', { DefinitionString: [1] }],
    ['a number for a DefinitionString', { DefinitionString: 5 }],
    ['a text that is no JSON', { DefinitionString: 'hello' }],
    ['a text that is JSON but no object', { DefinitionString: '[1]' }],
    ['an empty text', { DefinitionString: '' }],
    ['a text that breaks off', { DefinitionString: '{"StartAt": ' }],
    ['a number for a DefinitionUri', { DefinitionUri: 5 }],
    ['a list for a DefinitionUri', { DefinitionUri: ['a'] }],
  ])('is a problem with its place: %s', async (_, properties) => {
    const { machines, problems } = await find({ 'a.json': template(SAM, properties) });
    expect(machines).toEqual([]);
    expect(problems).toEqual([expect.stringMatching(/ a\.json:\d+-\d+$/)]);
  });
});

describe('substitutions', () => {
  const flow =
    '{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"${Fn}","TimeoutSeconds":${T},"Comment":"in ${Stage} at ${Where}",' +
    '"End":${End},"Result":${Object}}}}';

  it('take the place of what they name', async () => {
    const machine = await only({
      'flow.asl.json': flow,
      'a.json': template(SAM, {
        DefinitionUri: 'flow.asl.json',
        DefinitionSubstitutions: {
          Fn: { 'Fn::GetAtt': ['Function', 'Arn'] },
          T: '30',
          Stage: 'test',
          Where: { Ref: 'AWS::Region' },
          End: true,
          Object: '{"a": 1}',
        },
      }),
    });
    expect(nodeAt(machine.node, 'States', 'A', 'TimeoutSeconds')).toMatchObject({ kind: 'number', value: 30 });
    expect(nodeAt(machine.node, 'States', 'A', 'End')).toMatchObject({ kind: 'boolean', value: true });
    expect(nodeAt(machine.node, 'States', 'A', 'Resource')).toMatchObject({ kind: 'unknown', template: '${Fn}' });
    expect(nodeAt(machine.node, 'States', 'A', 'Comment')).toMatchObject({
      kind: 'unknown',
      template: 'in test at ${Where}',
    });
    expect(nodeAt(machine.node, 'States', 'A', 'Result')).toMatchObject({ kind: 'unknown' });
  });

  it('leave every node at the place of its placeholder', async () => {
    const substitutions = { T: 5, Stage: 'test', Where: 'x', End: true };
    const machine = await only({
      'flow.asl.json': flow,
      'a.json': template(SAM, { DefinitionUri: 'flow.asl.json', DefinitionSubstitutions: substitutions }),
    });
    expect(written(nodeAt(machine.node, 'States', 'A', 'TimeoutSeconds'))).toBe('${T}');
    expect(written(nodeAt(machine.node, 'States', 'A', 'Comment'))).toBe('"in ${Stage} at ${Where}"');
    expect(nodeAt(machine.node, 'States', 'A', 'Comment')).toMatchObject({ kind: 'string', value: 'in test at x' });
  });

  it('that differ between declarations stay unknown in the one machine that is checked', async () => {
    const machine = await only({
      'flow.asl.json': flow,
      'a.json': template(SAM, { DefinitionUri: 'flow.asl.json', DefinitionSubstitutions: { T: 5, Stage: 'test' } }),
      'b.json': template(SAM, { DefinitionUri: 'flow.asl.json', DefinitionSubstitutions: { T: 6, Stage: 'test' } }),
    });
    expect(machine.declarations).toHaveLength(2);
    expect(nodeAt(machine.node, 'States', 'A', 'TimeoutSeconds').kind).toBe('unknown');
    expect(nodeAt(machine.node, 'States', 'A', 'Comment')).toMatchObject({ template: 'in test at ${Where}' });
  });

  it.each<[string, unknown]>([
    ['a list', [1]],
    ['null', null],
    ['a text', 'x'],
    ['null in it', { T: null, Stage: [1], Where: { a: 1 }, Fn: '' }],
    ['names that objects have', { __proto__: 1, constructor: 'x', toString: 'y' }],
  ])('of the wrong type leave things unknown: %s', async (_, substitutions) => {
    const machine = await only({
      'flow.asl.json': flow,
      'a.json': template(SAM, { DefinitionUri: 'flow.asl.json', DefinitionSubstitutions: substitutions }),
    });
    expect(nodeAt(machine.node, 'States', 'A', 'TimeoutSeconds').kind).toBe('unknown');
  });

  it('with quotes or line ends in them are not taken as they are', async () => {
    const machine = await only({
      'flow.asl.json': flow,
      'a.json': template(SAM, { DefinitionUri: 'flow.asl.json', DefinitionSubstitutions: { Stage: '", "x": "' } }),
    });
    expect(nodeAt(machine.node, 'States', 'A', 'Comment')).toMatchObject({ template: 'in ${Stage} at ${Where}' });
  });
});

describe('a file', () => {
  it('is one machine, however many templates use it', async () => {
    const uses = template(SAM, { DefinitionUri: 'flow.json' });
    const { machines } = await find({ 'a.json': uses, 'flow.json': JSON_FLOW, 'z.json': uses });
    expect(machines).toHaveLength(1);
    expect(machines[0]!.declarations).toHaveLength(2);
  });

  it('that is no UTF-8 is a problem once, however many templates use it', async () => {
    const uses = template(SAM, { DefinitionUri: 'flow.asl.json' });
    const { problems } = await find({ 'a.json': uses, 'flow.asl.json': Buffer.from([0x7b, 0xff]), 'z.json': uses });
    expect(problems).toHaveLength(1);
  });

  it.each<[string, string, boolean]>([
    ['a definition by name', '{"StartAt": "A"}', true],
    ['a definition by name that is empty of both', '{"Comment": "x"}', true],
  ])('counts as %s', async (_, text, expected) => {
    expect((await find({ 'a.asl.json': text })).machines.length > 0).toBe(expected);
  });

  it.each(['[1]', '"text"', '5', 'null'])(
    'that is a definition by name but no object is a problem: %s',
    async (text) => {
      expect((await find({ 'a.asl.json': text })).problems).toHaveLength(1);
      expect((await find({ 'a.asl.yaml': text })).problems).toHaveLength(1);
    },
  );

  it('that only mentions a state machine is passed by in a walk, and noted when it is named', async () => {
    const text = `# ${SAM}: StartAt, States\nname: x\n`;
    expect(await find({ 'a.yaml': text })).toMatchObject({ machines: [], problems: [], notes: [] });
    expect((await find({ 'a.yaml': text }, { named: true })).notes).toHaveLength(1);
  });

  it('that does not parse is a problem in a walk only if it looks like one', async () => {
    const broken = {
      'a.json': '{"StartAt": ',
      'b.json': `{"Type": "${SAM}"`,
      'c.json': '{"StartAt" "States"',
      'd.json': '{',
    };
    expect((await find(broken)).problems.map((problem) => problem.split(' ').at(-1)?.split(':')[0])).toEqual([
      'b.json',
      'c.json',
    ]);
    expect((await find(broken, { named: true })).problems).toHaveLength(4);
  });
});
