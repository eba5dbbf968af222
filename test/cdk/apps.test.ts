/**
 * CDK source against CDK itself: the sample apps are synthesised with the real library, and every machine that is read
 * from their source is held against its template. What is read is equal, or marked as unknown; it is never wrong.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { lint } from '../../src/engine/run.ts';
import { selectRules } from '../../src/engine/selection.ts';
import { loadProject } from '../../src/project/load.ts';
import { RULES } from '../../src/rules/index.ts';
import type { Machine } from '../../src/asl/model.ts';
import { RunFiles } from '../../src/cli/file-system.ts';
import { SERVICES } from '../support/services.ts';
import { addScore, compare, newScore } from './compare.ts';
import type { Score } from './compare.ts';
import type { HostSpan } from '../../src/text/layer.ts';
import { filesOf, sampleApps, synthesise } from './synthesise.ts';
import type { SampleApp } from './synthesise.ts';

const FILES = new RunFiles(path.join(import.meta.dirname, '../..'), false);
const APPS = sampleApps();

function inputsOf(app: SampleApp): readonly { path: string; named: boolean; bytes: Uint8Array }[] {
  return filesOf(app).map((file) => ({ path: file, named: false, bytes: readFileSync(file) }));
}

async function readMachines(app: SampleApp): Promise<readonly Machine[]> {
  const machines: Machine[] = [];
  for await (const item of loadProject(inputsOf(app), FILES, { perDeclaration: true })) {
    if (item.kind === 'problem') throw new Error(item.message);
    if (item.kind === 'machine') machines.push(item.machine);
  }
  return machines;
}

function placeOf({ file, start, end }: HostSpan): string {
  const { line, column } = file.position(start);
  return `${path.basename(file.path)}:${line}:${column} «${file.text.slice(start, Math.min(end, start + 60))}»`;
}

async function judge(app: SampleApp): Promise<Score> {
  const score = newScore();
  const read = [...(await readMachines(app))];
  for (const { constructId, definition } of await synthesise(app)) {
    const found = read.findIndex(({ declarations }) => declarations[0]?.resource?.logicalId === constructId);
    const machine = found < 0 ? undefined : read.splice(found, 1)[0];
    if (definition !== undefined && machine === undefined && !UNREAD.has(`${app.name} ${constructId}`)) {
      score.wrong.push(`${app.name}: ${constructId} is not read`);
    }
    if (machine !== undefined && definition !== undefined)
      compare(machine.node, definition, `${app.name}/${constructId}`, score);
    else if (definition !== undefined) compare({ ...UNKNOWN }, definition, `${app.name}/${constructId}`, score);
  }
  for (const machine of read) score.wrong.push(`${app.name}: ${machine.name} is read, but not made`);
  return score;
}

/** Machines whose definition cannot be known from the source. */
const UNREAD: ReadonlySet<string> = new Set(['text-replaced Replaced']);

const UNKNOWN = {
  kind: 'unknown',
  why: 'not read',
  bare: true,
  mayBeAbsent: false,
  layer: undefined as never,
  start: 0,
  end: 0,
  content: () => undefined,
} as const;

describe('CDK apps', () => {
  const total = newScore();

  it('are at least forty', () => {
    expect(APPS.length).toBeGreaterThanOrEqual(40);
  });

  it.each(APPS.map((app) => [app.name, app] as const))(
    '%s is read as CDK synthesises it',
    { timeout: 60_000 },
    async (_, app) => {
      const score = await judge(app);
      addScore(total, score);
      expect(score.wrong).toEqual([]);
      expect(score.fields, 'an app without a machine').toBeGreaterThan(0);
    },
  );

  it('are read nearly whole', () => {
    const share = (part: number, whole: number): number => Math.round((1000 * part) / whole) / 10;
    const states = share(total.statesEqual, total.states);
    const fields = share(total.fieldsEqual, total.fields);
    const unknown = share(total.fieldsUnknown, total.fields);
    process.stdout.write(
      `states: ${total.statesEqual} of ${total.states} (${states} %), fields: ${total.fieldsEqual} of ${total.fields} ` +
        `(${fields} %), unknown ${unknown} %, wrong ${total.wrong.length}\n`,
    );
    expect(states).toBeGreaterThanOrEqual(95);
    expect(fields).toBeGreaterThanOrEqual(85);
  });

  it('have the findings that were read, and no others', async () => {
    const inputs = APPS.flatMap(inputsOf);
    const selection = selectRules(RULES, { preset: 'recommended', only: [], skip: [], levels: new Map() });
    const { diagnostics } = await lint(loadProject(inputs, FILES, { perDeclaration: false }), selection, SERVICES);
    const lines = diagnostics.map(
      ({ rule, severity, primary, message }) => `${placeOf(primary)} ${severity} ${rule}: ${message}`,
    );
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('findings.txt');
  });
});
