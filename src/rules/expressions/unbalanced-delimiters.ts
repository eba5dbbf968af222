/**
 * A text of a JSONata state that was meant as an expression but is none, for `{%` and `%}` are not its very first and
 * last characters. Other languages write `{% if x %}` as well, and a text may end in `%}`: only what reads `$states` or
 * a variable, or calls a function of JSONata, was meant for Step Functions.
 */
import { jsonataTextsOf } from '../../analysis/expressions.ts';
import type { ValueString } from '../../analysis/expressions.ts';
import { wouldBeTaken } from '../../analysis/jsonata-scopes.ts';
import type { Analyses } from '../../analysis/index.ts';
import { describePartFirst } from '../../asl/describe-part.ts';
import type { Part } from '../../asl/parts.ts';
import type { Delimited } from '../../expr/jsonata/delimiters.ts';
import { delimitedWithin, mentionsJsonata } from '../../expr/jsonata/mentions.ts';
import { readDelimiters } from '../../expr/jsonata/delimiters.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import type { Range } from '../../text/source-file.ts';
import { defineRule } from '../rule.ts';

const HELP = 'Let the text begin with {% and end with %}, with nothing outside.';

export default defineRule(
  {
    id: 'unbalanced-delimiters',
    category: 'expressions',
    summary: 'A text holds a JSONata expression, but is not wholly enclosed in `{%` and `%}`.',
    why:
      'Step Functions evaluates a string as JSONata only if its first characters are `{%` and its last are `%}`. With ' +
      'anything outside, even a blank or a line break, the string is plain text (recorded 2026-02): the state hands on ' +
      'the words of the expression in place of its value, and nothing fails at first.\n\n' +
      'What becomes of a string with one delimiter alone was not recorded; the developer guide speaks of a validation error.',
    remedy:
      'Enclose the whole text: `{% $states.input.name %}`. Put text together inside the expression: ' +
      "`{% 'Hello ' & $states.input.name %}`. In YAML, write `>-` or `|-`, which leave no line break at the end.",
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety:
      'The state hands on the value of the expression in place of its words. Offered where all of the text is one ' +
      'expression that parses; for an expression inside other text, the fix is a plan.',
    messages: {
      open: {
        text: '{Part} has an expression in {field} that begins with {% but does not end with %}: it is not evaluated.',
        help: HELP,
      },
      close: {
        text: '{Part} has an expression in {field} that ends with %} but does not begin with {%: it is not evaluated.',
        help: HELP,
      },
      padded: {
        text: '{Part} has blanks or line breaks around the expression in {field}: Step Functions takes all of it for plain text.',
        help: HELP,
      },
      embedded: {
        text: '{Part} has an expression inside the text in {field}: Step Functions takes all of it for plain text and does not evaluate it.',
        help: "Make all of the text an expression, and join its parts with &: {% 'Hello ' & $name %}.",
      },
      missing: {
        text: '{Part} has an expression in {field} without {% and %} around it: Step Functions takes it for plain text.',
        help: HELP,
      },
    },
    references: ['AWS Step Functions developer guide: Transforming data with JSONata in Step Functions'],
  },
  {
    part(part, context) {
      for (const text of jsonataTextsOf(part)) {
        for (const slip of slipsOf(text, context.analyses)) {
          const { message, range } = slip;
          const at = range === undefined ? text.node : { slice: text.node, range };
          const fix = slip.message === 'embedded' ? JOIN : enclosing(text, part, context.analyses);
          context.report({ at, message, data: { Part: describePartFirst(part), field: text.field }, fix });
        }
      }
    },
  },
);

interface Slip {
  readonly message: string;
  /** Absent for all of the text. */
  readonly range?: Range;
}

function slipsOf({ node, field, isOfDefinition }: ValueString, { parseJsonata, variables }: Analyses): readonly Slip[] {
  const text = node.value;
  const delimited = readDelimiters(text);
  if (delimited.kind === 'expression' || delimited.kind === 'empty') return [];
  if (isOfDefinition || isDefinition(text)) return [];
  const parses = (inner: string): boolean => inner.includes('$') && parseJsonata?.(inner).expression !== undefined;
  if (delimited.kind === 'paddedExpression') {
    const { start, end } = delimited.inner;
    if (parses(text.slice(start, end))) return [{ message: 'padded' }];
  }
  if (!mentionsJsonata(text, variables.byName)) return [];
  const inside = delimitedWithin(text).filter(({ start, end }) =>
    mentionsJsonata(text.slice(start, end), variables.byName),
  );
  if (inside.length > 0) return inside.map((range) => ({ message: 'embedded', range }));
  const half = halfOf(text, delimited.kind);
  if (half !== undefined) return [{ message: half }];
  // A Condition that is plain text is refused for its type.
  const isWhole = delimited.kind === 'plain' && field !== 'Condition' && /^\$states\.\w/.test(text);
  return isWhole && parses(text) ? [{ message: 'missing' }] : [];
}

const JOIN: Fix = { title: 'Make all of the text one expression', safety: 'plan', edits: [] };

/** What the service would refuse as an expression is better plain text. */
function enclosing({ node, field }: ValueString, part: Part, analyses: Analyses): Fix | undefined {
  const trimmed = node.value.trim();
  const inner = trimmed.replace(/^\{%/, '').replace(/%\}$/, '').trim();
  if (!wouldBeTaken(inner, part, field, analyses)) return undefined;
  const text = readDelimiters(trimmed).kind === 'expression' ? trimmed : `{% ${inner} %}`;
  return { title: 'Enclose all of the text in {% and %}', safety: 'unsafe', edits: [edit.retext(node, text)] };
}

/** Which delimiter an expression has, when it has one alone. */
function halfOf(text: string, kind: Delimited['kind']): 'open' | 'close' | undefined {
  if (kind === 'openOnly' && !text.includes('%}')) return 'open';
  return kind === 'closeOnly' && !text.includes('{%') ? 'close' : undefined;
}

/** The definition of another state machine, written out as text. */
function isDefinition(text: string): boolean {
  return text.includes('StartAt');
}
