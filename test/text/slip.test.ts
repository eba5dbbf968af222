/** What is a slip of a name, and what may be another name. */
import { describe, expect, it } from 'vitest';
import { slipOf } from '../../src/text/slip.ts';

describe('a slip', () => {
  it.each([
    ['done', 'Done', 'spelling'],
    ['Score document', 'ScoreDocument', 'spelling'],
    ['score_document', 'Score-Document', 'spelling'],
    ['Done ', 'Done', 'spelling'],
    ['Which kind', 'Which kind?', 'spelling'],
    ['Step1', 'Step 1', 'spelling'],
    ['ProcesOrder', 'ProcessOrder', 'letter'],
    ['HandleEror', 'HandleError', 'letter'],
    ['Procses', 'Process', 'letter'],
    ['Validdate', 'Validate', 'letter'],
    ['Dnoe', 'Done', 'letter'],
    ['Archiv', 'Archive', 'word'],
    ['Archives', 'Archive', 'word'],
    ['Procass', 'Process', 'word'],
    ['Succeed', 'Success', 'word'],
    ['Step 12', 'Step 1 2', 'other'],
    ['Step1', 'Step2', 'other'],
    ['Step 1_2', 'Step 12', 'other'],
    ['Branch A', 'Branch B', 'other'],
    ['Branch AB', 'Branch BA', 'other'],
    ['ProcessA', 'ProcessB', 'other'],
    ['IsValid', 'Invalid', 'other'],
    ['Encode', 'Decode', 'other'],
    ['Unlock', 'Lock', 'other'],
    ['Send', 'Resend', 'other'],
    ['Order v2', 'Order v', 'other'],
  ] as const)('%s for %s is %s', (written, meant, slip) => {
    expect(slipOf(written, meant)).toBe(slip);
  });
});
