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

export const INVALID_SUPPRESSION: RuleMeta = {
  id: 'invalid-suppression',
  category: 'document',
  summary: 'A suppression cannot be read, and suppresses nothing.',
  why:
    'A suppression hides a finding from everyone who comes later, so it has to say which rule it means and why. One ' +
    'that names no rule, a rule that does not exist, or no reason is not followed.',
  remedy:
    'Write `sfn-lint-ignore ID -- reason` in a comment above what it is about, or several ids with commas between them. ' +
    'The other verbs are `sfn-lint-ignore-line`, `sfn-lint-ignore-file`, and `sfn-lint-disable` with `sfn-lint-enable`. ' +
    'In JSON the `Comment` of a state or machine holds the same text; in a template `Metadata` holds ' +
    '`sfn-lint: {ignore: ["ID -- reason"]}`.',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  fix: 'none',
  messages: {
    noReason: {
      text: 'The suppression of {rules} gives no reason, so it suppresses nothing.',
      help: 'Write `{form} -- why this is right here`.',
    },
    noRule: {
      text: 'This suppression names no rule, so it suppresses nothing.',
      help: 'Name the rules that it is about, with commas between them, before the two dashes and the reason.',
    },
    unknownRule: {
      text: 'There is no rule {rule}, so this suppresses nothing.',
      help: '`sfn-lint rules` lists all rules.',
    },
    misspeltRule: {
      text: 'There is no rule {rule}, so this suppresses nothing.',
      help: 'Did you mean {near}?',
    },
    notSuppressible: {
      text: 'A finding of {rule} cannot be suppressed where it stands.',
      help: 'Mend what it says, or switch the rule off in the configuration.',
    },
    unknownVerb: {
      text: 'There is no {verb}, so this suppresses nothing.',
      help: 'The verbs are sfn-lint-ignore, sfn-lint-ignore-line, sfn-lint-ignore-file, sfn-lint-disable and sfn-lint-enable.',
    },
    onlyInComments: {
      text: '{verb} works in a comment only, so this suppresses nothing.',
      help: 'The Comment of a state or machine takes sfn-lint-ignore, which holds for all of that state or machine.',
    },
    nothingFollows: {
      text: 'Nothing follows this sfn-lint-ignore that it could be about, so it suppresses nothing.',
      help: 'Write it above what it is about, or use sfn-lint-ignore-line for its own line.',
    },
    malformedMetadata: {
      text: 'The Metadata of sfn-lint is not of the form that it reads, so it suppresses nothing.',
      help: 'Write `sfn-lint: {ignore: ["ID -- reason"]}`.',
    },
  },
  references: ['Static Analysis Results Interchange Format (SARIF) 2.1.0: suppression object'],
};

export const UNUSED_SUPPRESSION: RuleMeta = {
  id: 'unused-suppression',
  category: 'document',
  summary: 'A suppression suppresses nothing.',
  why:
    'What it was written for is gone, or it stands in another place than the finding. Left there, it would hide the next ' +
    'finding of its rule, which nobody has looked at.',
  remedy:
    'Remove it, or move it to the node that the finding points at. Nothing is said where a run cannot know: when the rule ' +
    'does not run, when a definition is not read, or when what the rule or the definition wants of a template is not part of the run.',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  fix: 'safe',
  messages: {
    unused: {
      text: 'Nothing needs this suppression of {rule}: the rule finds nothing there.',
      help: 'Remove it. sfn-lint-ignore is about the node that follows it, sfn-lint-ignore-line about its own line.',
    },
    endsNothing: {
      text: 'This sfn-lint-enable ends nothing: no sfn-lint-disable of {rule} is open here.',
      help: 'Remove it.',
    },
  },
  references: ['Static Analysis Results Interchange Format (SARIF) 2.1.0: suppression object'],
};

export const RESERVED_RULES: readonly RuleMeta[] = [
  INTERNAL_ERROR,
  INVALID_SUPPRESSION,
  PARSE_ERROR,
  UNUSED_SUPPRESSION,
];

/** The others are about the run or the suppressions themselves. */
export const SUPPRESSIBLE_RESERVED: readonly string[] = [PARSE_ERROR.id];
