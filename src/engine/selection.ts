/** Which rules run, at which level and with which options: preset, configuration, then single rules by id. */
import { RESERVED_RULES } from '../rules/reserved.ts';
import type { MessageMeta, OptionValue, Preset, RuleMeta, RuleModule, RuleOption, Severity } from '../rules/rule.ts';

/** What the configuration says of one rule; a level enables it and sets all its findings. */
export interface RuleSettings {
  readonly level?: Severity | 'off';
  readonly options: ReadonlyMap<string, OptionValue>;
}

/** Where something is found, or a rule looks. */
export interface Whereabouts {
  /** As a report shows it. */
  readonly file: string;
  readonly machine: string | undefined;
  /** The state and those around it, by name. */
  readonly states: readonly string[];
}

/** What a configuration says for some files, machines or states; a test that is absent holds everywhere. */
export interface Override {
  readonly file?: (path: string) => boolean;
  readonly machine?: (name: string) => boolean;
  readonly state?: (name: string) => boolean;
  readonly rules: ReadonlyMap<string, RuleSettings>;
}

export interface SelectionOptions {
  readonly preset: Preset;
  /** The configuration's settings by rule id; what follows here goes before its levels. */
  readonly configured?: ReadonlyMap<string, RuleSettings>;
  /** Of the configuration too, before whose settings they go; later ones go before earlier ones. */
  readonly overrides?: readonly Override[];
  /** When not empty: these and no others, whatever the preset. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** Level by rule id; `off` leaves the rule out, a level enables it and sets all its findings. */
  readonly levels: ReadonlyMap<string, Severity | 'off'>;
}

export interface ActiveRule {
  readonly module: RuleModule;
  /** Whether it depends on where a finding is: then what follows wants to be told. */
  readonly isOverridden: boolean;
  /** The level a message reports at, or undefined when it is not part of this run. */
  severityOf(message: MessageMeta, at?: Whereabouts): Severity | undefined;
  integerOption(name: string, at?: Whereabouts): number;
  stringOption(name: string, at?: Whereabouts): string;
  stringsOption(name: string, at?: Whereabouts): readonly string[];
  /** The level that most of its findings have, for lists of rules. */
  readonly topSeverity: Severity;
}

export interface RuleSelection {
  /** Sorted by id. */
  readonly active: readonly ActiveRule[];
  /** The level of a reserved rule in a file, or undefined when it is left out. */
  reserved(meta: RuleMeta, file: string): Severity | undefined;
  /** Whether a rule reports everything that it may find in a file, so that nothing found means nothing there. */
  runsThroughout(id: string, file: string): boolean;
  /** Whether a rule that runs finds more when a template declares the machine. */
  needsTemplate(id: string): boolean;
  /** Every id that a user may name. */
  readonly knownIds: ReadonlySet<string>;
}

/** Each holds the rules of the ones before it. */
export const PRESETS: readonly Preset[] = ['recommended', 'strict', 'all'];

export const RULE_LEVELS: readonly (Severity | 'off')[] = ['off', 'note', 'warning', 'error'];

export function selectRules(rules: readonly RuleModule[], options: SelectionOptions): RuleSelection {
  const active: ActiveRule[] = [];
  for (const module of rules) {
    const rule = activate(module, options);
    if (rule !== undefined) active.push(rule);
  }
  let knownIds: ReadonlySet<string> | undefined;
  return {
    active,
    reserved: (meta, file) => severityOfReserved(meta, options, { file, machine: undefined, states: [] }),
    runsThroughout: (id, file) => runsThroughout(id, file, active, options),
    needsTemplate: (id) => active.some(({ module }) => module.meta.id === id && needsTemplate(module)),
    /** Asked for only where a comment or a configuration names rules. */
    get knownIds() {
      return (knownIds ??= new Set(knownRuleIds(rules)));
    },
  };
}

/** Every id that a user may name. */
export function knownRuleIds(rules: readonly RuleModule[]): readonly string[] {
  return [...rules.map(({ meta }) => meta.id), ...RESERVED_RULES.map(({ id }) => id)].sort();
}

function activate(module: RuleModule, options: SelectionOptions): ActiveRule | undefined {
  const { meta } = module;
  const base = levelOf(meta.id, options);
  const overriding = overridesOf(meta.id, options);
  const severityOf = (message: MessageMeta, at?: Whereabouts): Severity | undefined => {
    const level = at === undefined || overriding.length === 0 ? base : levelOf(meta.id, options, at);
    if (level === 'off') return undefined;
    const isNamed = level !== undefined || options.only.includes(meta.id);
    if (!isNamed && !isIncluded(message.preset ?? meta.preset, options.preset)) return undefined;
    return level ?? message.severity ?? meta.severity;
  };
  const speaks = Object.values(meta.messages).some((message) => severityOf(message) !== undefined);
  if (!speaks && !overriding.some((override) => isEnabledBy(meta.id, override, options))) return undefined;
  const topSeverity = base === undefined || base === 'off' ? meta.severity : base;
  const isOverridden = overriding.length > 0;
  return { module, isOverridden, severityOf, ...optionReaders(meta, options, overriding), topSeverity };
}

function needsTemplate({ meta, listeners }: RuleModule): boolean {
  return meta.needsTemplate === true || listeners.declaration !== undefined;
}

function overridesOf(id: string, { overrides = [] }: SelectionOptions): readonly Override[] {
  return overrides.filter(({ rules }) => rules.has(id));
}

/** Whether a rule that is left out elsewhere runs where an override holds. */
function isEnabledBy(id: string, { rules }: Override, { only, skip, levels }: SelectionOptions): boolean {
  if (skip.includes(id) || levels.get(id) === 'off' || (only.length > 0 && !only.includes(id))) return false;
  const level = rules.get(id)?.level;
  return level !== undefined && level !== 'off';
}

function holdsAt({ file, machine, state }: Override, at: Whereabouts): boolean {
  if (file !== undefined && !file(at.file)) return false;
  if (machine !== undefined && (at.machine === undefined || !machine(at.machine))) return false;
  return state === undefined || at.states.some(state);
}

type OptionReaders = Pick<ActiveRule, 'integerOption' | 'stringOption' | 'stringsOption'>;

/** Asking for an option that the rule does not declare, or by another type, is a fault of the rule. */
function optionReaders(
  meta: RuleMeta,
  { configured }: SelectionOptions,
  overriding: readonly Override[],
): OptionReaders {
  const settings = configured?.get(meta.id);
  const overridden = (name: string, at: Whereabouts | undefined): OptionValue | undefined => {
    if (at === undefined) return undefined;
    const setting = (override: Override): OptionValue | undefined => override.rules.get(meta.id)?.options.get(name);
    const last = overriding.findLast((override) => setting(override) !== undefined && holdsAt(override, at));
    return last === undefined ? undefined : setting(last);
  };
  const read = (name: string, type: RuleOption['type'], at: Whereabouts | undefined): OptionValue => {
    const option = meta.options?.[name];
    if (option?.type !== type) throw new TypeError(`${meta.id} has no ${type} option ${name}`);
    return overridden(name, at) ?? settings?.options.get(name) ?? option.default;
  };
  return {
    integerOption: (name, at) => read(name, 'integer', at) as number,
    stringOption: (name, at) => read(name, 'string', at) as string,
    stringsOption: (name, at) => read(name, 'strings', at) as readonly string[],
  };
}

/** `off`, a level set by id, or undefined for the rule's own. */
function levelOf(id: string, options: SelectionOptions, at?: Whereabouts): Severity | 'off' | undefined {
  const { configured, only, skip, levels } = options;
  if (skip.includes(id)) return 'off';
  const level = levels.get(id);
  if (level !== undefined) return level;
  const setting = configured?.get(id)?.level;
  if (only.length > 0 && !only.includes(id)) return 'off';
  const here = at === undefined ? undefined : overriddenLevel(id, options, at);
  if (here !== undefined) return here;
  // Named on the command line, it runs, whatever the configuration says for all files.
  return only.length > 0 && setting === 'off' ? undefined : setting;
}

function overriddenLevel(id: string, options: SelectionOptions, at: Whereabouts): Severity | 'off' | undefined {
  const setting = ({ rules }: Override): Severity | 'off' | undefined => rules.get(id)?.level;
  const last = overridesOf(id, options).findLast(
    (override) => setting(override) !== undefined && holdsAt(override, at),
  );
  return last === undefined ? undefined : setting(last);
}

function runsThroughout(id: string, file: string, active: readonly ActiveRule[], options: SelectionOptions): boolean {
  const at: Whereabouts = { file, machine: undefined, states: [] };
  const rule = active.find(({ module }) => module.meta.id === id);
  if (rule === undefined)
    return RESERVED_RULES.some((meta) => meta.id === id && severityOfReserved(meta, options, at) !== undefined);
  const { messages } = rule.module.meta;
  if (Object.values(messages).some((message) => rule.severityOf(message, at) === undefined)) return false;
  // What holds for some machines or states only may leave it out at any of them.
  return !overridesOf(id, options).some(
    ({ file: isHere, rules }) => rules.get(id)?.level === 'off' && (isHere === undefined || isHere(file)),
  );
}

function isIncluded(preset: Preset, chosen: Preset): boolean {
  return PRESETS.indexOf(preset) <= PRESETS.indexOf(chosen);
}

function severityOfReserved(meta: RuleMeta, options: SelectionOptions, at: Whereabouts): Severity | undefined {
  const level = levelOf(meta.id, options, at);
  return level === 'off' ? undefined : (level ?? meta.severity);
}
