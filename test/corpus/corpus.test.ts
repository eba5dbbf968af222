/**
 * The whole tool over real definitions, where they are at hand beside the repository: a machine is read from every
 * file of the index that holds one, nothing fails inside, every position lies in its file, and the number of findings
 * per rule is what `reading.md` judged.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { collectProject, lintCollected, reportCollected } from './run-corpus.ts';

const CORPUS = path.resolve(import.meta.dirname, '../../../shared/corpus');
const INDEX = path.join(CORPUS, 'INDEX.tsv');

interface Row {
  readonly file: string;
  readonly form: string;
}

/** Files from which no machine can be read, and why. */
const NO_MACHINE: Readonly<Record<string, string>> = {
  'aws-samples__step-functions-workflows-collection/emit-and-wait/template.yaml':
    'its definition lies in an S3 bucket (Bucket and Key)',
  'aws-samples__step-functions-workflows-collection/event-sourcing/template.yaml':
    'it is two YAML texts run together and does not parse',
};

/** Files that hold or declare more than one machine. */
const SEVERAL_MACHINES: Readonly<Record<string, number>> = {
  'aws-samples__aws-stepfunctions-examples/sam/app-meeting-summarization/template.yaml': 5,
  'aws-samples__aws-stepfunctions-examples/sam/demo-distributed-map-data-processing/template.yaml': 3,
  'aws-samples__serverless-patterns/sfn-sfn/template.yml': 2,
  'aws-samples__step-functions-workflows-collection/common-error-handling/template.yaml': 2,
  'aws-samples__step-functions-workflows-collection/distributed-map-csv-iterator/sam/template.yml': 2,
  'aws-samples__step-functions-workflows-collection/sfn-sns-task-timer/template.yaml': 2,
  'aws-samples__step-functions-workflows-collection/uml-statemachine/template.yaml': 4,
  'aws-samples__the-aws-step-functions-workshop/static/resources/module_8.yml': 2,
};

function readIndex(): readonly Row[] {
  const [, ...lines] = readFileSync(INDEX, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [file = '', , form = ''] = line.split('\t');
    return { file, form };
  });
}

describe.runIf(existsSync(INDEX))('the corpus', async () => {
  const rows = existsSync(INDEX) ? readIndex() : [];
  const collected = existsSync(INDEX) ? await collectProject(CORPUS) : undefined;
  const result = collected === undefined ? undefined : await lintCollected(collected);

  it('has the rows that this test was written for', () => {
    expect(rows).toHaveLength(189);
  });

  it.each(rows)('gives a machine from $file', ({ file }) => {
    const expected = file in NO_MACHINE ? 0 : (SEVERAL_MACHINES[file] ?? 1);
    expect(collected?.machinesByFile.get(file) ?? 0).toBe(expected);
  });

  it('fails in no rule', () => {
    expect(result?.diagnostics.filter(({ rule }) => rule === 'internal-error')).toEqual([]);
  });

  it('points inside its files, at something', () => {
    for (const { primary, related } of result?.diagnostics ?? []) {
      for (const span of [primary, ...related.map((location) => location.span)]) {
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.end).toBeGreaterThan(span.start);
        expect(span.end).toBeLessThanOrEqual(span.file.text.length);
      }
    }
  });

  it('gives a report of every machine, with all its states drawn and all its findings in', async () => {
    if (collected === undefined || result === undefined) throw new Error('no corpus');
    const [report, markdown = ''] = await reportCollected(collected);
    expect(report.machines).toHaveLength(result.machineCount);
    expect(report.machines.reduce((sum, { states }) => sum + states.total, 0)).toBe(result.stateCount);
    const inMachines = report.machines.reduce((sum, { findings }) => sum + findings.total, 0);
    expect(inMachines + report.others.total).toBe(result.diagnostics.length);
    expect(markdown.match(/^```mermaid$/gm)).toHaveLength(result.machineCount);
    expect(report.machines.filter(({ transitions }) => transitions === undefined)).toEqual([]);
  });

  it('finds per rule what was read and judged', () => {
    const counts: Record<string, number> = {};
    for (const { rule } of result?.diagnostics ?? []) counts[rule] = (counts[rule] ?? 0) + 1;
    expect(counts).toMatchInlineSnapshot(`
      {
        "callback-without-timeout": 10,
        "execution-data-in-logs": 2,
        "inline-prompt": 2,
        "legacy-iterator": 12,
        "misplaced-task-token": 1,
        "missing-cost-tags": 6,
        "missing-default": 4,
        "missing-logging": 67,
        "missing-quota-fallback": 7,
        "missing-substitution": 2,
        "missing-task-timeout": 4,
        "missing-throttling-retry": 5,
        "missing-tracing": 85,
        "missing-version-alias": 106,
        "parse-error": 1,
        "retired-model": 2,
        "retried-validation-error": 2,
        "retry-without-backoff": 4,
        "unbounded-map": 16,
        "unresolved-definition": 2,
        "unused-substitution": 13,
        "wildcard-model-permission": 2,
        "wrong-result-path": 2,
      }
    `);
  });
});
