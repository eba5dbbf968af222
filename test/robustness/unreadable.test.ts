/** Texts that hold no machine: each has one parse error, under the code that the service gives for the same text. */
import { describe, expect, it } from 'vitest';
import { lintFiles } from '../support/lint-files.ts';
import { TEMPLATE_RULES } from '../support/template-rules.ts';

const EMPTY = 'the text is empty';
const NO_OBJECT = 'a definition must be an object';
const BLANK_CODE = 'SCHEMA_VALIDATION_FAILED';
const SYNTAX_CODE = 'INVALID_JSON_DESCRIPTION';
const DEEP = `{"StartAt": "A", "States": ${'['.repeat(600)}${']'.repeat(600)}}`;

function inTemplate(properties: string): string {
  return `Resources:
  Machine:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      RoleArn: arn:aws:iam::123456789012:role/machine
      ${properties}
`;
}

describe('a text without a machine', () => {
  it.each<[name: string, file: string, text: string, problem: string, code: string | undefined]>([
    ['no character', 'm.asl.json', '', EMPTY, BLANK_CODE],
    ['blanks', 'm.asl.json', ' \r\n\t', EMPTY, BLANK_CODE],
    ['a byte order mark', 'm.asl.json', '\uFEFF', EMPTY, BLANK_CODE],
    ['no YAML', 'm.asl.yaml', '', EMPTY, BLANK_CODE],
    ['a YAML comment', 'm.asl.yml', '# to do\n', EMPTY, BLANK_CODE],
    ['a list', 'm.asl.json', '[{"StartAt": "A", "States": {}}]', NO_OBJECT, BLANK_CODE],
    ['a string', 'm.asl.json', '"StartAt States"', NO_OBJECT, BLANK_CODE],
    ['null', 'm.asl.json', 'null', NO_OBJECT, BLANK_CODE],
    ['a YAML list', 'm.asl.yaml', '- StartAt\n- States\n', NO_OBJECT, BLANK_CODE],
    ['a YAML text', 'm.asl.yaml', 'StartAt\n', NO_OBJECT, BLANK_CODE],
    ['half an object', 'm.asl.json', '{"StartAt": "A"', 'a closing brace is missing here', SYNTAX_CODE],
    ['an open quote', 'm.asl.yaml', 'StartAt: "A\n', 'missing closing "quote', SYNTAX_CODE],
    ['depth', 'm.asl.json', DEEP, 'it nests deeper than 500 levels here', 'TOO_DEEPLY_NESTED'],
    ['depth in YAML', 'm.asl.yaml', DEEP, 'it nests deeper than 500 levels here', 'TOO_DEEPLY_NESTED'],
    ['an empty text in a template', 't.yaml', inTemplate('DefinitionString: ""'), EMPTY, BLANK_CODE],
    ['blanks in a template', 't.yaml', inTemplate('DefinitionString: "  "'), EMPTY, BLANK_CODE],
    ['an empty block in a template', 't.yaml', inTemplate('DefinitionString: |\n\n'), EMPTY, BLANK_CODE],
    ['a list in a template', 't.yaml', inTemplate('DefinitionString: "[]"'), NO_OBJECT, BLANK_CODE],
    ['no JSON in a template', 't.yaml', inTemplate('DefinitionString: "{"'), 'a closing brace is missing', SYNTAX_CODE],
    // What CloudFormation refuses before the service sees it has no code.
    ['a list as a definition', 't.yaml', inTemplate('Definition: []'), NO_OBJECT, undefined],
    ['nothing as a text', 't.yaml', inTemplate('DefinitionString:'), 'a DefinitionString must be a text', undefined],
    ['a template that does not parse', 't.json', '{"Type": "AWS::StepFunctions::StateMachine"', 'a closing', undefined],
  ])('of %s', async (_, file, text, problem, code) => {
    const { diagnostics } = await lintFiles({ [file]: text }, { preset: 'all', skip: TEMPLATE_RULES });
    expect(diagnostics.map(({ rule, severity, serviceCode }) => ({ rule, severity, serviceCode }))).toEqual([
      { rule: 'parse-error', severity: 'error', serviceCode: code },
    ]);
    expect(diagnostics[0]?.message).toContain(problem);
  });

  it('is a definition without fields when it is an empty object', async () => {
    const { diagnostics } = await lintFiles({ 'm.asl.json': '{}' }, { preset: 'all' });
    expect(new Set(diagnostics.map(({ rule }) => rule))).toEqual(new Set(['missing-field']));
  });
});
