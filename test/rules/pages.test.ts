/**
 * The pages of the rules, as a reader has them: each says all there is to say, and what stands in its code blocks is run.
 * What is reported gives exactly the findings that the page shows, and what is corrected gives none.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../src/rules/index.ts';
import { RESERVED_RULES } from '../../src/rules/reserved.ts';
import type { RuleMeta } from '../../src/rules/rule.ts';
import { findingLine } from '../support/finding-lines.ts';
import { lintFiles } from '../support/lint-files.ts';

const PAGES = path.resolve(import.meta.dirname, '../../docs/rules');

/** Rules of which no example fits on a page, and why. */
const WITHOUT_EXAMPLE: Readonly<Record<string, string>> = {
  'definition-too-large': 'it takes more than a megabyte; generated cases show it',
  'internal-error': 'it comes from a defect of a rule, not from a file',
};

const SECTIONS = ['Why', 'How to mend it', 'Example', 'Messages', 'Options', 'Fix safety', 'References'] as const;

type Section = (typeof SECTIONS)[number];
type Page = Readonly<Partial<Record<Section, string>>>;

/** The text of each section; headings within code are none. */
function pageOf(id: string): Page {
  const text = readFileSync(path.join(PAGES, `${id}.md`), 'utf8').split('<!-- notes -->')[0] ?? '';
  const headings = SECTIONS.flatMap((title) => {
    const at = text.indexOf(`\n## ${title}\n`);
    return at < 0 ? [] : [{ title, at }];
  });
  return Object.fromEntries(
    headings.map(({ title, at }, i) => [
      title,
      text.slice(at + `\n## ${title}\n`.length, headings[i + 1]?.at ?? text.length).trim(),
    ]),
  );
}

interface Example {
  readonly file: string;
  readonly text: string;
  /** The lines that the page shows for it. */
  readonly findings: readonly string[];
}

const BLOCK = /(?:`([^`\n]+)`:\n\n)?^(`{3,})(\w+)\n([\s\S]*?)\n\2$/gm;

/** The code blocks below a line such as `Reported:`, up to the next of its kind. */
function examplesBelow(caption: string, example: string): readonly Example[] {
  const groups = example.split(/^(Reported:|Corrected:|After the fix:)$/m);
  const at = groups.indexOf(caption);
  const blocks = at < 0 ? [] : [...(groups[at + 1] ?? '').matchAll(BLOCK)];
  const findings = blocks
    .filter((block) => block[3] === 'text')
    .flatMap((block) => (block[4] ?? '').split('\n').filter((line) => line !== ''));
  return blocks
    .filter((block) => block[3] !== 'text')
    .map((block) => ({
      file: block[1] ?? fileNameOf(block[3] ?? '', block[4] ?? ''),
      text: `${block[4]}\n`,
      findings,
    }));
}

/** A block without a caption is the only one, and its file is called `doc`. */
function fileNameOf(language: string, text: string): string {
  const isTemplate = /^(?:Resources:|\s+"Resources":)/m.test(text);
  return isTemplate ? `doc.${language}` : `doc.asl.${language}`;
}

async function found(id: string, { file, text }: Example): Promise<readonly string[]> {
  const { diagnostics, files } = await lintFiles({ [file]: text }, { preset: 'all', only: [id, 'parse-error'] });
  expect(files, 'it is read as a state machine').toEqual([file]);
  return diagnostics.map((finding) => findingLine(finding, false));
}

const METAS: readonly RuleMeta[] = [...RULES.map(({ meta }) => meta), ...RESERVED_RULES];

describe.each(METAS.map((meta) => [meta.id, meta] as const))('the page of %s', (id, meta) => {
  const page = pageOf(id);

  it('says why, how to mend it, which options there are, how safe a fix is, and where that is from', () => {
    const said = id in WITHOUT_EXAMPLE ? SECTIONS.filter((title) => title !== 'Example') : SECTIONS;
    expect(Object.keys(page)).toEqual(id === 'internal-error' ? said.filter((title) => title !== 'References') : said);
    expect(Object.values(page).filter((text) => text.length < 4)).toEqual([]);
    expect(page.Why).toBe(meta.why.trim());
    for (const name of Object.keys(meta.options ?? {})) expect(page.Options).toContain(`| \`${name}\` |`);
    for (const reference of meta.references) expect(page.References).toContain(`- ${reference}`);
  });

  if (id in WITHOUT_EXAMPLE) return;
  const reported = examplesBelow('Reported:', page.Example ?? '');
  const corrected = examplesBelow('Corrected:', page.Example ?? '');

  it('shows what is reported, with its findings, and the same corrected', () => {
    expect([reported.length, corrected.length]).toEqual([1, 1]);
    expect(reported[0]?.findings).not.toEqual([]);
    expect(corrected[0]?.findings).toEqual([]);
    expect(reported[0]?.text).not.toBe(corrected[0]?.text);
  });

  it('gives exactly the findings that it shows', async () => {
    for (const example of reported) {
      const lines = await found(id, example);
      expect(lines).toEqual(example.findings);
      for (const line of lines) expect(line).toContain(` ${id}: `);
    }
  });

  it('gives none where it is corrected', async () => {
    for (const example of corrected) expect(await found(id, example)).toEqual([]);
  });
});

describe('the pages', () => {
  it('are those of the rules', () => {
    const files = readdirSync(PAGES).filter((file) => file.endsWith('.md') && file !== 'README.md');
    expect(files.sort()).toEqual(METAS.map(({ id }) => `${id}.md`).sort());
  });
});
