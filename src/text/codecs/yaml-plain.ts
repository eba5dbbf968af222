/**
 * Whether a text can be written as a plain YAML scalar (YAML 1.2, 7.3.3) and is still read as a string.
 *
 * Deliberately narrow: what YAML 1.1 (which CloudFormation reads) or the core schema of YAML 1.2 would take
 * for a number, boolean, null, date or merge key has to be quoted, and so has anything odd at the edges.
 */

const BAD_START = /^(?:[,[\]{}#&*!|>'"%@`]|[-?:](?:[ \t\r\n,[\]{}]|$)|---|\.\.\.)/;
const BAD_EDGE = /^[ \t\r\n]|[ \t\r\n]$/;
const COMMENT = /[ \t\r\n]#/;
const MAPPING = /:(?:[ \t\r\n]|$)/;
const FLOW_INDICATOR = /[,[\]{}]/;

const WORDS_WITH_MEANING = /^(?:~|null|true|false|yes|no|on|off|y|n|<<|=)$/i;
/** Numbers in all bases and notations, dates and times; wider than either schema. */
const LIKE_A_NUMBER = /^[-+]?(?:\.[0-9_]*$|\.?[0-9][-+0-9_.:a-fA-FxXoOtTzZ \t]*|\.(?:inf|nan))$/i;

/** Why `literal` is not a plain scalar that is read as a string, or undefined. */
export function plainFault(literal: string, inFlow: boolean): string | undefined {
  if (literal === '' || BAD_EDGE.test(literal)) return 'a plain scalar cannot begin or end with white space';
  if (BAD_START.test(literal)) return 'a plain scalar cannot begin like this';
  if (COMMENT.test(literal)) return 'the text would begin a comment';
  if (MAPPING.test(literal)) return 'the text would begin a mapping';
  if (inFlow && FLOW_INDICATOR.test(literal)) return 'the text would end the list or mapping it is in';
  const isOther = WORDS_WITH_MEANING.test(literal) || LIKE_A_NUMBER.test(literal);
  return isOther ? 'the text would not be read as a string' : undefined;
}
