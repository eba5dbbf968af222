/** The configuration file: where it is found, what it sets, what goes before it, and what is wrong with one. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { findingsOf } from './report.ts';
import { definition } from './samples.ts';
import { workspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

const [FALLBACK, PROMPT, MAP] = ['missing-quota-fallback', 'inline-prompt', 'unbounded-map'] as const;

/** One finding of each of three rules; the Map's is of the strict preset. */
const SAMPLE = definition({
  Ask: {
    Type: 'Task',
    Resource: 'arn:aws:states:::bedrock:invokeModel',
    Parameters: { ModelId: 'm', Body: { system: 'x'.repeat(250) } },
    ResultPath: '$.answer',
    Next: 'Each',
  },
  Each: {
    Type: 'Map',
    ItemsPath: '$.items',
    ItemProcessor: { StartAt: 'Step', States: { Step: { Type: 'Pass', End: true } } },
    End: true,
  },
});

const JSON_FILE = 'sfn-lint.config.json';

function projectWith(configuration: unknown, file = JSON_FILE): Workspace {
  const text = typeof configuration === 'string' ? configuration : JSON.stringify(configuration);
  return workspace({ 'flows/a.asl.json': SAMPLE, [file]: text });
}

function select(project: Workspace, args: readonly string[] = [], cwd = '.'): readonly string[] {
  const run = project.run(['--format', 'json', ...args], { cwd });
  expect(run.err).toBe('');
  return findingsOf(run)
    .filter(({ rule }) => [FALLBACK, PROMPT, MAP].some((id) => id === rule))
    .map(({ rule, severity }) => `${rule}:${severity}`)
    .sort();
}

const USUAL = [`${PROMPT}:warning`, `${FALLBACK}:warning`];

describe('a configuration file', () => {
  it('sets the preset', () => {
    expect(select(projectWith({ preset: 'strict' }))).toEqual([...USUAL, `${MAP}:note`]);
    expect(select(projectWith({ $schema: 'https://example.org/s.json', preset: 'recommended' }))).toEqual(USUAL);
  });

  it('sets levels, switches off, and enables beyond the preset', () => {
    const rules = { [FALLBACK]: 'error', [PROMPT]: { level: 'off' }, [MAP]: 'warning' };
    expect(select(projectWith({ rules }))).toEqual([`${FALLBACK}:error`, `${MAP}:warning`]);
  });

  it('sets options', () => {
    const rules = { [PROMPT]: { options: { maxLength: 250 } } };
    expect(select(projectWith({ rules }))).toEqual([`${FALLBACK}:warning`]);
    expect(select(projectWith({ rules: { [PROMPT]: { level: 'error', options: { maxLength: 249 } } } }))).toEqual([
      `${PROMPT}:error`,
      `${FALLBACK}:warning`,
    ]);
  });

  it('sets what fails', () => {
    expect(projectWith({}).run([]).code).toBe(0);
    expect(projectWith({ failOn: 'warning' }).run([]).code).toBe(1);
    expect(projectWith({ failOn: 'warning' }).run(['--fail-on', 'error']).code).toBe(0);
    expect(projectWith({ maxWarnings: 0 }).run([]).code).toBe(1);
    expect(projectWith({ maxWarnings: 0 }).run(['--max-warnings', '99']).code).toBe(0);
  });

  it('may be JSON with comments, or YAML', () => {
    expect(select(projectWith('{\n  // all of it\n  "preset": "all",\n}', 'sfn-lint.config.jsonc'))).toContain(
      `${MAP}:note`,
    );
    expect(select(projectWith('preset: strict\nrules:\n  inline-prompt: off\n', 'sfn-lint.config.yaml'))).toEqual([
      `${FALLBACK}:warning`,
      `${MAP}:note`,
    ]);
  });

  it('is the nearest one upward, and none above the root', () => {
    const project = projectWith({ preset: 'strict' });
    expect(select(project, [], 'flows')).toContain(`${MAP}:note`);
    project.write('flows/sfn-lint.config.json', '{}');
    expect(select(project, [], 'flows')).toEqual(USUAL);
    expect(select(projectWith({ preset: 'strict' }, '../sfn-lint.config.json'))).toEqual(USUAL);
  });

  it('can be named, and left aside', () => {
    const project = projectWith({ preset: 'strict' });
    expect(select(project, ['--no-config-lookup'])).toEqual(USUAL);
    project.write('other.json', JSON.stringify({ rules: { [FALLBACK]: 'off' } }));
    expect(select(project, ['--config', 'other.json'])).toEqual([`${PROMPT}:warning`]);
  });

  it('gives way to the command line: --only, --rule, --skip', () => {
    const project = projectWith({ rules: { [FALLBACK]: 'off', [PROMPT]: 'error', [MAP]: 'warning' } });
    expect(select(project)).toEqual([`${PROMPT}:error`, `${MAP}:warning`]);
    expect(select(project, ['--only', FALLBACK])).toEqual([`${FALLBACK}:warning`]);
    expect(select(project, ['--only', PROMPT])).toEqual([`${PROMPT}:error`]);
    expect(select(project, ['--rule', `${FALLBACK}:note`, '--skip', MAP])).toEqual([
      `${PROMPT}:error`,
      `${FALLBACK}:note`,
    ]);
  });
});

describe('a faulty configuration ends the run with 2 and says where', () => {
  it.each([
    ['{"preset": "strikt"}', '1:12', 'did you mean strict?'],
    ['{\n  "rule": {}\n}', '2:3', 'did you mean rules?'],
    ['{"rules": {"inline-promt": "off"}}', '1:12', 'did you mean inline-prompt?'],
    ['{"rules": {"inline-prompt": "of"}}', '1:29', 'level'],
    ['{"rules": {"inline-prompt": {"options": {"maxLenght": 3}}}}', '1:42', 'did you mean maxLength?'],
    ['{"rules": {"inline-prompt": {"options": {"maxLength": "3"}}}}', '1:55', 'a whole number'],
    ['{"rules": {"parse-error": {"options": {"x": 1}}}}', '1:40', 'no option'],
    ['{"maxWarnings": -1}', '1:17', 'a whole number'],
    ['{"maxWarnings": 1.5}', '1:17', 'a whole number'],
    ['[]', '1:1', 'an object'],
    ['{"rules": []}', '1:11', 'an object'],
    ['{"preset": }', '1:12', ''],
  ])('%s', (text, place, words) => {
    const { code, out, err } = projectWith(text).run([]);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(`${JSON_FILE}:${place}: `);
    expect(err).toContain(words === 'level' ? 'inline-prompt takes off, note, warning, error' : words);
  });

  it('when a named one is missing, or two stand side by side', () => {
    expect(projectWith({}).run(['--config', 'none.json'])).toMatchObject({ code: 2 });
    const project = projectWith({});
    project.write('sfn-lint.config.yaml', '{}');
    expect(project.run([])).toMatchObject({ code: 2 });
    expect(project.run([]).err).toContain('keep one of them');
  });
});

describe('the schema of the configuration', () => {
  const schema = path.resolve(import.meta.dirname, '../../schema/sfn-lint.config.schema.json');
  const accepts = new Ajv().compile(JSON.parse(readFileSync(schema, 'utf8')) as object);

  it.each([
    [{}, true],
    [{ preset: 'all', failOn: 'never', maxWarnings: 3, rules: { 'parse-error': 'off' } }, true],
    [{ rules: { 'inline-prompt': { level: 'note', options: { maxLength: 7 } } } }, true],
    [{ rules: { 'inline-prompt': { options: { maxLength: 'x' } } } }, false],
    [{ rules: { 'inline-prompt': { options: { other: 1 } } } }, false],
    [{ rules: { 'no-such-rule': 'off' } }, false],
    [{ preset: 'some' }, false],
    [{ other: 1 }, false],
  ])('%j: %s', (configuration, expected) => {
    expect(accepts(configuration)).toBe(expected);
    expect(projectWith(configuration).run([]).code === 2).toBe(!expected);
  });
});
