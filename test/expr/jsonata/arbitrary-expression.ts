/** Random JSONata: expressions made from the grammar, and heaps of tokens that mean nothing. */
import fc from 'fast-check';

const NAMES = ['a', 'b', 'count', 'orders', '`odd name`', 'größe', 'and', 'in', 'or', 'States'];
const VARIABLES = ['$', '$x', '$y', '$states', '$count', '$$'];
const OPERATORS = '+ - * / % = != < <= > >= and or in & ~>'.split(' ');
const GAPS = ['', '', '', ' ', '\n ', ' /* a note */ '];

/** Blanks and notes between tokens, where they may stand. */
function spaced(...parts: readonly (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> {
  const gap = fc.constantFrom(...GAPS);
  return fc
    .tuple(...parts.flatMap((part) => [typeof part === 'string' ? fc.constant(part) : part, gap]))
    .map((list) => list.join(''));
}

const string = fc
  .tuple(fc.constantFrom('"', "'"), fc.string({ unit: 'grapheme', maxLength: 6 }))
  .map(([quote, text]) => {
    const json = JSON.stringify(text).slice(1, -1);
    return quote === '"' ? `"${json}"` : `'${json.replaceAll('\\"', '"').replaceAll("'", '\\u0027')}'`;
  });
const number = fc.constantFrom('0', '1', '12.5', '3e2', '1E-2', '700');
const regex = fc.constantFrom('/a/', '/[a-z/]+/i', '/(a|b)\\/c/m');
const leaf = fc.oneof(
  string,
  number,
  fc.constantFrom('true', 'false', 'null', '*', '**'),
  fc.constantFrom(...NAMES),
  fc.constantFrom(...NAMES),
  fc.constantFrom(...VARIABLES),
);

export const expressionText: fc.Arbitrary<string> = fc.letrec<{ expression: string; value: string; step: string }>(
  (tie) => {
    const { expression, value, step } = {
      expression: tie('expression'),
      value: tie('value'),
      step: tie('step'),
    };
    const list = (separator: string): fc.Arbitrary<string> =>
      fc.array(expression, { maxLength: 3 }).map((items) => items.join(separator));
    const pairs = fc.array(spaced(expression, ':', expression), { maxLength: 2 }).map((items) => items.join(','));
    const parameters = fc.constantFrom('', '$x', '$x, $y');
    return {
      step: fc.oneof({ depthSize: 'small' }, fc.constantFrom(...NAMES), string, spaced('(', expression, ')'), value),
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        leaf,
        spaced('(', list(';'), ')'),
        spaced('[', list(','), ']'),
        spaced('[', expression, '..', expression, ']'),
        spaced('{', pairs, '}'),
        spaced(fc.constantFrom(...VARIABLES, ...NAMES), '(', list(','), ')'),
        spaced('$f(', '?', ',', expression, ')'),
        spaced('$match(', expression, ',', regex, ')'),
        spaced('function(', parameters, ')', fc.constantFrom('', '<s-n?:s>', '<a<s>f:x>'), '{', expression, '}'),
        spaced('|', expression, '|', expression, '|'),
        spaced('|', expression, '|', expression, ',', expression, '|'),
        spaced('-', value),
      ),
      expression: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        value,
        spaced(value, '.', step),
        spaced(value, '.', step, '.', step),
        spaced(value, '[', expression, ']'),
        spaced(value, '[', ']', '.', step),
        spaced(step, '.', step, '[', expression, ']'),
        spaced(value, '^(', fc.constantFrom('', '<', '>'), expression, ',', expression, ')'),
        spaced(value, '{', pairs, '}'),
        spaced(value, fc.constantFrom('@', '#'), '$x', '.', step),
        spaced(value, ' ', fc.constantFrom(...OPERATORS), ' ', expression),
        spaced(value, '?', expression, ':', expression),
        spaced(value, '?', expression),
        spaced(value, fc.constantFrom('?:', '??'), expression),
        spaced('$x', ':=', expression),
      ),
    };
  },
).expression;

const TOKENS =
  '( ) [ ] { } . .. , ; : := ? ?: ?? + - * ** / % = != < <= > >= ^ & ~> ~ ! | @ # and or in not function λ $ $$ $x $f a b `c` "s" \'t\' \'u "v ` /* */ 0 1 2.5 1e999 true false null \\ /a/ /b'.split(
    ' ',
  );

const PLAIN_TOKENS = '( ) [ ] { } . , ; : ? := + - / = < & and in $f( a[ .b $x $ a `c` "s" 0 2.5 true null'.split(' ');

/** Short, so that many of them mean something. */
export const plainHeap: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...PLAIN_TOKENS), { minLength: 1, maxLength: 7 })
  .map((tokens) => tokens.join(' '));

export const tokenHeap: fc.Arbitrary<string> = fc
  .array(fc.tuple(fc.constantFrom(...TOKENS), fc.constantFrom('', ' ', '\n')), { maxLength: 14 })
  .map((tokens) => tokens.flat().join(''));
