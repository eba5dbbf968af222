/**
 * What a declaration's logging, tracing and tags come to. Answers yes or no only where the template says so itself: a
 * value that a parameter, a condition, a macro or an include decides is unknown.
 */
import type { Declaration, Machine, TaskState } from '../asl/model.ts';
import { machinesWithin } from '../asl/model.ts';
import type { Node } from '../tree/node.ts';

export type Setting =
  | { readonly kind: 'on' }
  /** Written, and off; `node` is what says so. */
  | { readonly kind: 'off'; readonly node: Node }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

const ON: Setting = { kind: 'on' };
const ABSENT: Setting = { kind: 'absent' };
const UNKNOWN: Setting = { kind: 'unknown' };

/** Whether executions are logged; a configuration without a level has the default, `OFF`. */
export function loggingOf({ settings }: Declaration): Setting {
  if (settings === undefined) return UNKNOWN;
  const { logging } = settings;
  if (logging === undefined) return settings.isOpen ? UNKNOWN : ABSENT;
  if (logging.kind !== 'object') return UNKNOWN;
  const level = logging.get('Level');
  if (level === undefined) return isClosed(logging) && !settings.isOpen ? { kind: 'off', node: logging } : UNKNOWN;
  if (level.kind !== 'string') return isOffOfYaml(level) ? { kind: 'off', node: level } : UNKNOWN;
  return level.value === 'OFF' ? { kind: 'off', node: level } : ON;
}

/** `Level: OFF` without quotes, which tools that read YAML 1.1 take for false; either way nothing is logged. */
function isOffOfYaml(level: Node): boolean {
  return level.kind === 'unknown' && level.template === 'OFF';
}

/** The value that makes executions write their data to the log; undefined when it is not certain that they do. */
export function loggedExecutionData(declaration: Declaration): Node | undefined {
  if (loggingOf(declaration).kind !== 'on') return undefined;
  const logging = declaration.settings?.logging;
  const included = logging?.kind === 'object' ? logging.get('IncludeExecutionData') : undefined;
  return readBoolean(included) === true ? included : undefined;
}

export function tracingOf({ settings }: Declaration): Setting {
  if (settings === undefined) return UNKNOWN;
  const { tracing } = settings;
  if (tracing === undefined) return settings.isOpen ? UNKNOWN : ABSENT;
  if (tracing.kind !== 'object') return UNKNOWN;
  const enabled = tracing.get('Enabled');
  if (enabled === undefined) return isClosed(tracing) && !settings.isOpen ? { kind: 'off', node: tracing } : UNKNOWN;
  const isOn = readBoolean(enabled);
  if (isOn === undefined) return UNKNOWN;
  return isOn ? ON : { kind: 'off', node: enabled };
}

/** Whether the machine has tags of its own; an empty list or map is none. */
export function tagsOf({ settings }: Declaration): Setting {
  if (settings === undefined) return UNKNOWN;
  const { tags } = settings;
  if (tags === undefined) return settings.isOpen ? UNKNOWN : ABSENT;
  if (tags.kind === 'array') return tags.items.length > 0 ? ON : { kind: 'off', node: tags };
  if (tags.kind !== 'object') return UNKNOWN;
  if (tags.entries.length > 0) return ON;
  return tags.isOpen ? UNKNOWN : { kind: 'off', node: tags };
}

/** CloudFormation takes the words as well. */
function readBoolean(node: Node | undefined): boolean | undefined {
  if (node?.kind === 'boolean') return node.value;
  if (node?.kind !== 'string' || !/^(?:true|false)$/i.test(node.value)) return undefined;
  return node.value.toLowerCase() === 'true';
}

function isClosed(node: Node): boolean {
  return node.kind === 'object' && !node.isOpen && !node.entries.some(({ key }) => key.value.startsWith('Fn::'));
}

/** The first AI task of a machine, nested ones included. */
export function firstAiTask(machine: Machine): TaskState | undefined {
  for (const nested of machinesWithin(machine)) {
    for (const state of nested.states) if (state.type === 'Task' && state.aiCall !== undefined) return state;
  }
  return undefined;
}
