/** Spoilt files through the built tool: it exits with 0 or 1, and its reports can be read. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportOf } from '../cli/report.ts';
import { workspace } from '../cli/workspace.ts';
import type { Workspace } from '../cli/workspace.ts';
import { allowTime } from './limits.ts';
import { byteEdits, edits } from './mutations.ts';
import { EXAMPLE_FILES, SNIPPETS } from './samples.ts';

allowTime();

const SAMPLES = [...SNIPPETS, ...EXAMPLE_FILES];
const COUNT = 120;

/** Files that are spoilt in the same way in each run of the test. */
function spoiltFiles(): Workspace {
  const there = workspace();
  const texts = fc.sample(edits, { numRuns: COUNT, seed: 1 });
  const bytes = fc.sample(byteEdits, { numRuns: COUNT, seed: 1 });
  for (const [i, spoil] of texts.entries()) {
    const { file, text } = SAMPLES[i % SAMPLES.length]!;
    there.write(`texts/${i}/${file}`, spoil(text));
  }
  for (const [i, spoil] of bytes.entries()) {
    const { file, text } = SAMPLES[i % SAMPLES.length]!;
    there.write(`bytes/${i}/${file}`, spoil(Buffer.from(text)));
  }
  return there;
}

describe('spoilt files', () => {
  it('end in 0 or 1, with places inside the files', () => {
    const there = spoiltFiles();
    const run = there.run(['--format', 'json', '--preset', 'all']);
    expect(run.code).toBe(1);
    expect(run.err).not.toMatch(/^ {4}at /m);
    const { findings, summary } = reportOf(run);
    expect(findings.map(({ rule }) => rule)).not.toContain('internal-error');
    expect(findings.filter(({ rule }) => rule === 'parse-error').length).toBeGreaterThan(10);
    expect(summary.machines).toBeGreaterThan(COUNT / 4);
    for (const { file, start, end } of findings) {
      const { length } = there.read(file);
      expect(start.offset <= end.offset && end.offset <= length, file).toBe(true);
    }
  });

  it('are reported in every format, printed and listed', () => {
    const there = spoiltFiles();
    const lines: readonly (readonly string[])[] = [
      ['--format', 'sarif'],
      ['--format', 'github'],
      ['--format', 'pretty', '--color'],
      ['print', '--format', 'json'],
      ['print', '--format', 'asl'],
      ['--list-files'],
    ];
    for (const args of lines) {
      const { code, out, err } = there.run(args);
      expect([0, 1], args.join(' ')).toContain(code);
      expect(err).not.toMatch(/^ {4}at /m);
      expect(out.length).toBeGreaterThan(1000);
      if (args.includes('json') || args.includes('sarif')) JSON.parse(out);
    }
  });
});
