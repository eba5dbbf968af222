/** Findings that no rule file makes: the engine reports them itself. Their ids are reserved. */
import type { RuleMeta } from './rule.ts';

export const PARSE_ERROR: RuleMeta = {
  id: 'parse-error',
  category: 'document',
  summary: 'A definition or template cannot be read.',
  why: 'Nothing in a text that does not parse can be deployed or checked.',
  remedy: 'Correct the text at the marked place. Later problems in the same text show once this one is gone.',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  fix: 'none',
  messages: {
    unreadable: { text: '{what} cannot be read: {problem}.' },
    syntax: { text: '{what} cannot be read: {problem}.', serviceCode: 'INVALID_JSON_DESCRIPTION' },
    empty: { text: '{what} cannot be read: {problem}.', serviceCode: 'SCHEMA_VALIDATION_FAILED' },
    tooDeep: { text: '{what} cannot be read: {problem}.', serviceCode: 'TOO_DEEPLY_NESTED' },
    notObject: { text: '{what} cannot be read: {problem}.', serviceCode: 'SCHEMA_VALIDATION_FAILED' },
  },
  references: ['RFC 8259: The JavaScript Object Notation (JSON) Data Interchange Format', 'YAML 1.2.2'],
};

export const INTERNAL_ERROR: RuleMeta = {
  id: 'internal-error',
  category: 'document',
  summary: 'A rule failed on this machine.',
  why:
    'This is a defect of sfn-lint, not of your files. The other rules ran, but what this rule would have said is ' +
    'missing, so the run ends with exit code 2.',
  remedy: 'Please report it together with the message and, if you can, the definition. `--skip` leaves the rule out.',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  fix: 'none',
  messages: {
    failed: { text: 'The rule {rule} failed on state machine "{machine}": {problem}.' },
    spoilt: { text: 'After fixes of {rules}, {file} could not be read any more. They are undone.' },
  },
  references: [],
};

export const RESERVED_RULES: readonly RuleMeta[] = [INTERNAL_ERROR, PARSE_ERROR];
