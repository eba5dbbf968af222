import { fingerprints } from '../../src/engine/fingerprint.ts';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Log, Result, Run } from 'sarif';
import { describe, expect, test } from 'vitest';
import type { LintResult } from '../../src/engine/diagnostic.ts';
import type { RenderOptions } from '../../src/reporters/reporter.ts';
import { lineHashes } from '../../src/reporters/sarif-line-hash.ts';
import { plainText, truncate } from '../../src/reporters/sarif-message.ts';
import { renderSarif } from '../../src/reporters/sarif.ts';
import { diagnostic, enabled, file, fix, HOSTILE, plain, RAW, result, ruleMeta, span, spanOf } from './build.ts';

const schemaFile = new URL('../fixtures/schema/sarif-2.1.0.json', import.meta.url);
const schema = JSON.parse(readFileSync(schemaFile, 'utf8').replace(/^\ufeff/, '')) as object;
const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

/** Renders, insists on a valid log, and gives it back parsed. */
function render(lint: LintResult, options: Partial<RenderOptions> = {}): Log {
  const text = renderSarif(lint, { ...plain, ...options });
  const log = JSON.parse(text) as Log;
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  return log;
}

function renderRun(lint: LintResult, options: Partial<RenderOptions> = {}): Run {
  const { runs } = render(lint, options);
  expect(runs).toHaveLength(1);
  return runs[0]!;
}

function renderOne(...args: Parameters<typeof diagnostic>): Result {
  return renderRun(result([diagnostic(...args)])).results![0]!;
}

const source = file('flows/order.asl.json', '{\n  "StartAt": "A",\n  "States": {\n    "🚀": "B"\n  }\n}\n');

/** Sets the value at a path of a parsed log, or takes it away. */
function damage(log: unknown, path: readonly (string | number)[], value: unknown): void {
  const [key = '', ...rest] = path;
  const owner = log as Record<string | number, unknown>;
  if (rest.length > 0) damage(owner[key], rest, value);
  else if (value === undefined) Reflect.deleteProperty(owner, key);
  else owner[key] = value;
}

describe('the schema check', () => {
  const firstResult = ['runs', 0, 'results', 0];
  test.each<[string, readonly (string | number)[], unknown]>([
    ['no tool', ['runs', 0, 'tool'], undefined],
    ['no message', [...firstResult, 'message'], undefined],
    ['an unknown level', [...firstResult, 'level'], 'fatal'],
    ['line nought', [...firstResult, 'locations', 0, 'physicalLocation', 'region', 'startLine'], 0],
    ['an unknown property', ['runs', 0, 'extra'], 1],
    ['a rule without an id', ['runs', 0, 'tool', 'driver', 'rules', 0, 'id'], undefined],
    ['a fix without changes', [...firstResult, 'fixes'], [{}]],
    ['another version', ['version'], '2.0.0'],
    ['a bad URI', ['$schema'], 'not a uri'],
    ['a bad relative URI', ['runs', 0, 'artifacts', 0, 'location', 'uri'], 'a b\\c'],
  ])('refuses %s', (_, path, value) => {
    const log: unknown = JSON.parse(renderSarif(result([diagnostic(span(source, 0, 1))]), plain));
    expect(validate(log)).toBe(true);
    damage(log, path, value);
    expect(validate(log)).toBe(false);
  });
});

describe('the run', () => {
  test('is there with no results when all is well', () => {
    const log = render(result([]), { exitCode: 0 });
    expect(log.$schema).toBe('https://json.schemastore.org/sarif-2.1.0.json');
    expect(log.version).toBe('2.1.0');
    expect(log.runs[0]).toMatchObject({ results: [], artifacts: [], columnKind: 'utf16CodeUnits' });
    expect(log.runs[0]?.invocations).toEqual([
      { executionSuccessful: true, exitCode: 0, toolExecutionNotifications: [] },
    ]);
  });

  test('names the tool and no place or time', () => {
    const run = renderRun(result([diagnostic(span(source, 0, 1))]));
    expect(run.tool.driver).toMatchObject({ name: 'sfn-lint', version: '1.2.3', semanticVersion: '1.2.3' });
    expect(run.originalUriBaseIds).toEqual({ '%SRCROOT%': { description: { text: expect.any(String) as string } } });
    expect(run).not.toHaveProperty('automationDetails');
  });

  test('gives the same bytes for the same result', () => {
    const lint = result([diagnostic(span(source, 0, 1)), diagnostic(span(source, 3, 9))]);
    expect(renderSarif(lint, plain)).toBe(renderSarif(lint, plain));
  });

  test('lists only files with results, in their order', () => {
    const other = file('z.json', '1');
    const unread = file('related.json', '1');
    const run = renderRun(
      result([
        diagnostic(span(source, 0, 1), { related: [{ span: span(unread, 0, 1), note: 'there' }] }),
        diagnostic(span(other, 0, 1)),
        diagnostic(span(other, 0, 1)),
      ]),
    );
    expect(run.artifacts?.map(({ location }) => location?.uri)).toEqual(['flows/order.asl.json', 'z.json']);
    expect(run.results?.map(({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation?.index)).toEqual([
      0, 1, 1,
    ]);
    const related = run.results?.[0]?.relatedLocations?.[0]?.physicalLocation?.artifactLocation;
    expect(related).toEqual({ uri: 'related.json', uriBaseId: '%SRCROOT%' });
  });
});

describe('rules', () => {
  const rules = [
    enabled(ruleMeta('another-rule', { category: 'security', severity: 'note' }), 'error'),
    enabled(
      ruleMeta('some-rule', {
        why: 'x'.repeat(3000),
        fix: 'unsafe',
        fixSafety: 'It may change what runs.',
        options: { maxCalls: { type: 'integer', default: 50, description: 'the most calls' } },
        references: ['https://example.com/a'],
      }),
    ),
  ];

  test('are all declared, sorted by id, with those outside the catalogue', () => {
    const run = renderRun(result([]), { rules });
    expect(run.tool.driver.rules?.map(({ id }) => id)).toEqual([
      'another-rule',
      'internal-error',
      'invalid-suppression',
      'parse-error',
      'some-rule',
      'unused-suppression',
    ]);
  });

  test('have names, texts and properties', () => {
    const run = renderRun(result([]), { rules });
    const [another, , , , some] = run.tool.driver.rules ?? [];
    expect(another).toMatchObject({
      name: 'AnotherRule',
      defaultConfiguration: { level: 'error' },
      properties: { tags: ['security'], precision: 'medium', 'problem.severity': 'error' },
    });
    expect(another?.help?.text).toContain('Default level: note, in the preset recommended.');
    expect(some?.properties).toEqual({ tags: ['flow'], precision: 'high', 'problem.severity': 'warning' });
    expect(some?.fullDescription?.text).toHaveLength(1024);
    for (const text of [some?.help?.text, some?.help?.markdown]) {
      expect(text).toContain('Put it right.');
      expect(text).toContain('`sfn-lint --fix --unsafe` can do it. It may change what runs.');
      expect(text).toContain('- `maxCalls` (default 50): the most calls');
      expect(text).toContain('- https://example.com/a');
      expect(text).toContain('Default level: warning');
    }
    expect(some?.help?.markdown).toContain('## Why');
  });

  test('of the catalogue stand for themselves when they have a reserved id', () => {
    const run = renderRun(result([]), { rules: [enabled(ruleMeta('parse-error', { summary: 'Mine.' }))] });
    expect(run.tool.driver.rules?.find(({ id }) => id === 'parse-error')?.shortDescription?.text).toBe('Mine.');
  });
});

describe('a result', () => {
  test('points at its rule and at one tight region', () => {
    const run = renderRun(result([diagnostic(spanOf(source, '"B"'), { severity: 'warning' })]));
    const [one] = run.results ?? [];
    expect(one).toMatchObject({ ruleId: 'some-rule', level: 'warning', message: { text: 'State "A" is wrong.' } });
    expect(run.tool.driver.rules?.[one?.ruleIndex ?? -1]?.id).toBe('some-rule');
    expect(one?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'flows/order.asl.json', uriBaseId: '%SRCROOT%', index: 0 },
          region: { startLine: 4, startColumn: 11, endLine: 4, endColumn: 14 },
        },
      },
    ]);
    expect(one).not.toHaveProperty('relatedLocations');
    expect(one).not.toHaveProperty('fixes');
    expect(one?.properties).toEqual({});
  });

  test.each([
    ['an empty file', '', 0, 0, [1, 1, 1, 1]],
    ['an empty range', '{}', 1, 1, [1, 2, 1, 2]],
    ['the end of a file', '{}\n', 3, 3, [1, 4, 1, 4]],
    ['CRLF', '{\r\n"a"\r\n}', 3, 9, [2, 1, 3, 2]],
    ['a byte order mark', '\ufeff{}', 1, 3, [1, 1, 1, 3]],
    ['tabs', '\t\t"a"', 2, 5, [1, 3, 1, 6]],
  ] as const)('has a region in %s', (_, text, start, end, [startLine, startColumn, endLine, endColumn]) => {
    const region = renderOne(span(file('a.json', text), start, end)).locations?.[0]?.physicalLocation?.region;
    expect(region).toEqual({ startLine, startColumn, endLine, endColumn });
  });

  test('has an absolute URI and no base outside the root', () => {
    const one = renderOne(span(file('/elsewhere/a b.json', '{}'), 0, 1));
    expect(one.locations?.[0]?.physicalLocation?.artifactLocation).toEqual({
      uri: 'file:///elsewhere/a%20b.json',
      index: 0,
    });
  });

  test('links related places from its text', () => {
    const one = renderOne(spanOf(source, '"B"'), {
      message: 'State "A[0]" is wrong',
      help: 'Mend it.',
      related: [
        { span: spanOf(source, '"A"'), note: 'first [one]' },
        { span: spanOf(source, '"States"'), note: 'second' },
      ],
    });
    expect(one.message.text).toBe('State "A\\[0\\]" is wrong. Mend it. See [first \\[one\\]](1), [second](2).');
    expect(one.relatedLocations?.map(({ id }) => id)).toEqual([1, 2]);
    expect(one.relatedLocations?.[0]).toMatchObject({
      message: { text: 'first \\[one\\]' },
      physicalLocation: { region: { startLine: 2, startColumn: 14 } },
    });
  });

  test('has at most a hundred related places', () => {
    const related = Array.from({ length: 150 }, () => ({ span: span(source, 0, 1), note: 'here' }));
    const one = renderOne(span(source, 0, 1), { related });
    expect(one.relatedLocations).toHaveLength(100);
    expect(one.message.text).toContain('(100).');
    expect(one.message.text).not.toContain('(101)');
  });

  test('has both fingerprints', () => {
    const findings = [diagnostic(spanOf(source, '"B"')), diagnostic(spanOf(source, '"A"'))];
    const results = renderRun(result(findings)).results ?? [];
    expect(results.map(({ partialFingerprints }) => partialFingerprints?.primaryLocationLineHash)).toEqual([
      lineHashes(source.text)[3],
      lineHashes(source.text)[1],
    ]);
    const own = results.map(({ partialFingerprints }) => partialFingerprints?.['sfnLint/v1']);
    expect(own).toEqual(fingerprints(findings));
  });

  test('has a line hash at the end of a file too', () => {
    for (const text of ['', '{}', '{}\n', '{}\r\n', '\ufeff']) {
      const one = renderOne(span(file('a.json', text), text.length));
      expect(one.partialFingerprints?.primaryLocationLineHash).toMatch(/^[0-9a-f]+:1$/);
    }
  });

  test('offers its safest fix, one change per file', () => {
    const other = file('template.yaml', 'A: 1\n');
    const one = renderOne(spanOf(source, '"B"'), {
      pointer: '/States/A',
      state: 'A',
      machine: 'Order',
      fixes: [
        fix('unsafe', 'Not this', [{ span: span(source, 0, 1), text: 'x' }]),
        fix('safe', 'This [one]', [
          { span: spanOf(source, '"B"'), text: '"A"' },
          { span: spanOf(other, '1'), text: '' },
          { span: span(source, 1), text: '\n' },
        ]),
      ],
    });
    expect(one.properties).toEqual({
      jsonPointer: '/States/A',
      stateName: 'A',
      stateMachine: 'Order',
      fixSafety: 'safe',
    });
    expect(one.fixes).toEqual([
      {
        description: { text: 'This \\[one\\]' },
        artifactChanges: [
          {
            artifactLocation: { uri: 'flows/order.asl.json', uriBaseId: '%SRCROOT%', index: 0 },
            replacements: [
              {
                deletedRegion: { startLine: 4, startColumn: 11, endLine: 4, endColumn: 14 },
                insertedContent: { text: '"A"' },
              },
              {
                deletedRegion: { startLine: 1, startColumn: 2, endLine: 1, endColumn: 2 },
                insertedContent: { text: '\n' },
              },
            ],
          },
          {
            artifactLocation: { uri: 'template.yaml', uriBaseId: '%SRCROOT%' },
            replacements: [
              {
                deletedRegion: { startLine: 1, startColumn: 4, endLine: 1, endColumn: 5 },
                insertedContent: { text: '' },
              },
            ],
          },
        ],
      },
    ]);
  });

  test('never offers a plan, or a fix without edits', () => {
    const edits = [{ span: span(source, 0, 1), text: 'x' }];
    const planned = renderOne(span(source, 0, 1), { fixes: [fix('plan', 'By hand', edits)] });
    expect(planned).not.toHaveProperty('fixes');
    expect(planned.properties).toEqual({ fixSafety: 'plan' });
    expect(renderOne(span(source, 0, 1), { fixes: [fix('safe', 'Nothing')] })).not.toHaveProperty('fixes');
  });

  test('is valid and inert whatever names and paths hold', () => {
    for (const hostile of HOSTILE) {
      const bad = file(`${hostile}.json`, `{ "${hostile}": 1 }`);
      const finding = diagnostic(span(bad, 2, bad.text.length - 2), {
        message: `State ${hostile} is wrong.`,
        state: hostile,
        machine: hostile,
        pointer: hostile,
        related: [{ span: span(bad, 0, 1), note: hostile }],
        fixes: [fix('safe', hostile, [{ span: span(bad, 0, 1), text: hostile }])],
      });
      const lint = result([finding], { notes: [{ text: hostile, span: span(bad, 0) }] });
      const [one] = renderRun(lint).results ?? [];
      // Only the link to the related place is one: every other bracket is escaped.
      expect(one?.message.text?.match(/(?<!\\)(?:\\\\)*\[/g)).toHaveLength(1);
      expect(one?.message.text).toMatch(/\]\(1\)\.$/);
      expect(one?.properties).toMatchObject({ stateName: hostile });
      const text = renderSarif(lint, plain);
      expect(text).not.toMatch(RAW);
    }
  });
});

describe('notifications', () => {
  test('tell of failures and run notes, with descriptors that exist', () => {
    const run = renderRun(
      result(
        [
          diagnostic(span(source, 3, 4), { rule: 'parse-error', message: 'Not JSON.' }),
          diagnostic(span(source, 0, 1), { rule: 'internal-error', message: 'It broke.' }),
          diagnostic(span(source, 0, 1)),
        ],
        { notes: [{ text: 'Not read [x].', span: span(source, 0, 1) }, { text: 'No place.' }] },
      ),
      { exitCode: 2 },
    );
    const [invocation] = run.invocations ?? [];
    const notifications = invocation?.toolExecutionNotifications ?? [];
    expect(invocation).toMatchObject({ executionSuccessful: false, exitCode: 2 });
    expect(notifications.map(({ level, message, descriptor }) => [level, message.text, descriptor?.id])).toEqual([
      ['error', 'Not JSON.', 'parse-error'],
      ['error', 'It broke.', 'internal-error'],
      ['note', 'Not read \\[x\\].', 'run-note'],
      ['note', 'No place.', 'run-note'],
    ]);
    for (const { descriptor } of notifications) {
      expect(run.tool.driver.notifications?.[descriptor?.index ?? -1]?.id).toBe(descriptor?.id);
    }
    expect(notifications[0]?.locations?.[0]?.physicalLocation?.region).toMatchObject({ startLine: 2, startColumn: 2 });
    expect(notifications[3]).not.toHaveProperty('locations');
    expect(run.results).toHaveLength(3);
  });
});

describe('limits', () => {
  test('more results than a service takes are cut, the gravest kept in order', () => {
    const findings = Array.from({ length: 25_010 }, (_, index) =>
      diagnostic(span(source, 0, 1), { severity: index % 1000 === 999 ? 'error' : 'note', data: { index } }),
    );
    const log = JSON.parse(renderSarif(result(findings), plain)) as Log;
    const run = log.runs[0];
    expect(run?.results).toHaveLength(25_000);
    expect(run?.results?.filter(({ level }) => level === 'error')).toHaveLength(25);
    expect(run?.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toMatch(/^10 findings/);
  });

  test('many results in a large file take no time to speak of', () => {
    const large = file('large.json', '  "key": "value",\n'.repeat(60_000));
    const findings = Array.from({ length: 6_000 }, (_, index) => diagnostic(span(large, index * 18, index * 18 + 5)));
    const started = performance.now();
    renderSarif(result(findings), plain);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test('texts are cut between characters', () => {
    expect(truncate('abc', 3)).toBe('abc');
    expect(truncate('abcd', 3)).toBe('ab…');
    expect(truncate('a🚀bc', 3)).toBe('a…');
  });

  test('plain text escapes what a link is made of', () => {
    expect(plainText('[a](1) \\ \u001b')).toBe('\\[a\\](1) \\\\ \\\\u001b');
  });
});
