/** Which rules run, at which level and with which options: preset, configuration, then single rules by id. */
import { RESERVED_RULES } from '../rules/reserved.ts';
import type { MessageMeta, OptionValue, Preset, RuleMeta, RuleModule, RuleOption, Severity } from '../rules/rule.ts';

/** What the configuration says of one rule; a level enables it and sets all its findings. */
export interface RuleSettings {
  readonly level?: Severity | 'off';
  readonly options: ReadonlyMap<string, OptionValue>;
}

export interface SelectionOptions {
  readonly preset: Preset;
  /** The configuration's settings by rule id; what follows here goes before its levels. */
  readonly configured?: ReadonlyMap<string, RuleSettings>;
  /** When not empty: these and no others, whatever the preset. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** Level by rule id; `off` leaves the rule out, a level enables it and sets all its findings. */
  readonly levels: ReadonlyMap<string, Severity | 'off'>;
}

export interface ActiveRule {
  readonly module: RuleModule;
  /** The level a message reports at, or undefined when it is not part of this run. */
  severityOf(message: MessageMeta): Severity | undefined;
  integerOption(name: string): number;
  stringOption(name: string): string;
  stringsOption(name: string): readonly string[];
  /** The level that most of its findings have, for lists of rules. */
  readonly topSeverity: Severity;
}

export interface RuleSelection {
  /** Sorted by id. */
  readonly active: readonly ActiveRule[];
  /** The level of a reserved rule, or undefined when it is left out. */
  reserved(meta: RuleMeta): Severity | undefined;
}

/** Each holds the rules of the ones before it. */
export const PRESETS: readonly Preset[] = ['recommended', 'strict', 'all'];

export const RULE_LEVELS: readonly (Severity | 'off')[] = ['off', 'note', 'warning', 'error'];

export function selectRules(rules: readonly RuleModule[], options: SelectionOptions): RuleSelection {
  const active = rules.flatMap((module) => activate(module, options) ?? []);
  return { active, reserved: (meta) => severityOfReserved(meta, options) };
}

/** Every id that a user may name. */
export function knownRuleIds(rules: readonly RuleModule[]): readonly string[] {
  return [...rules.map(({ meta }) => meta.id), ...RESERVED_RULES.map(({ id }) => id)].sort();
}

function activate(module: RuleModule, options: SelectionOptions): ActiveRule | undefined {
  const { meta } = module;
  const level = levelOf(meta.id, options);
  if (level === 'off') return undefined;
  const isNamed = level !== undefined || options.only.includes(meta.id);
  const severityOf = (message: MessageMeta): Severity | undefined => {
    if (!isNamed && !isIncluded(message.preset ?? meta.preset, options.preset)) return undefined;
    return level ?? message.severity ?? meta.severity;
  };
  const speaks = Object.values(meta.messages).some((message) => severityOf(message) !== undefined);
  if (!speaks) return undefined;
  const topSeverity = level ?? meta.severity;
  return { module, severityOf, ...optionReaders(meta, options.configured?.get(meta.id)), topSeverity };
}

type OptionReaders = Pick<ActiveRule, 'integerOption' | 'stringOption' | 'stringsOption'>;

/** Asking for an option that the rule does not declare, or by another type, is a fault of the rule. */
function optionReaders(meta: RuleMeta, settings: RuleSettings | undefined): OptionReaders {
  const read = (name: string, type: RuleOption['type']): OptionValue => {
    const option = meta.options?.[name];
    if (option?.type !== type) throw new TypeError(`${meta.id} has no ${type} option ${name}`);
    return settings?.options.get(name) ?? option.default;
  };
  return {
    integerOption: (name) => read(name, 'integer') as number,
    stringOption: (name) => read(name, 'string') as string,
    stringsOption: (name) => read(name, 'strings') as readonly string[],
  };
}

/** `off`, a level set by id, or undefined for the rule's own. */
function levelOf(id: string, { configured, only, skip, levels }: SelectionOptions): Severity | 'off' | undefined {
  if (skip.includes(id)) return 'off';
  const level = levels.get(id);
  if (level !== undefined) return level;
  const setting = configured?.get(id)?.level;
  if (only.length === 0) return setting;
  if (!only.includes(id)) return 'off';
  // Named on the command line, it runs, whatever the configuration says.
  return setting === 'off' ? undefined : setting;
}

function isIncluded(preset: Preset, chosen: Preset): boolean {
  return PRESETS.indexOf(preset) <= PRESETS.indexOf(chosen);
}

function severityOfReserved(meta: RuleMeta, options: SelectionOptions): Severity | undefined {
  const level = levelOf(meta.id, options);
  return level === 'off' ? undefined : (level ?? meta.severity);
}
