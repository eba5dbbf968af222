import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main as gen } from '../../scripts/gen.ts';
import { main } from '../../scripts/new-rule.ts';
import { checkSources } from '../architecture/checker.ts';
import { ruleSource, temporaryProject } from './project.ts';
import type { TemporaryProject } from './project.ts';

let project: TemporaryProject;
let output: string[];

beforeEach(() => {
  project = temporaryProject();
  output = [];
  for (const method of ['error', 'log'] as const) {
    vi.spyOn(console, method).mockImplementation((line: unknown) => {
      output.push(String(line));
    });
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  project.remove();
});

const newRule = (...args: readonly string[]): Promise<number> => main(args, project.root);

describe('new-rule', () => {
  it('writes the rule, its fixtures and what is generated', async () => {
    expect(await newRule('graph/dead-end')).toBe(0);
    expect(project.list()).toEqual([
      'README.md',
      'docs/data.md',
      'docs/rules/README.md',
      'docs/rules/dead-end.md',
      'package.json',
      'schema/sfn-lint.config.schema.json',
      'src/rules/graph/dead-end.ts',
      'src/rules/index.ts',
      'src/rules/rule.ts',
      'test/fixtures/dead-end/invalid/doc.asl.json',
      'test/fixtures/dead-end/valid/doc.asl.json',
    ]);
    expect(await gen(['--check'], project.root)).toBe(0);
    expect(project.read('docs/rules/dead-end.md')).toContain('| graph | warning | recommended | 1.2.3 | - |');
    expect(output.join('\n')).toContain('npm test -- -t dead-end');
  });

  it('writes a rule file that keeps the shape of the project', async () => {
    await newRule('graph/dead-end');
    const path = 'src/rules/graph/dead-end.ts';
    const table = { rules: { uses: ['asl'] } };
    expect(checkSources([{ path, text: project.read(path) }], table)).toEqual([]);
  });

  it('keeps fixtures that were there before the rule', async () => {
    project.write('test/fixtures/dead-end/invalid/doc.asl.json', '{"mine": 1}\n');
    expect(await newRule('graph/dead-end')).toBe(0);
    expect(project.read('test/fixtures/dead-end/invalid/doc.asl.json')).toBe('{"mine": 1}\n');
  });

  it.each([
    ['graph/deadend', 'two or more words'],
    ['graph/Dead-End', 'kebab-case'],
    ['graph/dead_end', 'kebab-case'],
    ['Graph/dead-end', "category 'Graph'"],
    ['graph/no-dead-end', "demands ('no')"],
    ['graph/require-end', "demands ('require')"],
    ['graph/dead-end-2', 'level or number'],
    ['graph/dead-end-warning', 'level or number'],
    ['../dead-end', 'category'],
    ['graph/sub/dead-end', 'Usage'],
    ['dead-end', 'Usage'],
  ])('refuses %s', async (name, reason) => {
    const before = project.list();
    expect(await newRule(name)).toBe(2);
    expect(output.join('\n')).toContain(reason);
    expect(project.list()).toEqual(before);
  });

  it('refuses an id that is taken in any category', async () => {
    project.write('src/rules/errors/dead-end.ts', ruleSource('errors', 'dead-end'));
    expect(await newRule('graph/dead-end')).toBe(2);
    expect(output).toEqual(["The rule 'dead-end' exists already, in category 'errors'."]);
  });

  it('wants exactly one name', async () => {
    expect(await newRule()).toBe(2);
    expect(await newRule('graph/dead-end', 'graph/dead-start')).toBe(2);
  });
});
