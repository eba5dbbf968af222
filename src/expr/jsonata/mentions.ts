/**
 * Whether a text that is no expression where it stands was meant as one: it reads `$states`, a variable that the machine
 * assigns, or calls a function of JSONata. Looks at the text alone, for it need not parse.
 */
import { JSONATA_FUNCTIONS, STATES_MEMBERS } from '../../aws/jsonata-functions.ts';
import type { Range } from '../../text/source-file.ts';

const makeNames = (): RegExp => /\$([\p{ID_Start}_]\p{ID_Continue}*)(?:\.(\w+)|\s?(\())?/gu;
/** Made when first needed: V8 reads the tables of Unicode for it. */
let names: RegExp | undefined;

export function mentionsJsonata(text: string, variables: { has(name: string): boolean }): boolean {
  if (!text.includes('$')) return false;
  names ??= makeNames();
  for (const [, name = '', member, call] of text.matchAll(names)) {
    if (name === 'states' ? STATES_MEMBERS.includes(member ?? '') : variables.has(name)) return true;
    if (call !== undefined && JSONATA_FUNCTIONS.has(name)) return true;
  }
  return false;
}

/** The stretches of a text from `{%` to the next `%}`, delimiters included. */
export function delimitedWithin(text: string): readonly Range[] {
  const found: Range[] = [];
  for (let start = text.indexOf('{%'); start >= 0;) {
    const close = text.indexOf('%}', start + 2);
    if (close < 0) break;
    found.push({ start, end: close + 2 });
    start = text.indexOf('{%', close + 2);
  }
  return found;
}
