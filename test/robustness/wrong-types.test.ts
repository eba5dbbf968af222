/** The wrong type in every place: of a definition, of a template, of an intrinsic function. */
import { stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import { jsonTree, valueOf, yamlTree } from '../hosts/trees.ts';
import { allowTime } from './limits.ts';
import { lintSoundly, renderSoundly } from './lint.ts';
import { OTHER_VALUES, pathsIn, replaceAt } from './mutations.ts';
import { SNIPPETS } from './samples.ts';

allowTime();

const [flow, template] = SNIPPETS;
const FLOW = valueOf(jsonTree(flow!.text));
const TEMPLATE = valueOf(yamlTree(template!.text));

/** Every place of a value, with each time some of the other values in it. */
function variants(value: unknown, turns: number): readonly unknown[] {
  let turn = 0;
  return [...pathsIn(value)].flatMap((path) => [
    replaceAt(value, path, 'nothing'),
    ...Array.from({ length: turns }, () =>
      replaceAt(value, path, { value: OTHER_VALUES[(turn += 7) % OTHER_VALUES.length] }),
    ),
  ]);
}

function files(values: readonly unknown[], name: string, write: (value: unknown) => string): Record<string, string> {
  return Object.fromEntries(values.map((value, i) => [`${i}.${name}`, write(value)]));
}

async function survive(content: Readonly<Record<string, string>>): Promise<void> {
  const result = await lintSoundly(content);
  await renderSoundly(content, result);
}

describe('another value in every place', () => {
  it('of a definition', async () => {
    await survive(files(variants(FLOW, 8), 'asl.json', (value) => JSON.stringify(value)));
  });

  it('of a definition in YAML', async () => {
    await survive(files(variants(FLOW, 1), 'asl.yaml', (value) => stringify(value)));
  });

  it('of a definition in a text in a template', async () => {
    const wrap = (value: unknown): string =>
      JSON.stringify({
        Resources: {
          M: {
            Type: 'AWS::StepFunctions::StateMachine',
            Properties: { DefinitionString: { 'Fn::Sub': JSON.stringify(value) } },
          },
        },
      });
    await survive(files(variants(FLOW, 3), 'json', wrap));
  });

  it('of a template', async () => {
    await survive(files(variants(TEMPLATE, 8), 'json', (value) => JSON.stringify(value)));
  });
});

describe('intrinsic functions', () => {
  const NAMES = [
    'Ref',
    'Condition',
    'Fn::Sub',
    'Fn::Join',
    'Fn::GetAtt',
    'Fn::If',
    'Fn::ToJsonString',
    'Fn::Select',
    'Fn::',
  ];

  it.each(NAMES)('take any argument, and any within it: %s', async (name) => {
    const values = OTHER_VALUES.flatMap((value) => [
      { [name]: value },
      { [name]: [value, value] },
      { [name]: ['${a}', { a: { [name]: value } }] },
      { [name]: ['', [{ [name]: value }, value]] },
    ]);
    const machines = values.flatMap((value) => [
      { DefinitionString: value },
      { DefinitionUri: value },
      { DefinitionS3Location: value },
      { Definition: { StartAt: value, States: { A: { Type: 'Task', Resource: value, Parameters: { x: value } } } } },
      { Definition: { StartAt: 'A', States: value }, DefinitionSubstitutions: value, Name: value, Type: value },
    ]);
    const resources = machines.map((Properties, i) => [`M${i}`, { Type: 'AWS::Serverless::StateMachine', Properties }]);
    const text = JSON.stringify({ Resources: Object.fromEntries(resources) as object });
    const result = await lintSoundly({ 'a.json': text });
    expect(result.files).toEqual(['a.json']);
  });
});
