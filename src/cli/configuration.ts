/**
 * What a configuration file says, checked: unknown fields, rules, levels and options are errors of usage with the place
 * in the file. `schema/sfn-lint.config.schema.json` says the same to editors.
 */
import path from 'node:path';
import { PRESETS, RULE_LEVELS } from '../engine/selection.ts';
import type { Override, RuleSettings } from '../engine/selection.ts';
import { SHIPPED_FACTS } from '../aws/facts.ts';
import type { Facts } from '../aws/facts.ts';
import { RESERVED_RULES } from '../rules/reserved.ts';
import { RULES } from '../rules/index.ts';
import type { OptionValue, Preset, RuleMeta, RuleOption } from '../rules/rule.ts';
import type { Entry, Node, ObjectNode } from '../tree/node.ts';
import { spanOf } from '../tree/node.ts';
import { configurationError } from './configuration-file.ts';
import { readFacts } from './configuration-data.ts';
import { fieldsOf, objectOf, oneOf, textOf, textsOf, wholeNumber } from './configuration-values.ts';
import { FAIL_LEVELS } from './exit-code.ts';
import type { FailLevel } from './exit-code.ts';
import { suggestion } from './options.ts';
import { fileTest, nameTest } from './override-patterns.ts';

export interface Configuration {
  readonly preset?: Preset;
  readonly failOn?: FailLevel;
  readonly maxWarnings?: number;
  readonly rules: ReadonlyMap<string, RuleSettings>;
  readonly overrides: readonly Override[];
  /** Relative to the root of the run. */
  readonly baseline?: string;
  /** Limits, models and prices, with the entries of the file. */
  readonly facts: Facts;
}

export const NO_CONFIGURATION: Configuration = { rules: new Map(), overrides: [], facts: SHIPPED_FACTS };

const FIELDS = ['$schema', 'preset', 'failOn', 'maxWarnings', 'rules', 'overrides', 'baseline', 'data'] as const;
const RULE_FIELDS = ['level', 'options'] as const;

export async function readConfiguration(root: Node): Promise<Configuration> {
  const fields = fieldsOf(root, FIELDS, 'the configuration');
  const { preset, failOn, maxWarnings, rules, overrides, baseline, data } = fields;
  const folder = path.posix.dirname(spanOf(root).file.path);
  return {
    ...(preset === undefined ? {} : { preset: oneOf(preset, PRESETS) }),
    ...(failOn === undefined ? {} : { failOn: oneOf(failOn, FAIL_LEVELS) }),
    ...(maxWarnings === undefined ? {} : { maxWarnings: wholeNumber(maxWarnings, 0) }),
    rules: rules === undefined ? new Map() : readRules(rules.value),
    overrides: overrides === undefined ? [] : await readOverrides(overrides.value, folder),
    ...(baseline === undefined ? {} : { baseline: path.posix.join(folder, nameOf(baseline)) }),
    facts: data === undefined ? SHIPPED_FACTS : readFacts(data.value),
  };
}

const OVERRIDE_FIELDS = ['files', 'machines', 'states', 'rules'] as const;

async function readOverrides(node: Node, folder: string): Promise<readonly Override[]> {
  if (node.kind !== 'array') throw configurationError(node, 'overrides takes a list of objects');
  return Promise.all(node.items.map((item) => readOverride(item, folder)));
}

async function readOverride(node: Node, folder: string): Promise<Override> {
  const { files, machines, states, rules } = fieldsOf(node, OVERRIDE_FIELDS, 'an override');
  if (files === undefined && machines === undefined && states === undefined) {
    throw configurationError(node, 'an override names files, machines or states');
  }
  if (rules === undefined) throw configurationError(node, 'an override has rules');
  return {
    ...(files === undefined ? {} : { file: await fileTest(patternsOf(files), folder) }),
    ...(machines === undefined ? {} : { machine: nameTest(patternsOf(machines)) }),
    ...(states === undefined ? {} : { state: nameTest(patternsOf(states)) }),
    rules: readRules(rules.value),
  };
}

function patternsOf({ key, value }: Entry): readonly string[] {
  const patterns = textsOf(value, key.value);
  if (patterns.length > 0) return patterns;
  throw configurationError(value, `${key.value} takes at least one pattern`);
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
    node.entries.map((entry) => {
      const { key } = entry;
      const option = options[key.value];
      if (option !== undefined) return [key.value, optionValue(entry, option)];
      throw configurationError(key, `${id} has no option ${key.value}${suggestion(key.value, known)}`);
    }),
  );
}

function optionValue(entry: Entry, { type }: RuleOption): OptionValue {
  switch (type) {
    case 'integer':
      return wholeNumber(entry, 0);
    case 'string':
      return textOf(entry.value, entry.key.value);
    case 'strings':
      return textsOf(entry.value, entry.key.value);
  }
}

function nameOf({ key, value }: Entry): string {
  const text = textOf(value, key.value);
  if (text !== '') return text;
  throw configurationError(value, `${key.value} takes a text`);
}
