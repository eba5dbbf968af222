/**
 * A first look at JSON text before the parser: how deep it nests, and which placeholders stand outside strings.
 * Both need only brackets, strings and comments, so this is one pass without recursion.
 */
import { MAX_DEPTH } from '../syntax-error.ts';

/** A run of text outside strings that holds at least one `${…}`. */
export interface BarePlaceholder {
  readonly start: number;
  readonly end: number;
  readonly role: 'value' | 'key' | 'member';
}

export interface JsonScan {
  /** Offset of the first bracket nested deeper than the limit. */
  readonly tooDeepAt: number | undefined;
  readonly placeholders: readonly BarePlaceholder[];
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;
const DOLLAR = 36;
const COMMA = 44;
const SLASH = 47;
const COLON = 58;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const SPACE = 32;

const LINE_END = /[\n\r]/g;
const RUN = /(?:\$\{[^{}"'\\\r\n]+\}|[A-Za-z0-9_.+-])+/y;

export function scanJson(text: string): JsonScan {
  const placeholders: BarePlaceholder[] = [];
  const objects: boolean[] = [];
  let expectsKey = false;
  let wordStart = -1;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    switch (unit) {
      case QUOTE:
        i = endOfString(text, i);
        expectsKey = false;
        break;
      case SLASH:
        i = endOfComment(text, i);
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        if (objects.length === MAX_DEPTH) return { tooDeepAt: i, placeholders };
        objects.push(unit === OPEN_BRACE);
        expectsKey = unit === OPEN_BRACE;
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        // What does not match leaves the bracket open, as it does in the parser.
        if (objects.at(-1) === (unit === CLOSE_BRACE)) objects.pop();
        expectsKey = false;
        break;
      case COMMA:
        expectsKey = objects.at(-1) ?? false;
        break;
      case DOLLAR: {
        const start = wordStart >= 0 ? wordStart : i;
        const end = endOfRun(text, start);
        if (end <= i) break;
        placeholders.push({ start, end, role: roleOf(text, end, expectsKey) });
        expectsKey = false;
        i = end - 1;
        break;
      }
      default:
    }
    wordStart = isWordUnit(unit) ? (wordStart < 0 ? i : wordStart) : -1;
  }
  return { tooDeepAt: undefined, placeholders };
}

function roleOf(text: string, end: number, expectsKey: boolean): BarePlaceholder['role'] {
  if (!expectsKey) return 'value';
  let i = end;
  for (; text.charCodeAt(i) <= SPACE || text.charCodeAt(i) === SLASH; i++) {
    if (text.charCodeAt(i) === SLASH) i = endOfComment(text, i);
  }
  return text.charCodeAt(i) === COLON ? 'key' : 'member';
}

/** End of the run of placeholders and number or word characters at `start`; `start` when there is no placeholder. */
function endOfRun(text: string, start: number): number {
  RUN.lastIndex = start;
  const run = RUN.exec(text)?.[0] ?? '';
  return run.includes('${') ? start + run.length : start;
}

function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === BACKSLASH) i++;
    else if (unit === QUOTE) return i;
    else if (unit === LINE_FEED || unit === CARRIAGE_RETURN) return i;
  }
  return text.length;
}

function endOfComment(text: string, start: number): number {
  if (text[start + 1] === '/') {
    LINE_END.lastIndex = start;
    return LINE_END.exec(text)?.index ?? text.length;
  }
  if (text[start + 1] !== '*') return start;
  const end = text.indexOf('*/', start + 2);
  return end < 0 ? text.length : end + 1;
}

function isWordUnit(unit: number): boolean {
  return (unit >= 48 && unit <= 57) || unit === 45 || unit === 43 || unit === 46;
}
