/** A rule that throws: one finding says so, all other rules go on, and the run exits with 2. */
import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../src/cli/exit-code.ts';
import type { LintResult } from '../../src/engine/diagnostic.ts';
import { lint } from '../../src/engine/run.ts';
import { selectRules } from '../../src/engine/selection.ts';
import { loadProject } from '../../src/project/load.ts';
import { REPORT_FORMATS, loadReporter } from '../../src/reporters/index.ts';
import { defineRule } from '../../src/rules/rule.ts';
import type { RuleListeners, RuleMeta, RuleModule } from '../../src/rules/rule.ts';
import { MemoryFiles } from '../hosts/memory-files.ts';
import type { MemoryContent } from '../hosts/memory-files.ts';
import { SERVICES } from '../support/services.ts';

const FLOW =
  '{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"r","Next":"B"},' +
  '"B":{"Type":"Map","ItemProcessor":{"StartAt":"C","States":{"C":{"Type":"Pass"}}},"Next":"D"},' +
  '"D":{"Type":"Parallel","Branches":[{"StartAt":"E","States":{"E":{"Type":"Task"}}}],"End":true}}}';
const TEMPLATE = `{"Resources":{"M":{"Type":"AWS::Serverless::StateMachine","Properties":{"Definition":${FLOW}}}}}`;

function rule(id: string, listeners: RuleListeners): RuleModule {
  const meta: RuleMeta = {
    id,
    category: 'test',
    summary: 'A test.',
    why: 'It is a test.',
    remedy: 'None.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: { found: { text: 'State "{state}" was seen.' } },
    references: [],
  };
  return defineRule(meta, listeners);
}

const quiet = rule('quiet-rule', {
  state(state, context) {
    context.report({ at: { key: state.key }, message: 'found', data: { state: state.name } });
  },
});

function fail(problem: unknown): never {
  throw problem;
}

async function run(rules: readonly RuleModule[], content: MemoryContent = { 'a.asl.json': FLOW }): Promise<LintResult> {
  const files = new MemoryFiles(content);
  const selection = selectRules(rules, { preset: 'recommended', only: [], skip: [], levels: new Map() });
  return lint(loadProject(files.inputs(true), files, { perDeclaration: false }), selection, SERVICES);
}

const errorsOf = ({ diagnostics }: LintResult): LintResult['diagnostics'] =>
  diagnostics.filter(({ rule: id }) => id === 'internal-error');

describe('a rule that throws', () => {
  it.each<[string, RuleListeners]>([
    ['machine', { machine: () => fail(new Error('oh no')) }],
    ['state', { state: () => fail(new TypeError('oh no')) }],
    ['task', { task: () => fail(new RangeError('oh no')) }],
    ['map', { map: () => fail('oh no') }],
    ['parallel', { parallel: () => fail(new SyntaxError('oh no')) }],
  ])('in its %s listener is one finding, and the others go on', async (_, listeners) => {
    const result = await run([rule('loud-rule', listeners), quiet]);
    expect(errorsOf(result)).toEqual([
      expect.objectContaining({
        severity: 'error',
        machine: 'a',
        message: expect.stringMatching(/loud-rule.*"a".*oh no/) as string,
        primary: expect.objectContaining({ start: 0 }) as object,
      }),
    ]);
    expect(result.diagnostics.filter(({ rule: id }) => id === 'quiet-rule')).toHaveLength(5);
    expect(exitCodeOf(result.diagnostics, { failOn: 'error', maxWarnings: undefined, exitZero: false })).toBe(2);
    expect(exitCodeOf(result.diagnostics, { failOn: 'never', maxWarnings: undefined, exitZero: true })).toBe(2);
  });

  it('in its declaration listener is one finding at the resource', async () => {
    const result = await run([rule('loud-rule', { declaration: () => fail(new Error('oh no')) }), quiet], {
      'a.json': TEMPLATE,
    });
    expect(errorsOf(result)).toHaveLength(1);
    const { file, start, end } = errorsOf(result)[0]!.primary;
    expect(file.text.slice(start, end)).toBe('"M"');
    expect(result.diagnostics.filter(({ rule: id }) => id === 'quiet-rule')).toHaveLength(5);
  });

  it('fails once a machine, in each machine', async () => {
    const loud = rule('loud-rule', { state: () => fail(new Error('oh no')) });
    const result = await run([loud, quiet], { 'a.asl.json': FLOW, 'b.asl.json': FLOW, 'c.json': TEMPLATE });
    expect(errorsOf(result).map(({ machine }) => machine)).toEqual(['a', 'b', 'M']);
  });

  it('keeps what it found before it failed', async () => {
    const late = rule('late-rule', {
      state(state, context) {
        if (state.name === 'D') fail(new Error('oh no'));
        context.report({ at: { key: state.key }, message: 'found', data: { state: state.name } });
      },
    });
    const result = await run([late]);
    expect(result.diagnostics.map(({ rule: id, state }) => `${id} ${state ?? ''}`)).toEqual([
      'internal-error ',
      'late-rule A',
      'late-rule B',
      'late-rule C',
    ]);
  });

  it('may be several rules, one finding each', async () => {
    const rules = ['one-rule', 'two-rule'].map((id) => rule(id, { machine: () => fail(new Error(id)) }));
    expect(errorsOf(await run(rules)).map(({ message }) => /\w+-rule/.exec(message)?.[0])).toEqual([
      'one-rule',
      'two-rule',
    ]);
  });

  it('that reports what it does not have fails as well', async () => {
    const wrong = rule('wrong-rule', {
      machine: (machine, context) => context.report({ at: machine.node, message: 'missing' }),
    });
    expect(errorsOf(await run([wrong, quiet]))).toHaveLength(1);
  });

  it.each([
    undefined,
    null,
    0,
    Object.create(null) as object,
    new Error('\u001b[31m\n::error::x'),
    'x'.repeat(100_000),
  ])('may throw anything: %#', async (problem) => {
    const result = await run([rule('loud-rule', { machine: () => fail(problem) }), quiet]);
    expect(errorsOf(result)).toHaveLength(1);
    for (const format of REPORT_FORMATS) {
      const render = await loadReporter(format);
      const text = render(result, { color: false, version: '1.0.0', exitCode: 2, rules: [] });
      expect(text).not.toContain('\u001b');
      expect(text).not.toMatch(/^::error::x/m);
    }
  });
});
