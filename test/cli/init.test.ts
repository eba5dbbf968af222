/** `sfn-lint init`: what it writes works, nothing is overwritten, and the next commands are said. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { TWO_WARNINGS } from './samples.ts';
import { workspace } from './workspace.ts';

const NAME = 'sfn-lint.config.jsonc';
const schema = path.resolve(import.meta.dirname, '../../schema/sfn-lint.config.schema.json');
const accepts = new Ajv().compile(JSON.parse(readFileSync(schema, 'utf8')) as object);

function value(text: string, allowTrailingComma: boolean): unknown {
  const errors: ParseError[] = [];
  const parsed = parse(text, errors, { allowTrailingComma }) as unknown;
  expect(errors).toEqual([]);
  return parsed;
}

describe('init', () => {
  it('writes a configuration with the schema and the preset, and says so', () => {
    const project = workspace();
    const { code, out, err } = project.run(['init']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Wrote sfn-lint\.config\.jsonc/);
    expect(out).toContain('sfn-lint explain ID');
    expect(out).not.toContain('baseline');
    expect(value(project.read(NAME), false)).toEqual({
      $schema: './node_modules/sfn-lint/schema/sfn-lint.config.schema.json',
      preset: 'recommended',
    });
    project.write('a.asl.json', TWO_WARNINGS);
    expect(project.run([])).toMatchObject({ code: 0, err: '' });
  });

  it('shows examples that work when they are taken out of their comments', () => {
    const project = workspace({ 'a.asl.json': TWO_WARNINGS });
    project.run(['init']);
    const all = project.read(NAME).replace(/^( *)\/\/ (?=["}\]{ ])/gm, '$1');
    expect(value(all, true)).toMatchObject({
      failOn: 'warning',
      overrides: [{}, {}],
      rules: {},
      baseline: expect.any(String) as string,
    });
    expect(accepts(value(all, true))).toBe(true);
    project.write(NAME, all);
    const run = project.run(['--update-baseline']);
    expect(run.err).toContain('wrote the baseline sfn-lint-baseline.json');
    expect(run.code).toBe(0);
  });

  it('suggests a baseline where there are many findings already', () => {
    const files = Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`m${i}.asl.json`, TWO_WARNINGS]));
    const project = workspace(files);
    const { out } = project.run(['init']);
    expect(out).toMatch(/There are \d+ findings already/);
    const [update = '', use = ''] = [...out.matchAll(/^ {2}sfn-lint (--baseline.*)$/gm)].map(([, args]) => args);
    expect(project.run(update.split(' ')).code).toBe(0);
    expect(project.run([...use.split(' '), '--fail-on', 'note']).code).toBe(0);
  });

  it.each(['sfn-lint.config.json', NAME, 'sfn-lint.config.yaml'])('does not overwrite %s', (name) => {
    const project = workspace({ [name]: '{}' });
    const { code, out, err } = project.run(['init']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`${name} is there already`);
    expect(project.read(name)).toBe('{}');
  });

  it('takes no paths', () => {
    const project = workspace();
    expect(project.run(['init', 'sub'])).toMatchObject({ code: 2, out: '' });
    expect(() => project.read(NAME)).toThrow();
  });
});
