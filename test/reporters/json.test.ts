import { describe, expect, test } from 'vitest';
import { renderJson } from '../../src/reporters/json.ts';
import { diagnostic, file, fix, HOSTILE, plain, RAW, result, span, spanOf } from './build.ts';

const source = file('a.asl.json', '\ufeff{\r\n  "🚀": "B"\r\n}');

function render(...args: Parameters<typeof result>): unknown {
  return JSON.parse(renderJson(result(...args), plain));
}

describe('the json format', () => {
  test('holds every finding with exact positions, and a summary', () => {
    const finding = diagnostic(spanOf(source, '"B"'), {
      help: 'Do it.',
      machine: 'Order',
      state: '🚀',
      pointer: '/States/🚀',
      related: [{ span: spanOf(source, '🚀'), note: 'here' }],
      fixes: [fix('safe', 'Change it', [{ span: spanOf(source, '"B"'), text: '"A"' }])],
    });
    const place = {
      file: 'a.asl.json',
      start: { line: 2, column: 9, offset: 12 },
      end: { line: 2, column: 12, offset: 15 },
    };
    expect(render([finding], { files: ['a.asl.json', 'b.asl.json'], machineCount: 3, stateCount: 9 })).toEqual({
      findings: [
        {
          rule: 'some-rule',
          severity: 'error',
          message: 'State "A" is wrong.',
          help: 'Do it.',
          ...place,
          machine: 'Order',
          state: '🚀',
          pointer: '/States/🚀',
          related: [
            {
              message: 'here',
              file: 'a.asl.json',
              start: { line: 2, column: 4, offset: 7 },
              end: { line: 2, column: 6, offset: 9 },
            },
          ],
          fixes: [{ title: 'Change it', safety: 'safe', edits: [{ ...place, text: '"A"' }] }],
        },
      ],
      summary: {
        errors: 1,
        warnings: 0,
        notes: 0,
        files: 2,
        machines: 3,
        states: 9,
        fixable: { safe: 1, unsafe: 0, plan: 0 },
        suppressed: 0,
        baselined: 0,
      },
    });
  });

  test('leaves out what is absent', () => {
    const text = renderJson(result([diagnostic(span(source, 1))]), plain);
    expect(Object.keys((JSON.parse(text) as { findings: object[] }).findings[0] ?? {})).toEqual([
      'rule',
      'severity',
      'message',
      'file',
      'start',
      'end',
      'related',
      'fixes',
    ]);
  });

  test('says so when a span is not exact', () => {
    expect(render([diagnostic({ ...span(source, 1), exact: false })])).toMatchObject({ findings: [{ exact: false }] });
  });

  test('is indented by two and ends in a line feed', () => {
    const text = renderJson(result([]), plain);
    expect(text).toMatch(/^\{\n {2}"findings": \[\],\n {2}"summary": \{\n {4}"errors": 0,/);
    expect(text.endsWith('}\n')).toBe(true);
  });

  test('gives hostile texts back unchanged without holding them raw', () => {
    for (const hostile of HOSTILE) {
      const bad = file(hostile, '{}');
      const finding = diagnostic(span(bad, 0, 2), {
        message: hostile,
        state: hostile,
        machine: hostile,
        pointer: hostile,
      });
      const text = renderJson(result([finding]), plain);
      expect(text).not.toMatch(RAW);
      expect(JSON.parse(text)).toMatchObject({ findings: [{ message: hostile, state: hostile, file: hostile }] });
    }
  });
});
