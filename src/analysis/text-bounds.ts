/**
 * How long a text that is put together at run time can be at most, and which of its characters are written in the
 * definition. Reads literals, concatenations, UUIDs, hashes, parts of texts, conditions and `States.Format`; anything else has no known length.
 */
import { HASH_LENGTHS } from '../aws/intrinsic-functions.ts';
import { UUID_LENGTH } from '../aws/session-ids.ts';
import { parseIntrinsic } from '../expr/intrinsic/parse.ts';
import type { IntrinsicArgument } from '../expr/intrinsic/parse.ts';
import type { Expression } from '../expr/jsonata/expression.ts';

export interface TextBounds {
  /** UTF-16 units; infinite when it is not known. */
  readonly longest: number;
  /** Literal parts that are in the text for certain. */
  readonly literals: readonly string[];
  /** Whether the ARN of the execution is in it for certain. */
  readonly holdsExecutionArn: boolean;
}

const UNKNOWN: TextBounds = { longest: Number.POSITIVE_INFINITY, literals: [], holdsExecutionArn: false };
const EXECUTION_ARN: TextBounds = { ...UNKNOWN, holdsExecutionArn: true };
const UUID: TextBounds = { ...UNKNOWN, longest: UUID_LENGTH };

export function literalBounds(text: string): TextBounds {
  return { longest: text.length, literals: [text], holdsExecutionArn: false };
}

export function expressionBounds(expression: Expression): TextBounds {
  switch (expression.kind) {
    case 'string':
      return literalBounds(expression.value);
    case 'number':
      return { ...UNKNOWN, longest: String(expression.value).length };
    case 'concatenation':
      return joined(operandsOf(expression).map(expressionBounds));
    case 'block':
      return lastOf(expression.expressions);
    case 'condition':
      return expression.otherwise === undefined || expression.operator !== '?'
        ? UNKNOWN
        : either(expressionBounds(expression.then), expressionBounds(expression.otherwise));
    case 'call':
      return expression.callee.kind === 'variable' ? callBounds(expression.callee.name, expression.arguments) : UNKNOWN;
    case 'path':
      return isExecutionId(expression.steps) ? EXECUTION_ARN : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

function callBounds(name: string, given: readonly Expression[]): TextBounds {
  const [text, second, third] = given;
  switch (name) {
    case 'uuid':
      return UUID;
    case 'hash':
      return second?.kind === 'string' ? hashBounds(second.value) : UNKNOWN;
    case 'substring':
      // A number in its place is where to begin: the text is then that of the path.
      if (text === undefined || text.kind === 'number') return UNKNOWN;
      return cutBounds(expressionBounds(text), third?.kind === 'number' ? third.value : Number.POSITIVE_INFINITY);
    default:
      return UNKNOWN;
  }
}

/** A part of a text, of which nobody knows what it leaves out. */
function cutBounds({ longest }: TextBounds, length: number): TextBounds {
  return { ...UNKNOWN, longest: Math.min(longest, Math.max(0, length)) };
}

function hashBounds(algorithm: string): TextBounds {
  return { ...UNKNOWN, longest: HASH_LENGTHS.get(algorithm) ?? Number.POSITIVE_INFINITY };
}

/** Of what stands under a `.$` key: an intrinsic call or a path. */
export function pathBounds(text: string): TextBounds {
  if (text === '$$.Execution.Id') return EXECUTION_ARN;
  const { call } = parseIntrinsic(text);
  return call === undefined ? UNKNOWN : argumentBounds(call);
}

function argumentBounds(argument: IntrinsicArgument): TextBounds {
  switch (argument.kind) {
    case 'string':
      return literalBounds(argument.value);
    case 'number':
      return { ...UNKNOWN, longest: argument.text.length };
    case 'path':
      return argument.text === '$$.Execution.Id' ? EXECUTION_ARN : UNKNOWN;
    case 'call': {
      if (argument.name === 'States.UUID') return UUID;
      const [template, ...values] = argument.arguments;
      if (argument.name === 'States.Hash') {
        const [algorithm] = values;
        return algorithm?.kind === 'string' ? hashBounds(algorithm.value) : UNKNOWN;
      }
      if (argument.name !== 'States.Format' || template?.kind !== 'string') return UNKNOWN;
      if (template.placeholders.length !== values.length) return UNKNOWN;
      const written = template.value.split('{}').map(literalBounds);
      return joined([...written, ...values.map(argumentBounds)]);
    }
    default:
      return UNKNOWN;
  }
}

/** A chain of `&` nests to the left as deep as it is long. */
function operandsOf(expression: Expression): readonly Expression[] {
  const operands: Expression[] = [];
  const waiting = [expression];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.kind === 'concatenation') waiting.push(next.left, next.right);
    else operands.push(next);
  }
  return operands.reverse();
}

function lastOf(expressions: readonly Expression[]): TextBounds {
  const last = expressions.at(-1);
  return last === undefined ? UNKNOWN : expressionBounds(last);
}

const EXECUTION_ID = ['states', 'context', 'Execution', 'Id'];

function isExecutionId(steps: readonly Expression[]): boolean {
  const names = steps.map((step) => (step.kind === 'variable' || step.kind === 'name' ? step.name : undefined));
  return names.length === EXECUTION_ID.length && EXECUTION_ID.every((name, i) => names[i] === name);
}

function joined(parts: readonly TextBounds[]): TextBounds {
  return {
    longest: parts.reduce((sum, { longest }) => sum + longest, 0),
    literals: parts.flatMap(({ literals }) => literals),
    holdsExecutionArn: parts.some((part) => part.holdsExecutionArn),
  };
}

/** What is certain of either is certain of both. */
function either(one: TextBounds, other: TextBounds): TextBounds {
  return {
    longest: Math.max(one.longest, other.longest),
    literals: one.literals.filter((literal) => other.literals.includes(literal)),
    holdsExecutionArn: one.holdsExecutionArn && other.holdsExecutionArn,
  };
}
