/**
 * Migration in CDK source, judged from outside: CDK synthesises each app, its templates are migrated, and the program is
 * migrated. What CDK makes of the migrated program must have the definitions, rights and findings of the migrated
 * templates. To be read: `templates.txt`, what the judge comes to; `fixed/`, the migrated sources; `not-migrated.txt`,
 * what the templates can do and the source cannot; `refusals.txt`, why the apps in `refused/` stay as they are.
 */
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readHandlers } from '../../../src/cli/read-handlers.ts';
import { lint } from '../../../src/engine/run.ts';
import { selectRules } from '../../../src/engine/selection.ts';
import { loadProject } from '../../../src/project/load.ts';
import { RULES } from '../../../src/rules/index.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import type { FileTable } from '../../support/memory-files.ts';
import { SERVICES } from '../../support/services.ts';
import { typeErrors } from '../fixes/type-check.ts';
import type { Source } from '../fixes/type-check.ts';
import { Workshop, appsIn, programOf, templatesIn, textOf } from './apps.ts';
import type { App } from './apps.ts';
import { changedTasks, differenceOfRights, inOrderOfCdk, inTermsOf } from './judge.ts';
import { migrate } from './migrate.ts';
import type { Migrated } from './migrate.ts';
import { asWritten, definitionsOf, rightsOf } from './template.ts';
import type { Data, Template } from './template.ts';

const APPS = appsIn('apps');
const REFUSED = appsIn('refused');
const TIMEOUT = { timeout: 120_000 };

const workshop = new Workshop();
afterAll(() => workshop.close());

/** The templates of an app as a person would have them, with the code of its functions. */
async function deployed(app: App, under: string): Promise<FileTable> {
  const output = await workshop.synthesise(app, under);
  const written = templatesIn(output).map((name): readonly [string, string] => {
    const template = JSON.parse(textOf(output, name)) as Template;
    return [name, JSON.stringify(asWritten(template), undefined, 1)];
  });
  return { ...output, ...Object.fromEntries(written) };
}

function templateOf(output: FileTable, name: string): Template {
  return JSON.parse(textOf(output, name)) as Template;
}

/** The definition of each machine, by template and logical id. */
function machinesOf(output: FileTable): Readonly<Record<string, Data>> {
  const all = templatesIn(output).flatMap((name) =>
    Object.entries(definitionsOf(templateOf(output, name))).map(([id, definition]) => [`${name} ${id}`, definition]),
  );
  return Object.fromEntries(all) as Readonly<Record<string, Data>>;
}

function tasksChanged(before: FileTable, after: FileTable): ReadonlySet<string> {
  const news = machinesOf(after);
  return new Set(
    Object.entries(machinesOf(before)).flatMap(([name, definition]) => changedTasks(definition, news[name] ?? null)),
  );
}

interface Judged {
  /** What CDK makes of the app, with templates as people write them. */
  readonly before: FileTable;
  readonly judged: Migrated;
  /** Names of the tasks that the templates can do without. */
  readonly possible: ReadonlySet<string>;
}
const judgements = new Map<App, Promise<Judged>>();

function judge(app: App): Promise<Judged> {
  const known = judgements.get(app) ?? makeJudgement(app);
  judgements.set(app, known);
  return known;
}

async function makeJudgement(app: App): Promise<Judged> {
  const before = await deployed(app, 'before');
  const judged = await migrate(before);
  return { before, judged, possible: tasksChanged(before, judged.files) };
}

/** Rules of the strict preset that have errors or warnings. */
async function rulesFound(output: FileTable): Promise<ReadonlySet<string>> {
  const files = new MemoryFiles(output);
  const selection = selectRules(RULES, { preset: 'strict', only: [], skip: [], levels: new Map() });
  const items = loadProject(files.inputs(), files, { perDeclaration: false });
  const { diagnostics } = await lint(items, selection, SERVICES, { migrate: readHandlers(files) });
  return new Set(
    diagnostics.filter(({ severity }) => severity === 'error' || severity === 'warning').map(({ rule }) => rule),
  );
}

/** Why the tasks of a program stay, by the name of the state. */
function reasonsOf({ tasks, diagnostics }: Migrated, name: string): readonly string[] {
  const refused = diagnostics
    .filter(({ state }) => state === name)
    .flatMap(({ refusedFixes }) => refusedFixes.map(({ reason }) => reason));
  const own = tasks.filter((task) => task.name === name).flatMap(({ reasons }) => reasons);
  return [...new Set([...own, ...refused])];
}

/** What a machine may do with models, and whom it may invoke. */
const RIGHTS = /^(?:bedrock|bedrock-agentcore|lambda|\*)(?::|$)/;

interface Seen {
  readonly app: string;
  readonly task: string;
  readonly template: string;
  readonly source: string;
  readonly reasons: readonly string[];
}
const seen: Seen[] = [];
/** Names of the apps that were tried. */
const tried = new Set<string>();

/** Programs after their migration, for the compiler. */
const migratedApps: App[] = [];

function note(app: App, judged: Migrated, fixed: Migrated, migrated: ReadonlySet<string>): void {
  tried.add(app.name);
  const names = new Set([...judged.tasks, ...fixed.tasks].map(({ name }) => name));
  const verdictIn = ({ tasks }: Migrated, name: string): string =>
    tasks.find((task) => task.name === name)?.verdict ?? 'not seen';
  for (const name of names) {
    const isMigrated = migrated.has(name);
    const source = verdictIn(fixed, name);
    seen.push({
      app: app.name,
      task: name,
      template: verdictIn(judged, name),
      source: isMigrated ? `${source}, migrated` : source,
      reasons: isMigrated ? [] : reasonsOf(fixed, name),
    });
  }
}

describe('templates of CDK', () => {
  it.each(APPS.map((app) => [app.name, app] as const))('%s has something to migrate', TIMEOUT, async (_, app) => {
    const { judged, possible } = await judge(app);
    expect(judged.tasks.length).toBeGreaterThan(0);
    for (const { name, verdict } of judged.tasks)
      expect(possible.has(name), name).toBe(verdict === 'safe' || verdict === 'guarded');
    expect([...possible]).not.toEqual([]);
  });

  it('have the decisions that they should', TIMEOUT, async () => {
    const lines: string[] = [];
    for (const app of [...APPS, ...REFUSED]) {
      const { judged } = await judge(app);
      if (judged.tasks.length === 0) lines.push(`${app.name}: no Lambda task`);
      for (const { name, verdict, reasons, guards } of judged.tasks)
        lines.push(`${app.name} | ${name}: ${verdict}`, ...[...reasons, ...guards].map((text) => `  ${text}`));
    }
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('templates.txt');
  });
});

describe('migration in CDK source', () => {
  it.each(APPS.map((app) => [app.name, app] as const))(
    '%s becomes what its template becomes',
    TIMEOUT,
    async (_, app) => {
      const { before, judged, possible } = await judge(app);
      const fixed = await migrate(app.files);
      expect(programOf(app)).toEqual(expect.arrayContaining([...fixed.changed]));
      if (fixed.changed.length === 0) {
        note(app, judged, fixed, new Set());
        return;
      }
      const now: App = { ...app, files: fixed.files };
      const after = await deployed(now, 'after');
      migratedApps.push(now);

      const migrated = tasksChanged(before, after);
      note(app, judged, fixed, migrated);
      expect([...migrated], 'a change that migrates nothing').not.toEqual([]);
      expect([...possible], 'what the templates cannot do').toEqual(expect.arrayContaining([...migrated]));
      for (const task of judged.tasks.filter(({ name }) => migrated.has(name)))
        expect(fixed.tasks.find(({ name }) => name === task.name)?.verdict, task.name).toBe(task.verdict);
      const wanted = migrated.size === possible.size ? judged : await migrate(before, { wanted: migrated });

      const [expected, made] = [machinesOf(wanted.files), machinesOf(after)];
      expect(Object.keys(made)).toEqual(Object.keys(expected));
      for (const [name, definition] of Object.entries(made)) {
        const ordered = inOrderOfCdk(expected[name]!);
        expect(inTermsOf(ordered, definition), name).toEqual(ordered);
        const [file, id] = name.split(' ') as [string, string];
        const rights = rightsOf(templateOf(after, file), id, RIGHTS);
        const others = rightsOf(templateOf(wanted.files, file), id, RIGHTS);
        // A right to invoke that the program gives by a call of its own stays there.
        const had = rightsOf(templateOf(before, file), id, RIGHTS).filter(({ action }) => action.startsWith('lambda:'));
        const difference = differenceOfRights([...others, ...had], rights, definition);
        expect(difference, `rights of ${name}`).toEqual({ widened: [], lost: [] });
      }

      const known = await rulesFound(wanted.files);
      expect(
        [...(await rulesFound(after))].filter((rule) => !known.has(rule)),
        'new findings',
      ).toEqual([]);
      expect((await migrate(fixed.files)).changed, 'a second run').toEqual([]);
      const verdicts = new Set(judged.tasks.flatMap(({ name, verdict }) => (migrated.has(name) ? [verdict] : [])));
      const safe = await migrate(app.files, { safeties: ['safe'] });
      if (!verdicts.has('guarded')) expect(safe.files).toEqual(fixed.files);
      else if (!verdicts.has('safe')) expect(safe.changed).toEqual([]);
      else {
        expect(safe.changed).not.toEqual([]);
        expect(safe.files).not.toEqual(fixed.files);
      }
      for (const name of fixed.changed)
        await expect(textOf(fixed.files, name)).toMatchFileSnapshot(`fixed/${app.name}/${name}`);
    },
  );

  it.each(REFUSED.map((app) => [app.name, app] as const))(
    '%s stays as it is, with the reason',
    TIMEOUT,
    async (_, app) => {
      const { judged } = await judge(app);
      const fixed = await migrate(app.files);
      note(app, judged, fixed, new Set());
      expect(fixed.changed).toEqual([]);
      const stays = fixed.tasks.filter(({ verdict }) => verdict !== 'noModel');
      const reasons = stays.map(({ name }) => reasonsOf(fixed, name));
      expect(
        reasons.every((one) => one.length > 0),
        'a task without a reason',
      ).toBe(true);
      expect(reasons.length > 0 || judged.tasks.length === 0, 'no task of the program is seen').toBe(true);
    },
  );

  it('leaves programs that compile, with nothing in them that is not used', TIMEOUT, () => {
    for (const app of [...APPS, ...REFUSED]) workshop.place(app, 'before');
    const originals = [...APPS, ...REFUSED].flatMap((app) => sourcesOf(app, 'before'));
    expect(migratedApps.length, 'apps that came so far').toBeGreaterThan(0);
    const migrated = migratedApps.flatMap((app) => sourcesOf(app, 'after'));
    // A function in a private field stays there, also where the task was all that read it.
    const known = "mail-router/main.ts: 'classifyFn' is declared but its value is never read.";
    const errors = typeErrors([...originals, ...migrated], { noUnusedLocals: true });
    expect(errors.filter((error) => !error.endsWith(known))).toEqual([]);
    const [first] = migrated;
    const broken = { ...first!, text: `${first!.text}\nconst unused: number = 'a text';\n` };
    expect(typeErrors([broken]).join(), 'the check sees an error').toContain('not assignable');
  });

  it('says of every task that it leaves why it does', async () => {
    process.stdout.write(`${tableOf(seen)}\n`);
    expect(tried.size, 'apps that came so far').toBe(APPS.length + REFUSED.length);
    const names = new Set(APPS.map(({ name }) => name));
    const left = seen.filter(({ source }) => !source.endsWith('migrated') && source !== 'noModel');
    const linesOf = (tasks: readonly Seen[]): string =>
      tasks.map(({ app, task, template, reasons }) => `${app} ${task} (${template}): ${reasons.join('; ')}\n`).join('');
    const kept = left.filter(({ app, template }) => names.has(app) && (template === 'safe' || template === 'guarded'));
    expect(kept.filter(({ reasons }) => reasons.length === 0)).toEqual([]);
    expect(kept.length / seen.filter(({ app }) => names.has(app)).length, 'share of tasks that stay').toBeLessThan(0.5);
    await expect(linesOf(kept)).toMatchFileSnapshot('not-migrated.txt');
    await expect(linesOf(left.filter(({ app }) => !names.has(app)))).toMatchFileSnapshot('refusals.txt');
  });
});

function sourcesOf(app: App, under: string): readonly Source[] {
  const folder = path.join(workshop.root, under, app.name);
  return programOf(app)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ entry: path.join(folder, name), text: textOf(app.files, name) }));
}

function tableOf(rows: readonly Seen[]): string {
  return rows.map(({ app, task, template, source }) => `${app} | ${task} | ${template} | ${source}`).join('\n');
}
