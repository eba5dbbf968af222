/** `--fix` takes out what suppresses nothing, and leaves the rest of the file as it is. */
import { expect, it } from 'vitest';
import { fixFiles } from '../support/fix-files.ts';

const ONLY = { only: ['unreachable-state', 'unused-suppression'] } as const;

async function fixed(file: string, text: string): Promise<string> {
  const { files, result } = await fixFiles({ [file]: text }, ONLY, ['safe']);
  expect(result.diagnostics).toEqual([]);
  return String(files[file]);
}

const YAML = `StartAt: A
States:
  A: # why
    Type: Pass
    End: true
`;

it.each([
  ['a comment with a line of its own', '  A: # why\n', '  # sfn-lint-ignore unreachable-state -- r\n  A: # why\n'],
  ['a comment behind a value', 'Type: Pass\n', 'Type: Pass  # sfn-lint-ignore-line unreachable-state -- r\n'],
  [
    'a region',
    'States:\n',
    'States:\n  # sfn-lint-disable unreachable-state -- r\n  # sfn-lint-enable unreachable-state\n',
  ],
  ['a comment at the end', 'End: true\n', 'End: true\n# sfn-lint-ignore-file unreachable-state -- r'],
])('%s', async (_, clean, suppressed) => {
  const text = YAML.replace(clean, suppressed);
  expect(await fixed('m.asl.yaml', text)).toBe(YAML);
});

it('keeps the line ends of the file', async () => {
  const text = YAML.replace('  A: #', '  # sfn-lint-ignore unreachable-state -- r\n  A: #').replaceAll('\n', '\r\n');
  expect(await fixed('m.asl.yaml', text)).toBe(YAML.replaceAll('\n', '\r\n'));
});

it('one id of several', async () => {
  const text = YAML.replace('  A: #', '  # sfn-lint-ignore unreachable-state, parse-error -- r\n  A: #');
  const { files } = await fixFiles({ 'm.asl.yaml': text }, { only: [...ONLY.only, 'parse-error'] }, ['safe']);
  expect(files['m.asl.yaml']).toBe(YAML);
});

it('the words in a Comment', async () => {
  const text =
    '{"Comment": "Ends. sfn-lint-ignore unreachable-state -- r", "StartAt": "A", "States": {"A": {"Type": "Succeed"}}}';
  expect(await fixed('m.asl.json', text)).toBe(text.replace('sfn-lint-ignore unreachable-state -- r', ''));
});

it('the entry in the Metadata of a template', async () => {
  const text = `Metadata:
  sfn-lint:
    ignore:
      - unreachable-state -- r
      - missing-tracing -- later
Resources:
  M:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      Definition:
        StartAt: A
        States: { A: { Type: Succeed } }
`;
  expect(await fixed('t.yaml', text)).toBe(text.replace('      - unreachable-state -- r\n', ''));
});
