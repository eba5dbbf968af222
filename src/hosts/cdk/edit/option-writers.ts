/** How the value of a field is written as an option of CDK. Each stands beside the reader of the same option. */
import { isRefusal, refuse } from '../../../text/layer.ts';
import type { Refusal } from '../../../text/layer.ts';
import type { Data } from '../../../tree/syntax.ts';
import { codeOf, raw } from './code.ts';
import type { Code, FileStyle } from './code.ts';
import type { Names } from './names.ts';
import { setsOnTask } from './usage.ts';

export interface WriterContext {
  readonly names: Names;
  readonly style: FileStyle;
}

export type WriteOption = (value: Data, context: WriterContext) => Code | Refusal;

export interface OptionWriter {
  /** Its name, where that does not depend on what the file uses already. */
  readonly option: string | ((context: WriterContext) => string);
  readonly write: WriteOption;
}

/** A member of a class, such as `JsonPath.DISCARD`, with or without a call. */
function member(path: string, rest: string, { names }: WriterContext): Code | Refusal {
  const name = names.of(path);
  return isRefusal(name) ? name : raw(name + rest);
}

/** As it is. A path that is null has a constant of its own. */
export const plainOption: WriteOption = (value, context) =>
  value === null ? member('aws-stepfunctions.JsonPath', '.DISCARD', context) : codeOf(value, context.style);

/** Where CDK takes a text alone, such as an expression. */
export const textOption: WriteOption = (value, context) =>
  typeof value === 'string' ? plainOption(value, context) : refuse('the option that is set here takes a text');

const UNITS = [
  ['days', 86_400],
  ['hours', 3600],
  ['minutes', 60],
] as const;

export const durationOption: WriteOption = (value, context) => {
  if (typeof value !== 'number' || !Number.isInteger(value)) return refuse('the time is no whole number of seconds');
  const [unit, size] = UNITS.find(([, seconds]) => value > 0 && value % seconds === 0) ?? ['seconds', 1];
  return member('cdk.Duration', `.${unit}(${value / size})`, context);
};

const newerOption: WriteOption = (value, context) => {
  const duration = durationOption(value, context);
  if (isRefusal(duration) || duration.kind !== 'raw') return duration;
  return member('aws-stepfunctions.Timeout', `.duration(${duration.text})`, context);
};

/** How long a state waits. */
export const waitOption: WriteOption = (value, context) => {
  const duration = durationOption(value, context);
  if (isRefusal(duration) || duration.kind !== 'raw') return duration;
  return member('aws-stepfunctions.WaitTime', `.duration(${duration.text})`, context);
};

/** The language of a state of its own. */
export const queryLanguageOption: OptionWriter = {
  option: 'queryLanguage',
  write(value, context) {
    if (value !== 'JSONata') return refuse('the value is none of the constants of CDK');
    if (context.names.layer.text.includes('@aws-cdk/')) return refuse('version 1 of CDK has no such option');
    return member('aws-stepfunctions.QueryLanguage', '.JSONATA', context);
  },
};

/** A member of an enumeration whose members are named as their texts. */
export function enumOption(path: string): WriteOption {
  return (value, context) => {
    const isMember = typeof value === 'string' && /^[A-Z][A-Z_]*$/.test(value);
    return isMember ? member(path, `.${value}`, context) : refuse('the value is none of the constants of CDK');
  };
}

/** A limit of time, for which there are two options: `set` is the one that is there. */
export function timeLimit(older: string, newer: string, set: string | undefined): OptionWriter {
  const isOlder = ({ names }: WriterContext): boolean => set === older || (set === undefined && prefersOlder(names));
  return {
    option: (context) => set ?? (isOlder(context) ? older : newer),
    write: (value, context) => (isOlder(context) ? durationOption : newerOption)(value, context),
  };
}

/** Version 1 of CDK has no other, and who uses the older one in a file is not given the newer one beside it. */
function prefersOlder({ layer }: Names): boolean {
  const { text, program } = layer;
  return text.includes('@aws-cdk/') || (!/\btaskTimeout\b/.test(text) && setsOnTask('timeout', program));
}
