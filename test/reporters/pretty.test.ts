import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/reporters/display-width.ts';
import { renderPretty } from '../../src/reporters/pretty.ts';
import { diagnostic, file, fix, HOSTILE, plain, RAW, result, span, spanOf } from './build.ts';

const source = file('flows/order.asl.json', '{\n  "StartAt": "A",\n  "States": {\n    "A": { "Next": "B" }\n  }\n}\n');

describe('a finding', () => {
  test('has header, place, frame, related places, help and fixes', () => {
    const finding = diagnostic(spanOf(source, '"B"'), {
      message: 'State "A" goes to "B", which does not exist.',
      rule: 'unknown-next-state',
      help: 'Name a state of the machine.',
      related: [{ span: spanOf(source, '"A"'), note: 'the machine starts here' }],
      fixes: [fix('unsafe', 'Change "B" to "A"')],
    });
    expect(renderPretty(result([finding]), plain)).toBe(`\
error  State "A" goes to "B", which does not exist.  unknown-next-state
  ╭─ flows/order.asl.json:4:20
3 │   "States": {
4 │     "A": { "Next": "B" }
  │                    ^^^
  ├─ flows/order.asl.json:2:14  the machine starts here
2 │   "StartAt": "A",
  │              ---
  ├─ help: Name a state of the machine.
  ╰─ fix: Change "B" to "A" (--fix --unsafe)

✖ 1 problem (1 error) in 1 file; 1 state machine checked
  1 fixable with --fix --unsafe
`);
  });

  test('over several lines has a heavy bar and both ends underlined', () => {
    const range = span(source, source.text.indexOf('"States"'), source.text.length - 3);
    const finding = diagnostic(range, { severity: 'warning', message: 'Too much.' });
    expect(renderPretty(result([finding]), plain)).toBe(`\
warning  Too much.  some-rule
  ╭─ flows/order.asl.json:3:3
2 │   "StartAt": "A",
3 ┃   "States": {
  ┃   ^^^^^^^^^^^
4 ┃     "A": { "Next": "B" }
5 ┃   }
  ┃   ^

✖ 1 problem (1 warning) in 1 file; 1 state machine checked
`);
  });

  test('says how many lines of a long range it left out', () => {
    const long = file('a.yaml', Array.from({ length: 12 }, (_, index) => `k${index}: v`).join('\n'));
    const text = renderPretty(result([diagnostic(span(long, 0, long.text.length))]), plain);
    expect(text).toContain('\n   ┆ … 8 more lines\n12 ┃ k11: v\n   ┃ ^^^^^^\n');
  });

  test('is underlined even when its span is only the nearest owner', () => {
    const primary = { ...spanOf(source, '"A"'), exact: false };
    expect(renderPretty(result([diagnostic(primary)]), plain)).toContain('│              ^^^\n');
  });

  test('shows the first related places and counts the rest', () => {
    const related = Array.from({ length: 9 }, (_, index) => ({ span: spanOf(source, '"A"'), note: `place ${index}` }));
    const text = renderPretty(result([diagnostic(spanOf(source, '"B"'), { related })]), plain);
    expect(text).toContain('place 5');
    expect(text).not.toContain('place 6');
    expect(text).toContain('╰─ and 3 more related places\n');
  });

  test('aligns wide characters, tabs, CRLF and a byte order mark', () => {
    const wide = file('w.asl.json', '\ufeff{"x": 1,\r\n\t"料金 🚀": "B"\r\n}');
    const text = renderPretty(result([diagnostic(spanOf(wide, '"B"'))]), plain);
    expect(text).toContain('1 │ {"x": 1,\n2 │     "料金 🚀": "B"\n  │                ^^^\n');
    const line = text.split('\n').find((candidate) => candidate.startsWith('2 │')) ?? '';
    expect(displayWidth(line.slice(0, line.indexOf('"B"')))).toBe('  │                '.length);
  });

  test('fits the width of the terminal', () => {
    const minified = file('m.asl.json', `{${'"k":"v",'.repeat(200)}"Next":"B"}`);
    for (const width of [60, 100, 200]) {
      const text = renderPretty(result([diagnostic(spanOf(minified, '"B"'))]), { ...plain, width });
      const frame = text.split('\n').slice(2, 4);
      for (const line of frame) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      expect(frame[0]?.slice(frame[1]?.indexOf('^'), (frame[1]?.lastIndexOf('^') ?? 0) + 1)).toBe('"B"');
    }
  });

  test('shows no text that acts on the terminal', () => {
    for (const hostile of HOSTILE) {
      const bad = file(`${hostile}.asl.json`, `{ "${hostile}": 1 }`);
      const finding = diagnostic(span(bad, 2, bad.text.length - 2), {
        message: `State ${hostile} is wrong.`,
        help: hostile,
        related: [{ span: span(bad, 0, 1), note: hostile }],
        fixes: [fix('safe', hostile)],
      });
      const text = renderPretty(result([finding]), plain);
      expect(text).not.toMatch(RAW);
      expect(text).not.toMatch(/^\s*::/m);
      expect(text).not.toMatch(/##(vso)?\[/);
    }
  });

  test('is coloured only when asked, and says the same', () => {
    const finding = diagnostic(spanOf(source, '"B"'), {
      help: 'Do it.',
      related: [{ span: span(source, 0, 30), note: 'n' }],
    });
    const colored = renderPretty(result([finding]), { ...plain, color: true });
    const uncolored = renderPretty(result([finding]), plain);
    expect(colored).toContain('\u001b[31m');
    expect(uncolored).not.toContain('\u001b');
    expect(stripVTControlCharacters(colored)).toBe(uncolored);
  });

  test('leaves no blanks at the ends of lines', () => {
    const empty = file('e.json', '');
    const findings = [diagnostic(span(empty, 0)), diagnostic(span(source, source.text.length))];
    expect(renderPretty(result(findings), plain)).not.toMatch(/[ \t]$/m);
  });
});

describe('the summary', () => {
  const at = spanOf(source, '"A"');
  const other = spanOf(file('z.json', '1'), '1');

  function lastLines(...args: Parameters<typeof result>): readonly string[] {
    const text = renderPretty(result(...args), plain);
    return text.slice(text.search(/^[✖✔]/m)).trimEnd().split('\n');
  }

  test('counts findings, files with findings and machines', () => {
    const findings = [
      ...Array.from({ length: 3 }, () => diagnostic(at)),
      ...Array.from({ length: 7 }, () => diagnostic(other, { severity: 'warning' })),
      ...Array.from({ length: 2 }, () => diagnostic(other, { severity: 'note' })),
    ];
    expect(lastLines(findings, { files: ['a', 'b', 'c'], machineCount: 5 })).toEqual([
      '✖ 12 problems (3 errors, 7 warnings, 2 notes) in 2 files; 5 state machines checked',
    ]);
  });

  test('leaves out kinds of which there are none', () => {
    expect(lastLines([diagnostic(at, { severity: 'note' })])).toEqual([
      '✖ 1 problem (1 note) in 1 file; 1 state machine checked',
    ]);
  });

  test('counts each finding once, by its safest fix', () => {
    const findings = [
      diagnostic(at, { fixes: [fix('unsafe', 'u'), fix('safe', 's')] }),
      diagnostic(at, { fixes: [fix('unsafe', 'u')] }),
      diagnostic(at, { fixes: [fix('plan', 'p')] }),
      diagnostic(at, { fixes: [fix('plan', 'p')] }),
    ];
    expect(lastLines(findings)[1]).toBe('  1 fixable with --fix, 1 more with --fix --unsafe, 2 plans');
    expect(lastLines(findings.slice(1, 2))[1]).toBe('  1 fixable with --fix --unsafe');
    expect(lastLines(findings.slice(3))[1]).toBe('  1 plan');
  });

  test('is one good line when there is nothing to say', () => {
    expect(renderPretty(result([], { files: ['a', 'b'], machineCount: 3, stateCount: 17 }), plain)).toBe(
      '✔ No problems in 2 files; 3 state machines, 17 states checked\n',
    );
  });

  test('does not show notes about the run', () => {
    expect(renderPretty(result([], { notes: [{ text: 'a note about the run' }] }), plain)).not.toContain('a note');
  });
});
