/**
 * The prompts that an AI task carries in its definition: every text in a prompt field of its arguments, and how much of
 * it is written there rather than brought in at run time or by a placeholder. Reads literals, JSONPath intrinsics and
 * JSONata expressions alike.
 */
import { isJsonata } from '../asl/payload.ts';
import type { QueryLanguage, TaskState } from '../asl/model.ts';
import { BODY_PROMPT_KEYS, BODY_TEXT_KEY, MESSAGE_PARAMETERS, MESSAGE_TEXT_KEY } from '../aws/prompt-fields.ts';
import { coreOf, valueParts } from '../expr/jsonata/expression.ts';
import type { Expression, ParseJsonata } from '../expr/jsonata/expression.ts';
import type { Range } from '../text/source-file.ts';
import type { Node, StringNode, UnknownNode } from '../tree/node.ts';
import { measureExpression, measureIntrinsic, measureString, stringLiterals } from './written-text.ts';
import type { WrittenText } from './written-text.ts';

export interface WrittenPrompt extends WrittenText {
  /** Path inside the arguments: `Body.messages[0].content`. */
  readonly field: string;
  readonly node: StringNode | UnknownNode;
  /** The part of the string that holds the prompt; undefined for all of it. */
  readonly range: Range | undefined;
}

/** Which members of a value hold prompts. */
type Scope = 'none' | 'body' | 'message' | 'prompt';

export function promptsOf(state: TaskState, parseJsonata: ParseJsonata | undefined): readonly WrittenPrompt[] {
  const isModelCall = state.aiCall?.operation.name === 'InvokeModel';
  const collector = new PromptCollector(state.queryLanguage, isModelCall, parseJsonata);
  if (state.arguments !== undefined) collector.visit(state.arguments, '', 'none');
  return collector.prompts;
}

class PromptCollector {
  readonly prompts: WrittenPrompt[] = [];
  readonly #language: QueryLanguage;
  readonly #isModelCall: boolean;
  readonly #parseJsonata: ParseJsonata | undefined;

  constructor(language: QueryLanguage, isModelCall: boolean, parseJsonata: ParseJsonata | undefined) {
    this.#language = language;
    this.#isModelCall = isModelCall;
    this.#parseJsonata = parseJsonata;
  }

  visit(node: Node, path: string, scope: Scope): void {
    switch (node.kind) {
      case 'object':
        for (const { key, value } of node.entries) this.#member(key.value, value, path, scope);
        return;
      case 'array':
        for (const [i, item] of node.items.entries()) this.visit(item, `${path}[${i}]`, scope);
        return;
      case 'string':
      case 'unknown':
        this.#text(node, path, scope);
        return;
      default:
    }
  }

  #member(key: string, value: Node, path: string, scope: Scope): void {
    const name = this.#language === 'JSONPath' ? key.replace(/\.\$$/, '') : key;
    const field = memberPath(path, name);
    const inner = this.#scopeOf(name, scope);
    if (name === key) this.visit(value, field, inner);
    else if (inner === 'prompt' && (value.kind === 'string' || value.kind === 'unknown')) {
      const written = measureIntrinsic(value);
      if (written !== undefined) this.prompts.push({ ...written, field, node: value, range: undefined });
    }
  }

  #text(node: StringNode | UnknownNode, field: string, scope: Scope): void {
    const text = node.kind === 'string' ? node.value : (node.template ?? '');
    if (this.#language === 'JSONata' && isJsonata(text)) {
      const parsed = this.#parseJsonata?.(text.slice(2, -2));
      if (parsed?.problem === undefined && parsed !== undefined)
        this.#expression(parsed.expression, node, field, scope);
    } else if (scope === 'prompt') {
      this.prompts.push({ ...measureString(node), field, node, range: undefined });
    }
  }

  /** Follows what an expression builds, down to the members that hold prompts. */
  #expression(expression: Expression, node: StringNode | UnknownNode, field: string, scope: Scope): void {
    if (scope === 'prompt' && !buildsCollection(expression)) {
      this.prompts.push({ ...measureExpression(expression, node), field, node, range: undefined });
      return;
    }
    switch (expression.kind) {
      case 'object':
        for (const { key, value } of expression.members) {
          const name = key.kind === 'string' ? key.value : '*';
          this.#expressionMember(value, node, memberPath(field, name), this.#scopeOf(name, scope));
        }
        return;
      case 'array':
        for (const [i, item] of expression.items.entries()) {
          this.#expressionMember(item, node, `${field}[${i}]`, scope);
        }
        return;
      case 'concatenation':
      case 'lambda':
        return;
      default:
        for (const part of valueParts(expression)) this.#expression(part, node, field, scope);
    }
  }

  /** A prompt that is one part of a larger expression: only its own literals are pointed at. */
  #expressionMember(value: Expression, node: StringNode | UnknownNode, field: string, scope: Scope): void {
    if (scope !== 'prompt' || buildsCollection(value)) {
      this.#expression(value, node, field, scope);
      return;
    }
    const literals = stringLiterals(value);
    const first = literals[0];
    const last = literals.at(-1);
    if (first === undefined || last === undefined) return;
    const range = { start: first.start + 2, end: last.end + 2 };
    this.prompts.push({ ...measureExpression(value, node), field, node, range });
  }

  /** The scope of the member `name` of a value in `scope`. */
  #scopeOf(name: string, scope: Scope): Scope {
    switch (scope) {
      case 'none':
        if (this.#isModelCall) return name === 'Body' ? 'body' : 'none';
        return MESSAGE_PARAMETERS.includes(name) ? 'message' : 'none';
      case 'body':
        return BODY_PROMPT_KEYS.includes(name) ? 'prompt' : 'body';
      case 'message':
        return name === MESSAGE_TEXT_KEY ? 'prompt' : 'message';
      case 'prompt': {
        // A prompt field that holds blocks, `content: [{text: …}]`, and blocks within blocks.
        if (!this.#isModelCall) return name === MESSAGE_TEXT_KEY ? 'prompt' : 'message';
        return name === BODY_TEXT_KEY || BODY_PROMPT_KEYS.includes(name) ? 'prompt' : 'body';
      }
    }
  }
}

function memberPath(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function buildsCollection(expression: Expression): boolean {
  const { kind } = coreOf(expression);
  return kind === 'object' || kind === 'array';
}
