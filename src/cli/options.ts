/**
 * The options of the command line: one table that both the parser and the help text read. Parsing itself is
 * `node:util`'s; this adds types, values from a fixed set, and messages that name the nearest right word.
 */
import { parseArgs } from 'node:util';
import { nearName } from '../text/near-name.ts';

export interface OptionMeta {
  readonly type: 'boolean' | 'string';
  readonly multiple?: boolean;
  readonly short?: string;
  /** What stands for the value in the help text. */
  readonly value?: string;
  readonly help: string;
}

export const OPTIONS = {
  format: {
    type: 'string',
    value: 'FORMAT',
    short: 'f',
    help: 'pretty, json, sarif or github; for report markdown, html or json; for print asl or json',
  },
  output: {
    type: 'string',
    multiple: true,
    value: 'FORMAT=FILE',
    help: 'write a report to a file as well; repeatable',
  },
  preset: { type: 'string', value: 'NAME', help: 'recommended (default), strict or all' },
  only: { type: 'string', multiple: true, value: 'ID', help: 'run this rule and no others; repeatable' },
  skip: { type: 'string', multiple: true, value: 'ID', help: 'leave this rule out; repeatable' },
  rule: {
    type: 'string',
    multiple: true,
    value: 'ID:LEVEL',
    help: 'run a rule at off, note, warning or error; repeatable',
  },
  'fail-on': {
    type: 'string',
    value: 'LEVEL',
    help: 'exit 1 from this level on: error (default), warning, note or never',
  },
  'max-warnings': { type: 'string', value: 'N', help: 'exit 1 when there are more than N warnings' },
  baseline: { type: 'string', value: 'FILE', help: 'leave out the findings that this file holds' },
  'update-baseline': { type: 'boolean', help: 'write the findings of this run to the baseline' },
  'report-suppressed': { type: 'boolean', help: 'list in json and sarif what is suppressed or in the baseline too' },
  quiet: { type: 'boolean', help: 'show errors only' },
  'exit-zero': { type: 'boolean', help: 'exit 0 in place of 1' },
  color: { type: 'boolean', help: 'colours, whatever the output is (--no-color for none)' },
  fix: { type: 'boolean', help: 'apply safe fixes to the files' },
  unsafe: { type: 'boolean', help: 'apply fixes as well that may change behaviour' },
  'fix-rule': { type: 'string', multiple: true, value: 'ID', help: 'only apply fixes of this rule; repeatable' },
  'remove-functions': {
    type: 'boolean',
    help: 'with --fix or --diff, take out functions that a migration leaves unused',
  },
  diff: { type: 'boolean', help: 'print fixes as a patch and write nothing' },
  config: { type: 'string', value: 'FILE', help: 'read this configuration, not the nearest sfn-lint.config file' },
  'config-lookup': { type: 'boolean', help: 'look for a configuration file (--no-config-lookup for none)' },
  'stdin-filename': { type: 'string', value: 'FILE', help: 'lint standard input under this name' },
  'list-files': { type: 'boolean', help: 'print the files that would be linted, and stop' },
  'allow-outside': { type: 'boolean', help: 'read files outside the root of the run' },
  help: { type: 'boolean', short: 'h', help: 'print this help' },
  version: { type: 'boolean', short: 'v', help: 'print the version' },
} as const satisfies Readonly<Record<string, OptionMeta>>;

type OptionName = keyof typeof OPTIONS;
type Value<Meta extends OptionMeta> = Meta extends { multiple: true }
  ? readonly string[]
  : Meta extends { type: 'boolean' }
    ? boolean
    : string;

export type OptionValues = { readonly [Name in OptionName]?: Value<(typeof OPTIONS)[Name]> };

export interface CommandLine {
  readonly options: OptionValues;
  readonly positionals: readonly string[];
}

/** A call that cannot be carried out as written: exit code 2. */
export class UsageError extends Error {}

export function parseCommandLine(args: readonly string[]): CommandLine {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: OPTIONS,
      allowPositionals: true,
      allowNegative: true,
      strict: true,
    });
    return { options: values, positionals };
  } catch (error) {
    throw new UsageError(describe(error));
  }
}

function describe(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [, dashes = '', unknown] = /Unknown option '(-+)([^']*)'/.exec(message) ?? [];
  if (unknown === undefined) return (message.split('. ')[0] ?? message).replace(/\.$/, '');
  return `unknown option ${dashes}${unknown}${suggestion(unknown, Object.keys(OPTIONS), '--')}`;
}

/** `; did you mean --x?` when one of the names is near. */
export function suggestion(name: string, names: readonly string[], prefix = ''): string {
  const nearest = nearName(name, names);
  return nearest === undefined ? '' : `; did you mean ${prefix}${nearest}?`;
}

export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw new UsageError(`--${option} takes ${allowed.join(', ')}, not "${value}"${suggestion(value, allowed)}`);
}

/** Repeatable options take comma-separated lists as well. */
export function listOf(values: readonly string[] | undefined): readonly string[] {
  return (values ?? [])
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');
}

export function helpText(): string {
  const rows = Object.entries<OptionMeta>(OPTIONS).map(([name, { short, value, help }]) => {
    const flag = `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
    return `  ${flag.padEnd(28)}  ${help}`;
  });
  return `sfn-lint: finds what will break, cost or leak in AWS Step Functions state machines

Usage:
  sfn-lint [options] [PATH…]     lint files, folders or globs; the working directory without any
  sfn-lint print PATH…           print every state machine as the tool reads it
  sfn-lint report PATH…          describe every state machine: models, calls, cost, errors, diagram
  sfn-lint migrate PATH…         what runs behind Lambda tasks, and which could be native (-f json)
  sfn-lint explain ID            explain a rule
  sfn-lint rules                 list all rules
  sfn-lint init                  write a configuration to start from

Reads ASL in JSON and YAML, SAM and CloudFormation templates, and CDK apps in TypeScript, as source and synthesised.

Options:
${rows.join('\n')}

Exit codes: 0 nothing at the fail level, 1 findings, 2 wrong usage or an internal error.
`;
}
