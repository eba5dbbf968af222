import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/reporters/display-width.ts';

describe('displayWidth', () => {
  test.each([
    ['', 0],
    ['plain', 5],
    ['é', 1],
    ['e\u0301', 1],
    ['a\u0301\u0302b', 2],
    ['料金', 4],
    ['カタカナ', 8],
    ['ﾊﾝｶｸ', 4],
    ['Ｆｕｌｌ', 8],
    ['한국어', 6],
    ['\u3000', 2],
    ['→…│', 3],
    ['🚀', 2],
    ['⌚', 2],
    ['👍🏽', 2],
    ['x🏽', 3],
    ['⚠', 1],
    ['⚠\ufe0f', 2],
    ['🚀\ufe0f', 2],
    ['a\ufe0f', 1],
    ['1\ufe0f\u20e3', 2],
    ['🇩🇪', 2],
    ['𠀋', 2],
    ['𝒳', 1],
    ['עברית', 5],
  ])('%j takes %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
});
