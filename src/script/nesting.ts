/**
 * How deeply a script is nested, by a scan: the parser recurses and takes the process with it when the stack runs out.
 *
 * Limits: comments and template literals are not told from code, which at worst counts too much.
 */

/** Far above what is written; the parser stands several times as much. */
export const MAX_NESTING = 1000;

/** Brackets, and what nests without any: prefixes, arrows, conditions, statements inside one another. */
const TOKEN =
  /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|[([{]|[)\]}]|[;,\n]|=>|[!~?:=<]|\b(?:if|else|new|typeof|void|delete|await|yield|for|while|do|label)\b|[-+](?=\s*[-+])/g;

/** Where a text first nests deeper than that; undefined when it does not. */
export function tooDeepAt(text: string): number | undefined {
  /** Tokens at each open level that nest what follows them. */
  const levels = [0];
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const first = token.charAt(0);
    if (first === "'" || first === '"') continue;
    if ('([{'.includes(first)) {
      levels.push(0);
      depth += 1;
    } else if (')]}'.includes(first)) {
      const closed = levels.length > 1 ? (levels.pop() ?? 0) + 1 : 0;
      depth -= closed;
    } else if (first === ';' || first === ',' || (first === '\n' && isStatementEnd(text, index))) {
      depth -= levels.at(-1) ?? 0;
      levels[levels.length - 1] = 0;
    } else {
      levels[levels.length - 1] = (levels.at(-1) ?? 0) + 1;
      depth += 1;
    }
    if (depth > MAX_NESTING) return index;
  }
  return undefined;
}

/** A line break after a closing bracket ends what was nested, as between declarations without semicolons. */
function isStatementEnd(text: string, index: number): boolean {
  return index > 0 && '})];\'"`'.includes(text.charAt(index - 1));
}
