/** The JSON schema of the configuration file, for editors: what `src/cli/configuration.ts` checks, from the same facts. */
import { FAIL_LEVELS } from '../src/cli/exit-code.ts';
import { PRESETS, RULE_LEVELS } from '../src/engine/selection.ts';
import type { RuleMeta, RuleOption } from '../src/rules/rule.ts';
import { dataSchema } from './data-schema.ts';

type Schema = Readonly<Record<string, unknown>>;

export function configurationSchema(metas: readonly RuleMeta[]): string {
  const schema: Schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of sfn-lint',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      preset: { description: 'Which rules run, unless set one by one.', enum: PRESETS, default: 'recommended' },
      failOn: { description: 'The level from which on a run fails.', enum: FAIL_LEVELS, default: 'error' },
      maxWarnings: { description: 'A run with more warnings fails.', type: 'integer', minimum: 0 },
      rules: { $ref: '#/definitions/rules' },
      overrides: {
        description: 'Other levels and options for some files, machines or states; later ones go before earlier ones.',
        type: 'array',
        items: { $ref: '#/definitions/override' },
      },
      baseline: {
        description: 'The file of known findings, which are not shown; relative to this file.',
        type: 'string',
        minLength: 1,
      },
      data: dataSchema(),
    },
    definitions: {
      rules: {
        description: 'Levels and options by rule id.',
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(metas.map((meta) => [meta.id, ruleSchema(meta)])),
      },
      override: OVERRIDE,
      level: { description: 'Enables the rule and sets all its findings, or switches it off.', enum: RULE_LEVELS },
    },
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

const OVERRIDE: Schema = {
  type: 'object',
  additionalProperties: false,
  required: ['rules'],
  anyOf: [{ required: ['files'] }, { required: ['machines'] }, { required: ['states'] }],
  properties: {
    files: patterns('Globs of files, relative to this file; one without a slash is for files of that name anywhere.'),
    machines: patterns('Names of state machines; * stands for any text, ? for one character.'),
    states: patterns('Names of states, for them and what is inside them; * stands for any text, ? for one character.'),
    rules: { $ref: '#/definitions/rules' },
  },
};

function patterns(description: string): Schema {
  return { description, type: 'array', minItems: 1, items: { type: 'string' } };
}

function ruleSchema({ summary, options = {} }: RuleMeta): Schema {
  const level = { $ref: '#/definitions/level' };
  const names = Object.keys(options);
  const properties = Object.fromEntries(names.map((name) => [name, optionSchema(options[name])]));
  const settings = {
    type: 'object',
    additionalProperties: false,
    properties: {
      level,
      ...(names.length === 0 ? {} : { options: { type: 'object', additionalProperties: false, properties } }),
    },
  };
  return { description: summary, anyOf: [level, settings] };
}

function optionSchema(option: RuleOption | undefined): Schema {
  if (option === undefined) return {};
  const { description, default: value } = option;
  switch (option.type) {
    case 'integer':
      return { description, default: value, type: 'integer', minimum: 0 };
    case 'string':
      return { description, default: value, type: 'string' };
    case 'strings':
      return { description, default: value, type: 'array', items: { type: 'string' } };
  }
}
