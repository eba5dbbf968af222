/**
 * Fixes in CDK source, judged from outside: each app is fixed, must still type-check and synthesise, and what CDK then
 * makes of it must be what the same fixes make of the definition that CDK synthesised before. Where a fix is refused the
 * source stays as it is. The fixed sources are in `fixed/`, to be read.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixFiles } from '../../support/fix-files.ts';
import type { FixedFiles } from '../../support/fix-files.ts';
import { synthesise } from '../synthesise.ts';
import { withModes } from './inline-mode.ts';
import { typeErrors } from './type-check.ts';

interface App {
  readonly name: string;
  readonly entry: string;
  readonly text: string;
}

function appsIn(folder: string): readonly App[] {
  const root = path.join(import.meta.dirname, folder);
  return readdirSync(root).map((name) => {
    const entry = path.join(root, name);
    return { name, entry, text: readFileSync(entry, 'utf8') };
  });
}

async function fix({ name, text }: App): Promise<FixedFiles & { readonly text: string }> {
  const fixed = await fixFiles({ [`lib/${name}`]: text });
  return { ...fixed, text: String(fixed.files[`lib/${name}`]) };
}

async function definitionsOf(app: App): Promise<Readonly<Record<string, unknown>>> {
  const machines = await synthesise({ ...app, name: app.name });
  return Object.fromEntries(machines.map(({ constructId, definition }) => [constructId, definition]));
}

/** The definitions as the same rules fix them where they stand alone. */
async function fixedAlone(definitions: Readonly<Record<string, unknown>>, only: readonly string[]): Promise<unknown> {
  const entries = Object.entries(definitions).map(([name, definition]) => [
    `${name}.asl.json`,
    JSON.stringify(definition, undefined, 2),
  ]);
  const { files } = await fixFiles(Object.fromEntries(entries) as Readonly<Record<string, string>>, { only });
  const fixed = Object.entries(files).map(([file, text]) => [file.replace('.asl.json', ''), parsed(String(text))]);
  return withModes(definitions, Object.fromEntries(fixed));
}

function parsed(text: string): unknown {
  return JSON.parse(text) as unknown;
}

const APPS = appsIn('apps');
const REFUSED = appsIn('refused');

describe('fixes in CDK source', () => {
  it.each(APPS.map((app) => [app.name, app] as const))(
    '%s is fixed as its definition is',
    { timeout: 60_000 },
    async (_, app) => {
      const fixed = await fix(app);
      const rules = [...(fixed.result.fixed?.keys() ?? [])];
      expect(rules, 'an app without a fix').not.toEqual([]);
      await expect(fixed.text).toMatchFileSnapshot(`fixed/${app.name}`);
      const [before, after] = [await definitionsOf(app), await definitionsOf({ ...app, text: fixed.text })];
      expect(Object.keys(before).length).toBeGreaterThan(0);
      expect(after).toEqual(await fixedAlone(before, rules));
      expect((await fix({ ...app, text: fixed.text })).changed, 'a second run').toEqual([]);
    },
  );

  it('leave apps that type-check', { timeout: 120_000 }, async () => {
    const sources = APPS.filter(({ name }) => name.endsWith('.ts'));
    const fixed = await Promise.all(sources.map(async (app) => ({ ...app, text: (await fix(app)).text })));
    expect(typeErrors([...sources, ...REFUSED]), 'before').toEqual([]);
    expect(typeErrors(fixed), 'after').toEqual([]);
    const [first] = fixed;
    const broken = { ...first!, text: first!.text.replace('JitterType.FULL', 'JitterType.SOME') };
    expect(typeErrors([broken]).join(), 'the check sees an error').toContain("'SOME' does not exist");
  });

  it('are refused where the code says more than one state, with the reason', async () => {
    const lines: string[] = [];
    for (const app of REFUSED) {
      const { result, changed } = await fix(app);
      expect(changed, app.name).toEqual([]);
      const reasons = result.diagnostics.flatMap(({ state, refusedFixes }) =>
        refusedFixes.map(({ title, reason }) => `${app.name} ${state ?? ''}: ${title}: ${reason}`),
      );
      expect(reasons.length, app.name).toBeGreaterThan(0);
      lines.push(...reasons);
    }
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('refusals.txt');
  });
});
