/** What is said of suppressions themselves: those that cannot be read, and those that nothing needs. */
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/engine/diagnostic.ts';
import type { SelectionOptions } from '../../src/engine/selection.ts';
import type { HostSpan } from '../../src/text/layer.ts';
import { lintFiles } from '../support/lint-files.ts';
import type { FileTable } from '../support/memory-files.ts';

const RULE = 'missing-quota-fallback';
const ASK = 'arn:aws:states:::bedrock:invokeModel';
const OWN: readonly string[] = ['invalid-suppression', 'unused-suppression'];

const sliceOf = ({ file, start, end }: HostSpan): string => file.text.slice(start, end);

/** `rule at "text": message` of every finding about a suppression. */
async function told(files: FileTable, options: Partial<SelectionOptions> = {}): Promise<readonly string[]> {
  const { diagnostics } = await lintFiles(files, options);
  const own = diagnostics.filter(({ rule }) => OWN.includes(rule));
  for (const { severity, help } of own) expect([severity, help]).toEqual(['warning', expect.stringMatching(/[.?]$/)]);
  return own.map(({ rule, primary, message }) => `${rule} at "${sliceOf(primary)}": ${message}`);
}

const asks = (...comments: readonly string[]): string =>
  [
    'StartAt: Ask',
    'States:',
    ...comments.map((comment) => `  ${comment}`),
    '  Ask:',
    '    Type: Task',
    `    Resource: ${ASK}`,
    '    Parameters: { ModelId: m }',
    '    End: true',
    '',
  ].join('\n');

const sayOf = (...comments: readonly string[]): Promise<readonly string[]> => told({ 'm.asl.yaml': asks(...comments) });

/** What the fix of a finding takes out. */
function removedBy(finding: Diagnostic | undefined): readonly string[] {
  const edits = finding?.fixes.flatMap((fix) => fix.edits) ?? [];
  return edits.map(({ file, start, end }) => file.text.slice(start, end));
}

describe('a suppression that cannot be read', () => {
  it.each([
    [
      `# sfn-lint-ignore ${RULE}`,
      `sfn-lint-ignore ${RULE}`,
      `The suppression of ${RULE} gives no reason, so it suppresses nothing.`,
    ],
    [
      `# sfn-lint-ignore ${RULE} --`,
      `sfn-lint-ignore ${RULE} --`,
      `The suppression of ${RULE} gives no reason, so it suppresses nothing.`,
    ],
    ['# sfn-lint-ignore', 'sfn-lint-ignore', 'This suppression names no rule, so it suppresses nothing.'],
    [
      '# sfn-lint-disable -- all',
      'sfn-lint-disable -- all',
      'This suppression names no rule, so it suppresses nothing.',
    ],
    ['# sfn-lint-enable', 'sfn-lint-enable', 'This suppression names no rule, so it suppresses nothing.'],
    [
      '# sfn-lint-ignore missing-quota-falback -- r',
      'missing-quota-falback',
      'There is no rule missing-quota-falback, so this suppresses nothing.',
    ],
    [
      '# sfn-lint-ignore nothing-like-it -- r',
      'nothing-like-it',
      'There is no rule nothing-like-it, so this suppresses nothing.',
    ],
    [
      '# sfn-lint-ignore-next-line a -- r',
      'sfn-lint-ignore-next-line a -- r',
      'There is no sfn-lint-ignore-next-line, so this suppresses nothing.',
    ],
    [
      '# sfn-lint-ignore unused-suppression -- r',
      'unused-suppression',
      'A finding of unused-suppression cannot be suppressed where it stands.',
    ],
    [
      '# sfn-lint-ignore internal-error -- r',
      'internal-error',
      'A finding of internal-error cannot be suppressed where it stands.',
    ],
  ])('%s', async (comment, at, message) => {
    expect(await sayOf(comment)).toEqual([`invalid-suppression at "${at}": ${message}`]);
    const { suppressed } = await lintFiles({ 'm.asl.yaml': asks(comment) });
    expect(suppressed).toEqual([]);
  });

  it('names the rule that is nearest', async () => {
    const { diagnostics } = await lintFiles({ 'm.asl.yaml': asks('# sfn-lint-ignore missing-quota-falback -- r') });
    expect(diagnostics.find(({ rule }) => rule === 'invalid-suppression')?.help).toBe(`Did you mean ${RULE}?`);
  });

  it('still follows the ids beside an unknown one', async () => {
    const { diagnostics, suppressed } = await lintFiles({
      'm.asl.yaml': asks(`# sfn-lint-ignore no-rule, ${RULE} -- r`),
    });
    expect(suppressed.map(({ diagnostic }) => diagnostic.rule)).toEqual([RULE]);
    expect(diagnostics.filter(({ rule }) => OWN.includes(rule)).map(({ primary }) => sliceOf(primary))).toEqual([
      'no-rule',
    ]);
  });

  it('has nothing that follows it before a closing bracket, or at the end', async () => {
    const json = `{"StartAt": "A", "States": {"A": {"Type": "Succeed" /* sfn-lint-ignore ${RULE} -- r */ }, "B": {"Type": "Succeed"}}}`;
    const message = 'Nothing follows this sfn-lint-ignore that it could be about, so it suppresses nothing.';
    const expected = [`invalid-suppression at "sfn-lint-ignore ${RULE} -- r": ${message}`];
    expect(await told({ 'm.asl.jsonc': json })).toEqual(expected);
    expect(await told({ 'm.asl.yaml': `${asks()}# sfn-lint-ignore ${RULE} -- r` })).toEqual(expected);
  });

  it('stands in a Comment with a verb that only comments have', async () => {
    const machine = (comment: string): FileTable => ({
      'm.asl.json': JSON.stringify({ Comment: comment, StartAt: 'A', States: { A: { Type: 'Succeed' } } }),
    });
    expect(await told(machine(`sfn-lint-disable ${RULE} -- r`))).toEqual([
      `invalid-suppression at "sfn-lint-disable ${RULE} -- r": sfn-lint-disable works in a comment only, so this suppresses nothing.`,
    ]);
    expect(await told(machine(`Well. sfn-lint-ignore ${RULE}`))).toEqual([
      `invalid-suppression at "sfn-lint-ignore ${RULE}": The suppression of ${RULE} gives no reason, so it suppresses nothing.`,
    ]);
    expect(await told(machine('sfn-lint-ignore ${Rules} -- r'))).toEqual([]);
  });

  it.each([
    [
      '{ ignore: [missing-logging] }',
      '"missing-logging"',
      'The suppression of missing-logging gives no reason, so it suppresses nothing.',
    ],
    ['{ ignore: [-- r] }', '"-- r"', 'This suppression names no rule, so it suppresses nothing.'],
    [
      '{ ignore: missing-logging -- r }',
      '"ignore"',
      'The Metadata of sfn-lint is not of the form that it reads, so it suppresses nothing.',
    ],
    [
      '{ ignored: [missing-logging -- r] }',
      '"ignored"',
      'The Metadata of sfn-lint is not of the form that it reads, so it suppresses nothing.',
    ],
    [
      '[missing-logging -- r]',
      '"sfn-lint"',
      'The Metadata of sfn-lint is not of the form that it reads, so it suppresses nothing.',
    ],
    [
      '{ ignore: [missing-loging -- r] }',
      '"missing-loging"',
      'There is no rule missing-loging, so this suppresses nothing.',
    ],
  ])('in Metadata: %s', async (section, at, message) => {
    const template = [
      'Resources:',
      '  M:',
      '    Type: AWS::Serverless::StateMachine',
      '    Metadata:',
      `      sfn-lint: ${section}`,
      '    Properties:',
      '      Definition: { StartAt: A, States: { A: { Type: Succeed } } }',
    ].join('\n');
    expect(await told({ 't.yaml': template })).toEqual([`invalid-suppression at ${at}: ${message}`]);
  });

  it('is told under its own name alone', async () => {
    const files = { 'm.asl.yaml': asks('# sfn-lint-ignore') };
    expect(await told(files, { only: [RULE] })).toEqual([]);
    expect(await told(files, { skip: ['invalid-suppression'] })).toEqual([]);
    expect(await told(files, { only: ['invalid-suppression'] })).toHaveLength(1);
  });
});

describe('a suppression that nothing needs', () => {
  const unused = (rule: string): string =>
    `unused-suppression at "${rule}": Nothing needs this suppression of ${rule}: the rule finds nothing there.`;

  it('is told, each rule by itself', async () => {
    expect(await sayOf(`# sfn-lint-ignore ${RULE} -- r`)).toEqual([]);
    expect(await sayOf('# sfn-lint-ignore unreachable-state -- r')).toEqual([unused('unreachable-state')]);
    expect(await sayOf(`# sfn-lint-ignore ${RULE}, unreachable-state -- r`)).toEqual([unused('unreachable-state')]);
    expect(await sayOf('# sfn-lint-ignore-file parse-error -- r')).toEqual([unused('parse-error')]);
  });

  it('is the outer one of two', async () => {
    const ignore = `# sfn-lint-ignore-file ${RULE} -- outer`;
    const { diagnostics, suppressed } = await lintFiles({
      'm.asl.yaml': asks(ignore, `# sfn-lint-ignore ${RULE} -- inner`),
    });
    expect(suppressed.map(({ reason }) => reason)).toEqual(['inner']);
    const [own] = diagnostics.filter(({ rule }) => rule === 'unused-suppression');
    expect(removedBy(own)).toEqual([`  ${ignore}\n`]);
  });

  it('says what is to go: the comment, the id, the entry, or the words in a Comment', async () => {
    const removals = async (files: FileTable): Promise<readonly string[]> => {
      const { diagnostics } = await lintFiles(files);
      return diagnostics.filter(({ rule }) => rule === 'unused-suppression').flatMap(removedBy);
    };
    expect(await removals({ 'm.asl.yaml': asks('# sfn-lint-ignore unreachable-state -- r') })).toEqual([
      '  # sfn-lint-ignore unreachable-state -- r\n',
    ]);
    expect(await removals({ 'm.asl.yaml': asks(`# sfn-lint-ignore ${RULE}, unreachable-state -- r`) })).toEqual([
      ', unreachable-state',
    ]);
    const json =
      '{"Comment": "Ends. sfn-lint-ignore unreachable-state -- r", "StartAt": "A", "States": {"A": {"Type": "Succeed"}}}';
    expect(await removals({ 'm.asl.json': json })).toEqual(['sfn-lint-ignore unreachable-state -- r']);
    const template = JSON.stringify({
      Metadata: { 'sfn-lint': { ignore: ['unreachable-state -- r'] } },
      Resources: {
        M: {
          Type: 'AWS::StepFunctions::StateMachine',
          Properties: { Definition: { StartAt: 'A', States: { A: { Type: 'Succeed' } } } },
        },
      },
    });
    expect(await removals({ 't.json': template })).toEqual(['"unreachable-state -- r"']);
  });

  it('is an enable without a disable', async () => {
    expect(await sayOf(`# sfn-lint-enable ${RULE} -- r`)).toEqual([
      `unused-suppression at "${RULE}": This sfn-lint-enable ends nothing: no sfn-lint-disable of ${RULE} is open here.`,
    ]);
  });

  it('is none whose rule does not run', async () => {
    const files = { 'm.asl.yaml': asks('# sfn-lint-ignore unreachable-state -- r') };
    expect(await told(files, { only: [RULE] })).toEqual([]);
    expect(await told(files, { only: [RULE, 'unused-suppression'] })).toEqual([]);
    expect(await told(files, { only: ['unreachable-state', 'unused-suppression'] })).toHaveLength(1);
    expect(await told(files, { skip: ['unreachable-state'] })).toEqual([]);
    expect(await told(files, { skip: ['unused-suppression'] })).toEqual([]);
  });

  it('is none of a rule that has more to say in another preset', async () => {
    const files = { 'm.asl.yaml': asks('# sfn-lint-ignore unbounded-map -- r') };
    expect(await told(files, { preset: 'recommended' })).toEqual([]);
    expect(await told(files, { preset: 'strict' })).toEqual([unused('unbounded-map')]);
  });

  it('is none in a definition that waits for the values of a template', async () => {
    const ignore = '# sfn-lint-ignore unreachable-state -- r';
    const waiting = asks(ignore).replace('ModelId: m', "ModelId: '${Model}'");
    expect(await told({ 'm.asl.yaml': waiting })).toEqual([]);
    const comment =
      '{"Comment": "${C} sfn-lint-ignore unreachable-state -- r", "StartAt": "A", "States": {"A": {"Type": "Succeed"}}}';
    expect(await told({ 'm.asl.json': comment })).toEqual([]);
    const template =
      'Resources: { M: { Type: AWS::Serverless::StateMachine, Properties: { DefinitionUri: m.asl.yaml, DefinitionSubstitutions: { Model: m } } } }';
    expect(await told({ 't.yaml': template, 'm.asl.yaml': waiting })).toEqual([unused('unreachable-state')]);
  });

  it('is none of a rule that wants a template, in a definition without one', async () => {
    const ignores = ['express-time-limit', 'missing-logging'].map((rule) => `# sfn-lint-ignore ${rule} -- r`);
    expect(await sayOf(...ignores)).toEqual([]);
    const template =
      'Resources: { M: { Type: AWS::Serverless::StateMachine, Properties: { Type: EXPRESS, DefinitionUri: m.asl.yaml } } }';
    expect(await told({ 't.yaml': template, 'm.asl.yaml': asks(...ignores) })).toEqual([
      unused('express-time-limit'),
      unused('missing-logging'),
    ]);
  });

  it('is none where a definition is not read', async () => {
    const template = (definition: string): string =>
      [
        'Resources:',
        '  # sfn-lint-ignore unreachable-state -- r',
        '  M:',
        '    Type: AWS::Serverless::StateMachine',
        '    Metadata: { sfn-lint: { ignore: [dead-error-name -- r] } }',
        '    Properties:',
        `      ${definition}`,
      ].join('\n');
    expect(await told({ 't.yaml': template('DefinitionUri: s3://bucket/key') })).toEqual([]);
    expect(await told({ 't.yaml': template('DefinitionUri: gone.asl.json') })).toEqual([]);
    expect(await told({ 't.yaml': template('DefinitionString: "{broken"') })).toEqual([]);
    expect(await told({ 't.yaml': template('DefinitionUri: m.asl.json'), 'm.asl.json': '{' })).toEqual([]);
    const read = template('Definition: { StartAt: A, States: { A: { Type: Succeed } } }');
    expect(await told({ 't.yaml': read })).toEqual([unused('unreachable-state'), unused('dead-error-name')]);
  });

  it('covers a definition inside a template that cannot be read', async () => {
    const template = [
      'Resources:',
      '  M:',
      '    Type: AWS::Serverless::StateMachine',
      '    Properties:',
      '      # sfn-lint-ignore parse-error -- filled in by a script',
      '      DefinitionString: "{broken"',
    ].join('\n');
    const { diagnostics, suppressed } = await lintFiles({ 't.yaml': template }, { only: ['parse-error', ...OWN] });
    expect(diagnostics).toEqual([]);
    expect(suppressed.map(({ diagnostic, reason }) => [diagnostic.rule, reason])).toEqual([
      ['parse-error', 'filled in by a script'],
    ]);
  });
});

describe('many of them', () => {
  it('take time in proportion', async () => {
    const count = 20_000;
    const states = Array.from(
      { length: count },
      (_, i) =>
        `  # sfn-lint-ignore unknown-field -- r\n  S${i}: { Type: Pass, Colour: red, ${i + 1 < count ? `Next: S${i + 1}` : 'End: true'} }`,
    );
    const files = { 'm.asl.yaml': `StartAt: S0\nStates:\n${states.join('\n')}\n` };
    const { suppressed, diagnostics } = await lintFiles(files, { only: ['unknown-field', ...OWN] });
    expect(suppressed).toHaveLength(count);
    expect(diagnostics).toEqual([]);
  });
});
