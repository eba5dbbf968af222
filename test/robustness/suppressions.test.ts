/** Suppressions, whole and in pieces, anywhere in a file: the run goes on, and what it says of them has a place. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { allowTime } from './limits.ts';
import { lintSoundly, renderSoundly } from './lint.ts';
import { EXAMPLE_FILES, SNIPPETS } from './samples.ts';

allowTime();

const PIECES = [
  '# sfn-lint-ignore missing-quota-fallback, inline-prompt -- r\n',
  '\n# sfn-lint-ignore missing-quota-fallback -- r\r\n',
  '// sfn-lint-ignore-file unknown-field -- r\n',
  '/* sfn-lint-ignore-line dead-error-name -- r */',
  '/* sfn-lint-disable unknown-field, nothing -- r\n * sfn-lint-enable unknown-field */',
  '\n# sfn-lint-disable unknown-field\n',
  '\n# sfn-lint-enable unknown-field,\n',
  'sfn-lint-ignore ,, -- ',
  '"Comment": "sfn-lint-ignore ${A}, inline-prompt -- \\u00e9 r",',
  '\n    Metadata: { sfn-lint: { ignore: [a, 1, "inline-prompt, b -- r"] } }\n',
  '"Metadata": {"sfn-lint": ["x"]},',
  'sfn-lint-',
];

const insertion = fc.record({ piece: fc.constantFrom(...PIECES), at: fc.double({ min: 0, max: 1, noNaN: true }) });

/** Most land between two lines, where a comment is in order. */
function insert(text: string, piece: string, at: number): string {
  const offset = Math.floor(text.length * at);
  const lineStart = piece.includes('\n') ? text.lastIndexOf('\n', offset) + 1 : offset;
  return text.slice(0, lineStart) + piece + text.slice(lineStart);
}

it('suppressions anywhere', async () => {
  let told = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...SNIPPETS, ...EXAMPLE_FILES),
      fc.array(insertion, { minLength: 1, maxLength: 3 }),
      async ({ file, text }, insertions) => {
        const changed = insertions.reduce((whole, { piece, at }) => insert(whole, piece, at), text);
        const result = await lintSoundly({ [file]: changed });
        await renderSoundly({ [file]: changed }, result);
        for (const { rule, fixes } of result.diagnostics) {
          if (rule === 'invalid-suppression') told++;
          if (rule !== 'unused-suppression') continue;
          told++;
          for (const { start, end } of fixes.flatMap(({ edits }) => edits)) {
            expect(changed.slice(start, end).length).toBeGreaterThan(0);
            expect(end).toBeLessThanOrEqual(changed.length);
          }
        }
        expect(result.found).toHaveLength(result.diagnostics.length + result.suppressed.length);
      },
    ),
    { numRuns: 250 },
  );
  expect(told).toBeGreaterThan(20);
});
