/**
 * `${Name}` placeholders: what `DefinitionSubstitutions`, `Fn::Sub` and other template languages leave in a text.
 * The name may be anything on one line without quotes, braces or backslashes: `AWS::Region`, `Fn.Arn`, `a,b`.
 */
import type { Range } from './source-file.ts';

export interface Placeholder extends Range {
  /** The name without surrounding blanks. */
  readonly name: string;
}

const PATTERN = /\$\{([^{}"'\\\r\n]+)\}/g;

export function hasPlaceholder(text: string): boolean {
  return text.includes('${') && text.search(PATTERN) >= 0;
}

export function findPlaceholders(text: string): readonly Placeholder[] {
  if (!text.includes('${')) return [];
  return Array.from(text.matchAll(PATTERN), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    name: (match[1] ?? '').trim(),
  }));
}

/** Why a text with placeholders is not known: `placeholder Name`, `placeholders A and B`. */
export function describePlaceholders(text: string): string {
  const names = [...new Set(findPlaceholders(text).map(({ name }) => name))];
  const last = names.pop() ?? '';
  return names.length === 0 ? `placeholder ${last}` : `placeholders ${names.join(', ')} and ${last}`;
}

/** `{{resolve:ssm:Name}}` of CloudFormation, `{{ name }}`, `<% name %>` and `#{name}` of tools that fill in texts. */
const FOREIGN: readonly (readonly [open: string, close: string])[] = [
  ['{{', '}}'],
  ['<%', '%>'],
  ['#{', '}'],
];

/** Whether a text may be another one when it is deployed, by a placeholder that is not of the form `${Name}`. */
export function hasForeignPlaceholder(text: string): boolean {
  return FOREIGN.some(([open, close]) => {
    const start = text.indexOf(open);
    return start >= 0 && text.includes(close, start + open.length);
  });
}
