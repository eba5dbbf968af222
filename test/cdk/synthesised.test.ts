/**
 * Synthesised output and the source that makes it, with the real library: findings in a template point at the source,
 * through stages, nested stacks and several machines of one class, and what both say is said of the source alone.
 */
import { cpSync, mkdtempSync, realpathSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discover } from '../../src/cli/discover.ts';
import { RunFiles } from '../../src/cli/file-system.ts';
import type { Diagnostic } from '../../src/engine/diagnostic.ts';
import { lint } from '../../src/engine/run.ts';
import { selectRules } from '../../src/engine/selection.ts';
import { loadProject } from '../../src/project/load.ts';
import { RULES } from '../../src/rules/index.ts';
import { SERVICES } from '../support/services.ts';
import { synthesiseInto } from './synthesise.ts';

const FOLDER = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'cdk-linked-')));
const TIMEOUT = { timeout: 60_000 };

beforeAll(async () => {
  const app = { name: 'linked', entry: path.join(import.meta.dirname, 'linked-app/main.ts') };
  cpSync(path.dirname(app.entry), FOLDER, { recursive: true });
  await synthesiseInto(path.join(FOLDER, 'cdk.out'), app);
}, 60_000);

afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

async function findings(paths: readonly string[], only: readonly string[] = []): Promise<readonly Diagnostic[]> {
  const files = new RunFiles(FOLDER, false);
  const { inputs } = await discover(paths, FOLDER, files);
  const selection = selectRules(RULES, { preset: 'recommended', only, skip: [], levels: new Map() });
  return (await lint(loadProject(inputs, files, { perDeclaration: false }), selection, SERVICES)).diagnostics;
}

/** Where a finding is, and where the source is that it names. */
function linesOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ primary, state, related }) => {
    const source = related.find(({ note }) => note.startsWith('CDK makes'));
    const { line } = source?.span.file.position(source.span.start) ?? { line: 0 };
    const file = path.basename(primary.file.path).replace(/[0-9A-F]{8}(?=\.)/, '');
    return `${file} ${state ?? ''}: ${source?.span.file.path ?? 'no source'}:${line}`;
  });
}

describe('synthesised output', () => {
  it('is linked to the program above it', TIMEOUT, async () => {
    expect([...linesOf(await findings(['cdk.out'], ['missing-throttling-retry']))].sort()).toEqual([
      'Intake.template.json Ask: lib/review.ts:11',
      'Intake.template.json Ask: lib/review.ts:11',
      'IntakeSorting.nested.template.json Sort: lib/intake.ts:10',
      'LiveDesk.template.json Find: lib/desk.ts:9',
      'TestDesk.template.json Find: lib/desk.ts:9',
    ]);
  });

  it('is linked for a finding of the machine itself', TIMEOUT, async () => {
    const lines = linesOf(await findings(['cdk.out'], ['missing-logging']));
    expect([...lines].sort()).toEqual([
      'Intake.template.json : lib/review.ts:18',
      'Intake.template.json : lib/review.ts:18',
      'IntakeSorting.nested.template.json : lib/intake.ts:14',
      'LiveDesk.template.json : lib/desk.ts:16',
      'TestDesk.template.json : lib/desk.ts:16',
    ]);
  });

  it('does not repeat what is said of the source', TIMEOUT, async () => {
    const rules = ['missing-throttling-retry', 'missing-model-permission', 'missing-quota-fallback'];
    const both = await findings(['.', 'cdk.out'], rules);
    const source = await findings(['.'], rules);
    expect(source.length).toBeGreaterThan(0);
    expect(linesOf(both)).toEqual(linesOf(source));
  });

  it('keeps what only the template shows', TIMEOUT, async () => {
    const both = await findings(['.', 'cdk.out'], ['missing-logging']);
    expect(both).toHaveLength(5);
    expect(await findings(['.'], ['missing-logging'])).toEqual([]);
  });

  it('is not linked where the source has changed since', TIMEOUT, async () => {
    const file = path.join(FOLDER, 'lib/desk.ts');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before.replace("'Find'", "'Search'"));
    const lines = linesOf(await findings(['cdk.out'], ['missing-throttling-retry']));
    writeFileSync(file, before);
    expect(lines.filter((line) => line.includes(' Find'))).toHaveLength(2);
    expect(lines.filter((line) => line.endsWith('Find: no source:0'))).toHaveLength(2);
  });

  it('is not linked where two places may be meant', TIMEOUT, async () => {
    const copy = path.join(FOLDER, 'lib/review-again.ts');
    const main = path.join(FOLDER, 'main.ts');
    const before = readFileSync(main, 'utf8');
    cpSync(path.join(FOLDER, 'lib/review.ts'), copy);
    // Nothing says in which of the two classes the machines of the template are made.
    writeFileSync(main, '');
    writeFileSync(path.join(FOLDER, 'lib/intake.ts.off'), readFileSync(path.join(FOLDER, 'lib/intake.ts')));
    rmSync(path.join(FOLDER, 'lib/intake.ts'));
    const lines = linesOf(await findings(['cdk.out'], ['missing-throttling-retry']));
    cpSync(path.join(FOLDER, 'lib/intake.ts.off'), path.join(FOLDER, 'lib/intake.ts'));
    rmSync(path.join(FOLDER, 'lib/intake.ts.off'));
    rmSync(copy);
    writeFileSync(main, before);
    expect(lines.filter((line) => line.endsWith('Ask: no source:0'))).toHaveLength(2);
    expect(readdirSync(path.join(FOLDER, 'lib'))).not.toContain('review-again.ts');
  });
});
