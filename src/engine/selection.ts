/** Which rules run, at which level and with which options: preset first, then single rules by id. */
import { RESERVED_RULES } from '../rules/reserved.ts';
import type { MessageMeta, Preset, RuleMeta, RuleModule, Severity } from '../rules/rule.ts';

export interface SelectionOptions {
  readonly preset: Preset;
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
  /** The level that most of its findings have, for lists of rules. */
  readonly topSeverity: Severity;
}

export interface RuleSelection {
  /** Sorted by id. */
  readonly active: readonly ActiveRule[];
  /** The level of a reserved rule, or undefined when it is left out. */
  reserved(meta: RuleMeta): Severity | undefined;
}

const PRESETS: readonly Preset[] = ['recommended', 'strict', 'all'];

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
  return { module, severityOf, integerOption: (name) => integerOption(meta, name), topSeverity };
}

/** `off`, a level set by id, or undefined for the rule's own. */
function levelOf(id: string, { only, skip, levels }: SelectionOptions): Severity | 'off' | undefined {
  if (skip.includes(id)) return 'off';
  const level = levels.get(id);
  if (level !== undefined) return level;
  return only.length > 0 && !only.includes(id) ? 'off' : undefined;
}

function isIncluded(preset: Preset, chosen: Preset): boolean {
  return PRESETS.indexOf(preset) <= PRESETS.indexOf(chosen);
}

function severityOfReserved(meta: RuleMeta, options: SelectionOptions): Severity | undefined {
  const level = levelOf(meta.id, options);
  return level === 'off' ? undefined : (level ?? meta.severity);
}

function integerOption(meta: RuleMeta, name: string): number {
  const value = meta.options?.[name]?.default;
  if (typeof value !== 'number') throw new TypeError(`${meta.id} has no integer option ${name}`);
  return value;
}
