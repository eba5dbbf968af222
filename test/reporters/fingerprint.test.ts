import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/engine/diagnostic.ts';
import { fingerprints } from '../../src/engine/fingerprint.ts';
import { diagnostic, file, span } from './build.ts';

const at = span(file('a.json', '{\n}\n'), 0, 1);

function only(overrides: Partial<Diagnostic> = {}, primary = at): string {
  return fingerprints([diagnostic(primary, overrides)])[0] ?? '';
}

describe('fingerprints', () => {
  test('are 32 hex digits', () => {
    expect(only()).toMatch(/^[0-9a-f]{32}$/);
  });

  test('do not depend on position, wording or severity', () => {
    const moved = span(file('a.json', '\n\n\n{ }'), 3, 4);
    expect(only({ message: 'Else.', severity: 'note', help: 'x' }, moved)).toBe(only());
  });

  test.each<[string, Partial<Diagnostic>]>([
    ['rule', { rule: 'other' }],
    ['machine', { machine: 'Order' }],
    ['state path', { statePath: ['A'] }],
    ['state', { state: 'A' }],
    ['data', { data: { field: 'x' } }],
  ])('depend on the %s', (_, overrides) => {
    expect(only(overrides)).not.toBe(only());
  });

  test('depend on the file', () => {
    expect(only({}, span(file('b.json', '{}'), 0))).not.toBe(only());
  });

  test('do not depend on the order of the data or on how letters are composed', () => {
    expect(only({ data: { a: 'e\u0301', b: 2 } })).toBe(only({ data: { b: 2, a: '\u00e9' } }));
  });

  test('keep the parts apart', () => {
    expect(only({ statePath: ['A', 'B'] })).not.toBe(only({ statePath: ['A,B'] }));
    expect(only({ data: { a: 1 } })).not.toBe(only({ data: { a: '1' } }));
    expect(only({ state: '\ud800' })).not.toBe(only({ state: '\ud801' }));
  });

  test('tell equal findings apart by their order', () => {
    const same = [diagnostic(at), diagnostic(at), diagnostic(at, { rule: 'other' }), diagnostic(at)];
    const all = fingerprints(same);
    expect(new Set(all).size).toBe(4);
    expect(fingerprints(same.slice(0, 2))).toEqual(all.slice(0, 2));
  });
});
