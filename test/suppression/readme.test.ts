/** The examples of the README: pasted as they are, they do what the text says. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { lintFiles } from '../support/lint-files.ts';
import type { FileTable } from '../support/memory-files.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');

function blocks(title: string, language: string): readonly string[] {
  const section = readme.split(/^### /m).find((part) => part.startsWith(title)) ?? '';
  return [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, found, text = '']) =>
    found === language ? [text] : [],
  );
}

const [yaml = '', template = ''] = blocks('Leave a finding out', 'yaml');
const [json = ''] = blocks('Leave a finding out', 'json');

async function rules(files: FileTable): Promise<{ shown: readonly string[]; hidden: readonly string[] }> {
  const { diagnostics, suppressed } = await lintFiles(files);
  return {
    shown: diagnostics.map(({ rule }) => rule).sort(),
    hidden: suppressed.map(({ diagnostic }) => diagnostic.rule).sort(),
  };
}

describe('the README', () => {
  it('suppresses in YAML', async () => {
    const hidden = ['missing-quota-fallback', 'missing-throttling-retry', 'missing-token-limit'];
    expect(await rules({ 'm.asl.yaml': yaml })).toEqual({ shown: [], hidden });
  });

  it('suppresses in JSON', async () => {
    const { shown, hidden } = await rules({ 'm.asl.json': json });
    expect(hidden).toEqual(['missing-quota-fallback']);
    expect(shown).toEqual(['missing-throttling-retry']);
  });

  it('suppresses in a template', async () => {
    const { shown, hidden } = await rules({ 't.yaml': template, 'answers.asl.json': json });
    expect(hidden).toEqual(['missing-logging', 'missing-quota-fallback', 'missing-tracing']);
    expect(shown).not.toContain('unused-suppression');
  });

  it('configures', () => {
    const schema = JSON.parse(readFileSync(path.join(ROOT, 'schema/sfn-lint.config.schema.json'), 'utf8')) as object;
    const accepts = new Ajv().compile(schema);
    const configurations = blocks('Which rules run', 'jsonc');
    expect(configurations).toHaveLength(2);
    for (const text of configurations) expect(accepts(parse(text)), text).toBe(true);
  });
});
