/**
 * Whether what a Task passes on may hold its own task token. The token is made when the task starts and stands in the
 * context object alone: no input and no variable can hold it, whatever their values.
 */
import type { TaskState } from '../asl/model.ts';
import { isJsonata } from '../asl/payload.ts';
import { CALLED_RESOURCE_FIELDS } from '../aws/optimised-integrations.ts';
import { hasPlaceholder } from '../text/placeholders.ts';
import type { Node, StringNode } from '../tree/node.ts';

export type TokenStatus =
  | { readonly kind: 'mayHold' }
  /** `text`: a constant that spells the token's path, where paths are not read. */
  | { readonly kind: 'none'; readonly text: StringNode | undefined };

const MAY_HOLD: TokenStatus = { kind: 'mayHold' };

export function taskTokenStatus(state: TaskState): TokenStatus {
  const { queryLanguage, node } = state;
  if (queryLanguage === 'unknown' || node.isOpen) return MAY_HOLD;
  if (state.arguments === undefined) return passedInput(state);
  const search = new TokenSearch(queryLanguage);
  return search.mayHold(state.arguments) ? MAY_HOLD : { kind: 'none', text: search.text };
}

/** Without `Parameters` a state passes its input on, or what `InputPath` takes, which may be the context object. */
function passedInput({ queryLanguage, node }: TaskState): TokenStatus {
  const path = queryLanguage === 'JSONPath' ? node.get('InputPath') : undefined;
  if (path === undefined || path.kind === 'null') return { kind: 'none', text: undefined };
  return path.kind === 'string' && !pathMayHold(path.value) ? { kind: 'none', text: undefined } : MAY_HOLD;
}

class TokenSearch {
  /** The first constant that spells the token's path. */
  text: StringNode | undefined;
  readonly #language: 'JSONPath' | 'JSONata';

  constructor(language: 'JSONPath' | 'JSONata') {
    this.#language = language;
  }

  mayHold(node: Node): boolean {
    switch (node.kind) {
      case 'unknown':
        return true;
      case 'array':
        return node.items.some((item) => this.mayHold(item));
      case 'object':
        return node.isOpen || node.entries.some(({ key, value }) => this.#memberMayHold(key, value));
      case 'string':
        return this.#textMayHold(node);
      default:
        return false;
    }
  }

  #memberMayHold(key: StringNode, value: Node): boolean {
    // Whatever fills it in: the token is not the name of what is called.
    if (CALLED_RESOURCE_FIELDS.includes(key.value) && !isReading(value, this.#language)) return false;
    if (this.#language === 'JSONata' || !key.value.endsWith('.$')) return this.mayHold(value);
    return value.kind !== 'string' || pathMayHold(value.value);
  }

  #textMayHold(node: StringNode): boolean {
    if (this.#language === 'JSONata' && isJsonata(node.value)) return expressionMayHold(node.value);
    if (hasPlaceholder(node.value)) return true;
    if (/\$\$?\.(?:states\.)?(?:context\.)?Task\b|states\.context/.test(node.value)) this.text ??= node;
    return false;
  }
}

/** Whether a value is an expression, which may read anything. */
function isReading(value: Node, language: 'JSONPath' | 'JSONata'): boolean {
  return language === 'JSONata' && value.kind === 'string' && isJsonata(value.value);
}

/** Parts of the context object that do not hold the token. */
const OTHER_PARTS = '(?:Execution|State|StateMachine|Map)\\b';

/** A path, or an intrinsic call with paths in it. */
function pathMayHold(path: string): boolean {
  const rest = path.replaceAll(new RegExp(`\\$\\$\\.${OTHER_PARTS}`, 'g'), '');
  return rest.includes('$$');
}

/** `$states` reads the token unless what is read of it is the input, or another part of the context object. */
function expressionMayHold(text: string): boolean {
  const rest = text.replaceAll(
    new RegExp(`\\$states\\s*\\.\\s*(?:input\\b|context\\s*\\.\\s*${OTHER_PARTS})`, 'g'),
    '',
  );
  return rest.includes('$states') || rest.includes('$$') || hasPlaceholder(text);
}
