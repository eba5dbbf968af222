/** The seam to the script parser: which dialect a path stands for, offsets, the first problem. */
import { describe, expect, it } from 'vitest';
import { parseScript } from '../../src/script/parse.ts';

describe('parseScript', () => {
  it.each([
    ['a.ts', 'const x = <number>y;'],
    ['a.tsx', 'const x = <div />;'],
    ['a.mts', 'export const x: number = 1;'],
    ['a.js', 'export const x = 1;'],
    ['a.cjs', 'module.exports = { x: 1 };'],
    ['a.mjs', 'await import("x");'],
  ])('reads the dialect of %s', async (path, text) => {
    expect((await parseScript(path, text)).problem).toBeUndefined();
  });

  it('counts UTF-16 units, a byte order mark among them', async () => {
    const text = '\uFEFFconst a = "😀"; f();';
    const reading = await parseScript('a.ts', text);
    if (reading.problem !== undefined) throw new Error(reading.problem.message);
    const [, call] = reading.program.body;
    expect(text.slice(call?.start, call?.end)).toBe('f();');
  });

  it('gives the first problem of a text with errors', async () => {
    const reading = await parseScript('a.ts', 'const a = ;\nconst = 2;');
    expect(reading).toEqual({ problem: { message: 'unexpected token', range: { start: 10, end: 11 } } });
  });
});
