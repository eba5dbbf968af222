/**
 * What a configuration file says, checked: unknown fields, rules, levels and options are errors of usage with the place
 * in the file. `schema/sfn-lint.config.schema.json` says the same to editors.
 */
import { PRESETS, RULE_LEVELS } from '../engine/selection.ts';
import type { RuleSettings } from '../engine/selection.ts';
import { RESERVED_RULES } from '../rules/reserved.ts';
import { RULES } from '../rules/index.ts';
import type { OptionValue, Preset, RuleMeta, RuleOption } from '../rules/rule.ts';
import type { Entry, Node, ObjectNode } from '../tree/node.ts';
import { configurationError } from './configuration-file.ts';
import { FAIL_LEVELS } from './exit-code.ts';
import type { FailLevel } from './exit-code.ts';
import { suggestion } from './options.ts';

export interface Configuration {
  readonly preset?: Preset;
  readonly failOn?: FailLevel;
  readonly maxWarnings?: number;
  readonly rules: ReadonlyMap<string, RuleSettings>;
}

export const NO_CONFIGURATION: Configuration = { rules: new Map() };

const FIELDS = ['$schema', 'preset', 'failOn', 'maxWarnings', 'rules'] as const;
const RULE_FIELDS = ['level', 'options'] as const;

export function readConfiguration(root: Node): Configuration {
  const fields = fieldsOf(root, FIELDS, 'the configuration');
  const { preset, failOn, maxWarnings, rules } = fields;
  return {
    ...(preset === undefined ? {} : { preset: oneOf(preset, PRESETS) }),
    ...(failOn === undefined ? {} : { failOn: oneOf(failOn, FAIL_LEVELS) }),
    ...(maxWarnings === undefined ? {} : { maxWarnings: wholeNumber(maxWarnings) }),
    rules: rules === undefined ? new Map() : readRules(rules.value),
  };
}

function readRules(node: Node): Configuration['rules'] {
  return new Map(objectOf(node, 'rules').entries.map((entry) => [entry.key.value, readRule(entry)]));
}

function readRule(entry: Entry): RuleSettings {
  const meta = metaOf(entry);
  if (entry.value.kind !== 'object') return { level: oneOf(entry, RULE_LEVELS), options: new Map() };
  const { level, options } = fieldsOf(entry.value, RULE_FIELDS, `the settings of ${meta.id}`);
  return {
    ...(level === undefined ? {} : { level: oneOf(level, RULE_LEVELS) }),
    options: options === undefined ? new Map() : readOptions(objectOf(options.value, 'options'), meta),
  };
}

function metaOf({ key }: Entry): RuleMeta {
  const metas = [...RULES.map(({ meta }) => meta), ...RESERVED_RULES];
  const meta = metas.find(({ id }) => id === key.value);
  if (meta !== undefined) return meta;
  const ids = metas.map(({ id }) => id);
  throw configurationError(key, `there is no rule ${key.value}${suggestion(key.value, ids)}`);
}

function readOptions(node: ObjectNode, { id, options = {} }: RuleMeta): ReadonlyMap<string, OptionValue> {
  const known = Object.keys(options);
  return new Map(
    node.entries.map(({ key, value }) => {
      const option = options[key.value];
      if (option !== undefined) return [key.value, optionValue(value, option, key.value)];
      throw configurationError(key, `${id} has no option ${key.value}${suggestion(key.value, known)}`);
    }),
  );
}

function optionValue(node: Node, { type }: RuleOption, name: string): OptionValue {
  switch (type) {
    case 'integer':
      if (node.kind === 'number' && Number.isInteger(node.value) && node.value >= 0) return node.value;
      throw configurationError(node, `${name} takes a whole number from 0 on`);
    case 'string':
      if (node.kind === 'string') return node.value;
      throw configurationError(node, `${name} takes a text`);
    case 'strings':
      return textsOf(node, name);
  }
}

function textsOf(node: Node, name: string): readonly string[] {
  const fault = configurationError(node, `${name} takes a list of texts`);
  if (node.kind !== 'array') throw fault;
  return node.items.map((item) => {
    if (item.kind !== 'string') throw fault;
    return item.value;
  });
}

type Fields<Name extends string> = Partial<Readonly<Record<Name, Entry>>>;

/** The entries of an object by name, each of which is among the known ones. */
function fieldsOf<Name extends string>(node: Node, known: readonly Name[], what: string): Fields<Name> {
  const found: Partial<Record<Name, Entry>> = {};
  for (const entry of objectOf(node, what).entries) {
    const name = known.find((candidate) => candidate === entry.key.value);
    if (name === undefined) {
      const { value } = entry.key;
      throw configurationError(entry.key, `${what} takes no ${value}${suggestion(value, known)}`);
    }
    found[name] = entry;
  }
  return found;
}

function objectOf(node: Node, what: string): ObjectNode {
  if (node.kind === 'object') return node;
  throw configurationError(node, `an object is wanted for ${what}`);
}

function oneOf<T extends string>({ key, value }: Entry, allowed: readonly T[]): T {
  const text = wordOf(value);
  const found = allowed.find((candidate) => candidate === text);
  if (found !== undefined) return found;
  throw configurationError(value, `${key.value} takes ${allowed.join(', ')}${suggestion(text, allowed)}`);
}

/** In YAML `off` may be read as a boolean: the word counts as it is written. */
function wordOf(value: Node): string {
  return value.kind === 'string' ? value.value : value.layer.text.slice(value.start, value.end);
}

function wholeNumber({ key, value }: Entry): number {
  if (value.kind === 'number' && Number.isInteger(value.value) && value.value >= 0) return value.value;
  throw configurationError(value, `${key.value} takes a whole number from 0 on`);
}
