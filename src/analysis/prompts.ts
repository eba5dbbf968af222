/**
 * The prompts that an AI task carries in its definition: every text in a prompt field of its arguments, with what is
 * written there and what comes in at run time. Reads literals, JSONPath intrinsics and JSONata expressions alike.
 */
import { isJsonata } from '../asl/payload.ts';
import type { QueryLanguage, TaskState } from '../asl/model.ts';
import { BODY_PROMPT_KEYS, BODY_TEXT_KEY, MESSAGE_PARAMETERS, MESSAGE_TEXT_KEY } from '../aws/prompt-fields.ts';
import { parseIntrinsic } from '../expr/intrinsic/parse.ts';
import type { IntrinsicArgument } from '../expr/intrinsic/parse.ts';
import type { Expression, ParseJsonata } from '../expr/jsonata/expression.ts';
import { findPlaceholders } from '../text/placeholders.ts';
import type { Range } from '../text/source-file.ts';
import type { Node, StringNode, UnknownNode } from '../tree/node.ts';

/** Stands for a part of a prompt that is not written in the definition. */
export const UNWRITTEN = '\uFFFC';

export interface WrittenPrompt {
  /** Path inside the arguments: `Body.messages[0].content`. */
  readonly field: string;
  /** What is written, with each part that comes in at run time as `UNWRITTEN`. */
  readonly text: string;
  readonly node: StringNode | UnknownNode;
  /** The part of the string that holds the prompt; undefined for all of it. */
  readonly range: Range | undefined;
}

/** Which members of a value hold prompts. */
type Scope = 'none' | 'body' | 'message' | 'prompt';

export function promptsOf(state: TaskState, parseJsonata: ParseJsonata | undefined): readonly WrittenPrompt[] {
  const collector = new PromptCollector(state.queryLanguage, parseJsonata);
  if (state.arguments !== undefined) collector.visit(state.arguments, '', 'none', isModelCall(state));
  return collector.prompts;
}

function isModelCall(state: TaskState): boolean {
  return state.aiCall?.operation.name === 'InvokeModel';
}

class PromptCollector {
  readonly prompts: WrittenPrompt[] = [];
  readonly #language: QueryLanguage;
  readonly #parseJsonata: ParseJsonata | undefined;

  constructor(language: QueryLanguage, parseJsonata: ParseJsonata | undefined) {
    this.#language = language;
    this.#parseJsonata = parseJsonata;
  }

  visit(node: Node, path: string, scope: Scope, inModelCall: boolean): void {
    switch (node.kind) {
      case 'object':
        for (const { key, value } of node.entries) {
          const name = this.#language === 'JSONPath' ? key.value.replace(/\.\$$/, '') : key.value;
          const inner = scopeOf(name, scope, inModelCall);
          const isComputed = name !== key.value;
          const field = path === '' ? name : `${path}.${name}`;
          if (isComputed) this.#intrinsic(value, field, inner);
          else this.visit(value, field, inner, inModelCall);
        }
        return;
      case 'array':
        for (const [i, item] of node.items.entries()) this.visit(item, `${path}[${i}]`, scope, inModelCall);
        return;
      case 'string':
        if (this.#language === 'JSONata' && isJsonata(node.value)) this.#jsonata(node, path, scope, inModelCall);
        else if (scope === 'prompt') this.#add({ field: path, text: writtenText(node), node, range: undefined });
        return;
      case 'unknown':
        if (scope === 'prompt') this.#add({ field: path, text: writtenText(node), node, range: undefined });
        return;
      default:
    }
  }

  #add(prompt: WrittenPrompt): void {
    this.prompts.push(prompt);
  }

  #intrinsic(node: Node, field: string, scope: Scope): void {
    if (scope !== 'prompt' || node.kind !== 'string') return;
    const parsed = parseIntrinsic(node.value);
    if (parsed.problem !== undefined) return;
    this.#add({ field, text: intrinsicText(parsed.call), node, range: undefined });
  }

  #jsonata(node: StringNode, field: string, scope: Scope, inModelCall: boolean): void {
    const parsed = this.#parseJsonata?.(node.value.slice(2, -2));
    if (parsed === undefined || parsed.problem !== undefined) return;
    this.#expression(parsed.expression, node, field, scope, inModelCall);
  }

  /** Follows what an expression builds, down to the members that hold prompts. */
  #expression(expression: Expression, node: StringNode, field: string, scope: Scope, inModelCall: boolean): void {
    if (scope === 'prompt' && !buildsCollection(expression)) {
      this.#add({ field, text: expressionText(expression), node, range: undefined });
      return;
    }
    switch (expression.kind) {
      case 'object':
        for (const { key, value } of expression.members) {
          const name = key.kind === 'string' ? key.value : '*';
          const inner = scopeOf(name, scope, inModelCall);
          if (inner === 'prompt' && !buildsCollection(value)) this.#member(value, node, `${field}.${name}`);
          else this.#expression(value, node, `${field}.${name}`, inner, inModelCall);
        }
        return;
      case 'array':
        for (const [i, item] of expression.items.entries()) {
          this.#expression(item, node, `${field}[${i}]`, scope, inModelCall);
        }
        return;
      default:
        for (const part of partsOf(expression))
          this.#expression(part, node, field, scope === 'prompt' ? 'none' : scope, inModelCall);
    }
  }

  /** A prompt that is one member of a larger expression: only its own literals are pointed at. */
  #member(value: Expression, node: StringNode, field: string): void {
    const literals = literalsOf(value);
    const first = literals[0];
    const last = literals.at(-1);
    if (first === undefined || last === undefined) return;
    const range = { start: first.start + 2, end: last.end + 2 };
    this.#add({ field, text: expressionText(value), node, range });
  }
}

/** The scope of the member `name` of a value in `scope`. */
function scopeOf(name: string, scope: Scope, inModelCall: boolean): Scope {
  switch (scope) {
    case 'none':
      if (inModelCall) return name === 'Body' ? 'body' : 'none';
      return MESSAGE_PARAMETERS.includes(name) ? 'message' : 'none';
    case 'body':
      return BODY_PROMPT_KEYS.includes(name) ? 'prompt' : 'body';
    case 'message':
      return name === MESSAGE_TEXT_KEY ? 'prompt' : 'message';
    case 'prompt':
      // A prompt field that holds blocks, `content: [{text: …}]`, and blocks within blocks.
      return name === BODY_TEXT_KEY || BODY_PROMPT_KEYS.includes(name) ? 'prompt' : 'body';
  }
}

/** The text of a string with everything that is not written in it replaced by one mark each. */
function writtenText(node: StringNode | UnknownNode): string {
  const content = node.content();
  if (content === undefined) return UNWRITTEN;
  const text = content.text;
  const gaps = [...content.gaps, ...findPlaceholders(text)].sort((a, b) => a.start - b.start);
  let written = '';
  let from = 0;
  for (const gap of gaps) {
    if (gap.end <= from) continue;
    written += text.slice(from, Math.max(from, gap.start)) + UNWRITTEN;
    from = gap.end;
  }
  return written + text.slice(from);
}

/** The literals of a call; `{}` in a `States.Format` template is where a value comes in. */
function intrinsicText(argument: IntrinsicArgument): string {
  switch (argument.kind) {
    case 'string':
      return argument.value;
    case 'call': {
      const [first, ...rest] = argument.arguments;
      if (argument.name !== 'States.Format' || first?.kind !== 'string') {
        return argument.arguments.map(intrinsicText).join('');
      }
      return (
        first.value.replaceAll('{}', UNWRITTEN) +
        rest.map((part) => (part.kind === 'call' ? intrinsicText(part) : '')).join('')
      );
    }
    default:
      return UNWRITTEN;
  }
}

function expressionText(expression: Expression): string {
  switch (expression.kind) {
    case 'string':
      return expression.value;
    case 'concatenation':
      return expressionText(expression.left) + expressionText(expression.right);
    case 'other':
      return UNWRITTEN;
    default:
      return partsOf(expression).map(expressionText).join('') || UNWRITTEN;
  }
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'object':
      return expression.members.map((member) => member.value);
    case 'array':
      return expression.items;
    case 'concatenation':
      return [expression.left, expression.right];
    case 'condition':
      return expression.otherwise === undefined ? [expression.then] : [expression.then, expression.otherwise];
    case 'block':
      return expression.expressions;
    case 'binding':
      return [expression.value];
    case 'call':
      return expression.arguments;
    case 'lambda':
      return [expression.body];
    case 'string':
    case 'other':
      return [];
  }
}

function literalsOf(expression: Expression): readonly Extract<Expression, { kind: 'string' }>[] {
  return expression.kind === 'string' ? [expression] : partsOf(expression).flatMap(literalsOf);
}

function buildsCollection(expression: Expression): boolean {
  return expression.kind === 'object' || expression.kind === 'array';
}
