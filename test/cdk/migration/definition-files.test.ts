/**
 * Programs whose definition is a file beside them: the file, its substitutions and the rights of the machine change
 * together. CDK hands such a file on as an asset, so that the judge is what it hands on.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { Workshop, appsIn, templatesIn, textOf } from './apps.ts';
import type { App } from './apps.ts';
import { migrate } from './migrate.ts';

const APPS = appsIn('file-apps');
const workshop = new Workshop();
afterAll(() => {
  workshop.close();
});

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

async function synthesised(app: App, under: string): Promise<{ definition: unknown; resources: readonly Resource[] }> {
  const output = await workshop.synthesise(app, under);
  const [template = ''] = templatesIn(output);
  const { Resources } = JSON.parse(textOf(output, template)) as { Resources: Readonly<Record<string, Resource>> };
  const definitions = Object.keys(output).filter((name) => /^asset\.[0-9a-f]+\.json$/.test(name));
  expect(definitions).toHaveLength(1);
  return { definition: JSON.parse(textOf(output, definitions[0]!)), resources: Object.values(Resources) };
}

const rightsIn = (resources: readonly Resource[]): string =>
  JSON.stringify(resources.filter(({ Type }) => Type === 'AWS::IAM::Policy').map(({ Properties }) => Properties));

describe('definitions in files of their own', () => {
  it.each(APPS.map((app) => [app.name, app] as const))('%s', { timeout: 60_000 }, async (_, app) => {
    const before = await synthesised(app, 'before');
    const fixed = await migrate(app.files);
    expect(fixed.changed).toEqual(['lib/grading.asl.json', 'main.ts']);
    const now = { ...app, files: fixed.files };
    const after = await synthesised(now, 'after');

    expect(JSON.stringify(before.definition)).toContain('lambda:invoke');
    expect(after.definition).toEqual(JSON.parse(textOf(fixed.files, 'lib/grading.asl.json')));
    expect(JSON.stringify(after.definition)).toContain('aws-sdk:bedrockruntime:converse');
    const machine = after.resources.find(({ Type }) => Type === 'AWS::StepFunctions::StateMachine');
    expect(machine?.Properties.DefinitionSubstitutions).toEqual({ School: 'Northern Primary' });

    const count = (text: string): number => text.split('"bedrock:InvokeModel"').length - 1;
    expect(count(rightsIn(after.resources)) - count(rightsIn(before.resources))).toBe(1);
    expect((await migrate(fixed.files)).changed, 'a second run').toEqual([]);
    for (const name of fixed.changed)
      await expect(textOf(fixed.files, name)).toMatchFileSnapshot(`fixed/${app.name}/${name}`);
  });
});
