/**
 * A suppression put on any line of a definition: nothing fails, no finding is lost or made, and what it covers is what a
 * look at the lines alone says.
 */
import { describe, expect, it } from 'vitest';
import type { LintResult } from '../../src/engine/diagnostic.ts';
import { lintFiles } from '../support/lint-files.ts';

const RULE = 'unknown-field';

const YAML = `StartAt: Both
States:
  Both:
    Type: Parallel
    Colour: a
    Branches:
      - StartAt: P
        States:
          P: { Type: Pass, Colour: b, End: true }
      -
        StartAt: Q
        States:
          Q:
            Type: Pass
            Colour: c
            Parameters: &data
              list: [1, 2]
            End: true
    Next: Last
  Last:
    Type: Pass
    Parameters: *data
    Colour: d
    End: true
`;

const JSON_TEXT = `{
  "StartAt": "One",
  "States": {
    "One": {
      "Type": "Pass",
      "Colour": "a",
      "Next": "Two"
    },
    "Two": {
      "Colour": "b",
      "Type": "Parallel",
      "Branches": [
        {
          "StartAt": "P",
          "States": { "P": { "Type": "Pass", "Colour": "c", "End": true } }
        }
      ],
      "End": true
    }
  }
}
`;

const only = [RULE, 'parse-error', 'invalid-suppression'];
const run = (file: string, text: string): Promise<LintResult> => lintFiles({ [file]: text }, { only });
const lettersOf = (found: readonly { primary: { file: { text: string }; start: number } }[]): string =>
  found
    .map(({ primary: { file, start } }) => /Colour"?: "?(\w)/.exec(file.text.slice(start))?.[1] ?? '?')
    .sort()
    .join('');

/** The letters that are covered by a comment above each line, and by one at its end. */
async function coverage(file: string, text: string, mark: string): Promise<readonly string[]> {
  const lines = text.trimEnd().split('\n');
  const all = lettersOf((await run(file, text)).diagnostics);
  const covered: string[] = [];
  for (const i of lines.keys()) {
    const comment = `${mark} sfn-lint-ignore ${RULE} -- r`;
    const above = [...lines.slice(0, i), comment, ...lines.slice(i)].join('\n');
    const behind = [...lines.slice(0, i), `${lines[i]} ${comment}`, ...lines.slice(i + 1)].join('\n');
    const letters: string[] = [];
    for (const changed of [above, behind]) {
      const { diagnostics, suppressed, found } = await run(file, changed);
      expect(diagnostics.filter(({ rule }) => rule === 'parse-error')).toEqual([]);
      expect(lettersOf(found.filter(({ rule }) => rule === RULE))).toBe(all);
      letters.push(lettersOf(suppressed.map(({ diagnostic }) => diagnostic)) || '-');
    }
    covered.push(`${letters.join(' ').padEnd(8)}| ${lines[i]}`);
  }
  return covered;
}

describe('a suppression above and at the end of every line', () => {
  it('of YAML', async () => {
    expect((await coverage('m.asl.yaml', YAML, '#')).join('\n')).toMatchInlineSnapshot(`
      "- abcd  | StartAt: Both
      abcd abcd| States:
      abc abc |   Both:
      - a     |     Type: Parallel
      a bc    |     Colour: a
      bc bc   |     Branches:
      b b     |       - StartAt: P
      b b     |         States:
      b c     |           P: { Type: Pass, Colour: b, End: true }
      c c     |       -
      - c     |         StartAt: Q
      c c     |         States:
      c c     |           Q:
      - c     |             Type: Pass
      c -     |             Colour: c
      - -     |             Parameters: &data
      - -     |               list: [1, 2]
      - -     |             End: true
      - d     |     Next: Last
      d d     |   Last:
      - -     |     Type: Pass
      - d     |     Parameters: *data
      d -     |     Colour: d
      - -     |     End: true"
    `);
  });

  it('of JSON', async () => {
    expect((await coverage('m.asl.jsonc', JSON_TEXT, '//')).join('\n')).toMatchInlineSnapshot(`
      "abc -   | {
      - abc   |   "StartAt": "One",
      abc a   |   "States": {
      a -     |     "One": {
      - a     |       "Type": "Pass",
      a -     |       "Colour": "a",
      - -     |       "Next": "Two"
      - bc    |     },
      bc b    |     "Two": {
      b -     |       "Colour": "b",
      - c     |       "Type": "Parallel",
      c c     |       "Branches": [
      c -     |         {
      - c     |           "StartAt": "P",
      c -     |           "States": { "P": { "Type": "Pass", "Colour": "c", "End": true } }
      - -     |         }
      - -     |       ],
      - -     |       "End": true
      - -     |     }
      - -     |   }
      - -     | }"
    `);
  });
});
