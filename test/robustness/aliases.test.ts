/** Aliases that multiply, nest or lead nowhere. */
import { describe, expect, it } from 'vitest';
import { lintSoundly, placesOf, renderSoundly } from './lint.ts';

const HEAD = 'StartAt: A\nStates: {A: {Type: Pass, End: true}}\n';

/** `a0` is a value, each further anchor holds the one before as often as asked. */
function chain(levels: number, times: number, first = 'x', open = '[', close = ']'): string {
  const lines = [`a0: &a0 ${first}`];
  for (let i = 1; i <= levels; i++) {
    const aliases = Array.from({ length: times }, () => `*a${i - 1}`).join(', ');
    lines.push(`a${i}: &a${i} ${open}${aliases}${close}`);
  }
  return `${HEAD}${lines.join('\n')}\n`;
}

async function lintOne(text: string): Promise<readonly string[]> {
  const files = { 'a.asl.yaml': text, 'b.asl.yaml': HEAD };
  const result = await lintSoundly(files);
  await renderSoundly(files, result);
  expect(result.files).toContain('b.asl.yaml');
  return placesOf(result).filter((place) => place.startsWith('parse-error'));
}

describe('aliases', () => {
  it.each([
    ['a billion laughs', chain(9, 10)],
    ['a billion laughs in mappings', chain(9, 10, 'x').replace(/\*a(\d+)/g, '{k: *a$1}')],
    ['twice as many each time', chain(60, 2)],
    ['a large value many times', chain(1, 3000, `[${'x, '.repeat(1000)}y]`)],
  ])('that multiply are one parse error at the alias that is too much: %s', async (_, text) => {
    const [place, ...others] = await lintOne(text);
    expect(others).toEqual([]);
    const [start, end] = /(\d+)-(\d+)/
      .exec(place ?? '')!
      .slice(1)
      .map(Number);
    expect(text.slice(start, end)).toMatch(/^\*a\d+$/);
  });

  it('that multiply through merge keys are bounded too', async () => {
    const wide = `{${Array.from({ length: 1000 }, (_, i) => `k${i}: 1`).join(', ')}}`;
    const merges = Array.from({ length: 300 }, (_, i) => `m${i}: {<<: *a}`).join('\n');
    expect(await lintOne(`${HEAD}a: &a ${wide}\n${merges}\n`)).toHaveLength(1);
  });

  it('of a reasonable number are read', async () => {
    expect(await lintOne(chain(4, 10))).toEqual([]);
    expect(await lintOne(chain(1, 5000, '[a, b, c]'))).toEqual([]);
  });

  it.each([
    ['of sequences', chain(29, 1).replace(/\*a(\d+)/g, `${'['.repeat(200)}*a$1${']'.repeat(200)}`)],
    ['of mappings', chain(29, 1).replace(/\*a(\d+)/g, `${'{k: '.repeat(200)}*a$1${'}'.repeat(200)}`)],
    ['one level at a time', chain(440, 1)],
    [
      'of states',
      chain(25, 1, '{Type: Pass}').replace(
        /\[\*a(\d+)\]/g,
        `${'{StartAt: A, States: {A: {Type: Map, ItemProcessor: '.repeat(100)}*a$1${'}}}'.repeat(100)}`,
      ),
    ],
  ])('that nest deeper than any text may: %s', async (_, text) => {
    expect((await lintOne(text)).length).toBeLessThanOrEqual(1);
  });

  it('that nest deeper than any text may, in a template', async () => {
    const nested = chain(29, 1)
      .replace(HEAD, '')
      .replace(/\*a(\d+)/g, `${'['.repeat(200)}*a$1${']'.repeat(200)}`);
    const indented = nested.trimEnd().replaceAll('\n', '\n        ');
    const text = `Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        ${indented}\n`;
    const files = { 'template.yaml': text };
    await renderSoundly(files, await lintSoundly(files));
  });

  it.each([
    ['no anchor', `${HEAD}a: *nowhere\n`, '*nowhere'],
    ['an anchor further on', `${HEAD}a: *b\nb: &b 1\n`, '*b'],
    ['an anchor of another document', `${HEAD}a: &x 1\n---\nb: *x\n`, '*x'],
    ['itself', `${HEAD}a: &x [*x]\n`, '*x'],
    ['itself further in', `${HEAD}a: &x {b: [1, {c: *x}]}\n`, '*x'],
    ['itself through a merge key', `${HEAD}a: &x\n  <<: *x\n`, '*x'],
    ['the whole document', `&x\n${HEAD}a: *x\n`, '*x'],
  ])('of %s are a parse error at the alias', async (_, text, alias) => {
    const start = text.indexOf(alias);
    expect(await lintOne(text)).toEqual([`parse-error ${start}-${start + alias.length}`]);
  });

  it('of their own mapping as keys are read or refused, never more', async () => {
    expect((await lintOne(`${HEAD}a: &x\n  ? *x\n  : 1\n`)).length).toBeLessThanOrEqual(1);
  });

  it('named like members of objects are names like any other', async () => {
    expect(await lintOne(`${HEAD}a: &__proto__ 1\nb: *__proto__\nc: &constructor 2\nd: *constructor\n`)).toEqual([]);
    expect(await lintOne(`${HEAD}b: *toString\n`)).toHaveLength(1);
  });
});
