/** Spoilt files: whatever is done to them, the run goes on and every finding has a place inside its file. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { allowTime } from './limits.ts';
import { lintSoundly, renderSoundly } from './lint.ts';
import { byteEdits, edits } from './mutations.ts';
import { EXAMPLE_FILES, SNIPPETS } from './samples.ts';

allowTime();

const CLEAN = { file: 'beside.asl.json', text: '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}' };

/** A good file beside the spoilt one is linted all the same. */
async function survives(file: string, content: string | Uint8Array): Promise<void> {
  const files = { [file]: content, [CLEAN.file]: CLEAN.text };
  const result = await lintSoundly(files);
  expect(result.files).toContain(CLEAN.file);
  await renderSoundly(files, result);
}

it('the snippets are in order as they are', async () => {
  const result = await lintSoundly(Object.fromEntries(SNIPPETS.map(({ file, text }) => [file, text])));
  expect(result.machineCount).toBe(6);
  expect(result.diagnostics.filter(({ rule }) => rule === 'parse-error')).toEqual([]);
});

it('spoilt snippets', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...SNIPPETS), edits, ({ file, text }, spoil) => survives(file, spoil(text))),
    { numRuns: 400 },
  );
});

it('spoilt examples', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...EXAMPLE_FILES), edits, ({ file, text }, spoil) => survives(file, spoil(text))),
    { numRuns: 100 },
  );
});

it('spoilt bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...SNIPPETS), byteEdits, ({ file, text }, spoil) =>
      survives(file, spoil(Buffer.from(text))),
    ),
    { numRuns: 150 },
  );
});

it('bytes that never were a file', async () => {
  const names = fc.constantFrom('a.asl.json', 'a.asl.yaml', 'a.json', 'a.yaml');
  await fc.assert(
    fc.asyncProperty(
      names,
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      ),
      survives,
    ),
    { numRuns: 150 },
  );
});

it('every prefix of a snippet', async () => {
  for (const { file, text } of SNIPPETS) {
    const files = Object.fromEntries(
      Array.from({ length: 120 }, (_, i) => [`${i}.${file}`, text.slice(0, Math.floor((i * text.length) / 120))]),
    );
    const result = await lintSoundly(files);
    await renderSoundly(files, result);
  }
});
