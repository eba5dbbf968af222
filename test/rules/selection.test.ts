/** What the fixtures cannot show, because they run one rule by name: presets, levels, and the places beside a finding. */
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/engine/diagnostic.ts';
import { fixtureCases } from '../support/fixture-cases.ts';
import { lintFiles } from '../support/lint-files.ts';
import type { FileTable } from '../support/memory-files.ts';

function filesOf(rule: string, name: string): FileTable {
  const found = fixtureCases(rule, 'invalid').find((fixture) => fixture.name === name);
  if (found === undefined) throw new TypeError(`${rule} has no invalid fixture ${name}`);
  return found.files;
}

async function only(rule: string, files: FileTable, preset: 'recommended' | 'strict'): Promise<readonly Diagnostic[]> {
  const { diagnostics } = await lintFiles(files, { preset });
  return diagnostics.filter((diagnostic) => diagnostic.rule === rule);
}

/** The text at each related place, with its note. */
function relatedTexts({ related }: Diagnostic): readonly string[] {
  return related.map(({ span, note }) => `${span.file.path}: ${span.file.text.slice(span.start, span.end)}: ${note}`);
}

describe('unbounded-map', () => {
  it('leaves Maps without costly calls to the strict preset', async () => {
    for (const name of ['passes-only', 'cheap-calls-only', 'workers-of-an-activity']) {
      const files = filesOf('unbounded-map', name);
      expect(await only('unbounded-map', files, 'recommended')).toEqual([]);
      expect((await only('unbounded-map', files, 'strict')).map(({ severity }) => severity)).toContain('note');
    }
  });

  it('warns of costly ones in the recommended preset', async () => {
    const found = await only('unbounded-map', filesOf('unbounded-map', 'doc'), 'recommended');
    expect(found.map(({ severity }) => severity)).toEqual(['warning']);
    expect(found.flatMap(relatedTexts)).toEqual(['doc.asl.json: "Summarise": each iteration reaches this state']);
  });

  it('names every template that uses the definition', async () => {
    const [found] = await only('unbounded-map', filesOf('unbounded-map', 'two-templates-agree'), 'recommended');
    expect(found === undefined ? [] : relatedTexts(found)).toEqual([
      'scan.asl.json: "Scan": each iteration reaches this state',
      'blue.yaml: Scan: declared here as Scan',
      'green.yaml: Scan: declared here as Scan',
    ]);
  });
});

describe('retried-validation-error', () => {
  it('shows where a repeated retrier is written', async () => {
    const rule = 'retried-validation-error';
    const found = await only(rule, filesOf(rule, 'shared-retry-in-yaml'), 'recommended');
    expect(found.map(({ state }) => state)).toEqual(['Summarise', 'Translate']);
    expect(found.flatMap(relatedTexts)).toEqual([
      'shared-retry-in-yaml.asl.yaml: "Bedrock.ValidationException": the alias repeats this value',
    ]);
  });
});

describe('missing-quota-fallback', () => {
  it('shows where the paths of a fruitless catcher end', async () => {
    const rule = 'missing-quota-fallback';
    const [found] = await only(rule, filesOf(rule, 'every-choice-fails'), 'recommended');
    expect(found === undefined ? [] : [...relatedTexts(found)].sort()).toEqual([
      'every-choice-fails.asl.json: "Broken": the path ends here',
      'every-choice-fails.asl.json: "Too busy": the path ends here',
    ]);
  });
});

describe('harness-timeout-exceeds-task-timeout', () => {
  const rule = 'harness-timeout-exceeds-task-timeout';

  it('shows the time of the Task beside that of the call', async () => {
    const [found] = await only(rule, filesOf(rule, 'doc'), 'recommended');
    expect(found === undefined ? [] : relatedTexts(found)).toEqual(['doc.asl.json: 300: the Task stops waiting here']);
  });

  it('shows the time of a harness that is declared elsewhere', async () => {
    const [found] = await only(rule, filesOf(rule, 'harness-resource-through-substitution'), 'recommended');
    expect(found === undefined ? [] : relatedTexts(found)).toEqual([
      'template.yaml: 800: the harness sets its time here',
    ]);
  });
});

describe('harness-timeout-exceeds-limit', () => {
  it('alone speaks of a harness above the limit', async () => {
    const files = filesOf('harness-timeout-exceeds-limit', 'task-timeout-below-harness-timeout');
    const { diagnostics } = await lintFiles(files, { preset: 'all' });
    expect(diagnostics.map(({ rule }) => rule).filter((rule) => rule.includes('timeout'))).toEqual([
      'harness-timeout-exceeds-limit',
    ]);
  });
});

describe('unresolved-definition', () => {
  it('does not hide what else the project holds', async () => {
    const files = filesOf('unresolved-definition', 'several-machines');
    const { diagnostics, machineCount } = await lintFiles({ ...files, ...filesOf('inline-prompt', 'doc') });
    expect(machineCount).toBe(2);
    expect(new Set(diagnostics.map(({ rule }) => rule))).toContain('inline-prompt');
  });
});
