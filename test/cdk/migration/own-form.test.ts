/**
 * Templates as `cdk synth` writes them, unchanged: definitions that `Fn::Join` puts together, assets, policies in parts. What
 * is decided of them is what is decided of the same templates in the form in which people write them. Nothing is written into
 * them, and it is said what to change in their place.
 */
import { afterAll, describe, expect, it } from 'vitest';
import type { FileTable } from '../../support/memory-files.ts';
import { Workshop, appsIn, templatesIn, textOf } from './apps.ts';
import type { App } from './apps.ts';
import { migrate } from './migrate.ts';
import type { Migrated } from './migrate.ts';
import { asWritten } from './template.ts';
import type { Template } from './template.ts';

const workshop = new Workshop();
afterAll(() => workshop.close());

const TIMEOUT = { timeout: 60_000 };

/** Each with something of its own: assets, inline code, JavaScript, a Map, a shared function, a role that is shared, aliases. */
const CHOSEN: readonly string[] = [
  'brief-parallel',
  'inline-translator',
  'letters-commonjs',
  'model-parameter',
  'review-map',
  'shared-function',
  'ticket-summary',
  'alias',
  'boundary',
  'managed-policy',
  'not-waited-for',
  'role-shared',
  'token-in-payload',
];

const APPS = [...appsIn('apps'), ...appsIn('refused')].filter(({ name }) => CHOSEN.includes(name));

function changed(output: FileTable, change: (template: Template) => Template): FileTable {
  const made = templatesIn(output).map((name) => {
    const template = JSON.parse(textOf(output, name)) as Template;
    return [name, JSON.stringify(change(template), undefined, 1)] as const;
  });
  return { ...output, ...Object.fromEntries(made) };
}

/** As with `--no-path-metadata`, so that nothing in the template says who makes it. */
function anonymous({ Resources, ...rest }: Template): Template {
  const own = Object.entries(Resources).map(([id, { Metadata: _, ...resource }]) => [id, resource] as const);
  return { ...rest, Resources: Object.fromEntries(own) };
}

function refusedIn({ diagnostics }: Migrated): readonly string[] {
  return [...new Set(diagnostics.flatMap(({ refusedFixes }) => refusedFixes.map(({ reason }) => reason)))];
}

describe('a synthesised template', () => {
  const rows = APPS.map((app) => [app.name, app] as const);

  it('is there for every app that is meant', () => {
    expect(APPS.map(({ name }) => name).sort()).toEqual([...CHOSEN].sort());
  });

  it.each(rows)('%s is decided on as one that people write', TIMEOUT, async (_, app: App) => {
    const output = await workshop.synthesise(app, 'own');
    const expected = (await migrate(changed(output, asWritten))).tasks;
    expect(expected.length).toBeGreaterThan(0);
    const own = await migrate(output);
    expect(own.tasks).toEqual(expected);
    expect(own.changed).toEqual([]);
    const nameless = await migrate(changed(output, anonymous));
    expect(nameless.tasks).toEqual(expected);
    expect(nameless.changed).toEqual([]);
    const isPossible = expected.some(({ verdict }) => verdict === 'safe' || verdict === 'guarded');
    expect(refusedIn(own)).toEqual(isPossible ? [expect.stringContaining('change the app that makes it')] : []);
    expect(refusedIn(nameless)).toEqual(
      isPossible ? [expect.stringContaining('change the program that makes the template')] : [],
    );
  });
});
