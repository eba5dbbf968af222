/**
 * Writes the data of a definition as code: texts as literals, values that only the deployment knows as what the program
 * calls them. A text that is only written like such a value is refused.
 */
import { isRefusal, refuse } from '../../../text/layer.ts';
import type { Refusal } from '../../../text/layer.ts';
import type { Node } from '../../../tree/node.ts';
import type { Data, DataObject } from '../../../tree/syntax.ts';
import { quoted, raw, styleOf } from './code.ts';
import type { Code } from './code.ts';
import { copiedCode } from './copied-code.ts';
import type { CopyTarget } from './copied-code.ts';
import type { Names } from './names.ts';

export function isObject(value: Data | undefined): value is DataObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::Partition': 'PARTITION',
  'AWS::Region': 'REGION',
  'AWS::AccountId': 'ACCOUNT_ID',
};

export class DataWriter {
  readonly #names: Names;
  readonly #target: CopyTarget;
  readonly #values: ReadonlyMap<string, Node>;

  /** `values` are what texts of the data stand for elsewhere in the program. */
  constructor(names: Names, target: CopyTarget, values: ReadonlyMap<string, Node>) {
    this.#names = names;
    this.#target = target;
    this.#values = values;
  }

  write(value: Data): Code | Refusal {
    if (typeof value === 'string') return this.#text(value);
    if (value === null || typeof value !== 'object') return raw(String(value));
    const isList = !isObject(value);
    const codes = codesOf(isList ? value : Object.values(value), (item) => this.write(item));
    if (isRefusal(codes)) return codes;
    if (isList) return { kind: 'list', items: codes };
    return { kind: 'object', entries: Object.keys(value).map((name, i) => [name, codes[i] ?? raw('undefined')]) };
  }

  /** With values of the deployment, a template literal. */
  #text(text: string): Code | Refusal {
    const value = this.#values.get(text);
    if (value !== undefined) return copiedCode(value, this.#target, this.#names);
    const parts = text.split(/\$\{([^{}]*)\}/);
    if (parts.length === 1) return raw(quoted(text, styleOf(this.#names.layer)));
    const unknown = parts.find((part, i) => i % 2 === 1 && PSEUDO_PARAMETERS[part] === undefined);
    if (unknown !== undefined) return refuse(`the value of ${unknown} is known at deployment only`);
    const name = this.#names.of('cdk.Aws');
    if (isRefusal(name)) return name;
    const code = parts.map((part, i) =>
      i % 2 === 0 ? part.replace(/[\\`]/g, '\\$&') : `\${${name}.${PSEUDO_PARAMETERS[part] ?? ''}}`,
    );
    return raw(`\`${code.join('')}\``);
  }
}

export function codesOf<T>(items: readonly T[], write: (item: T) => Code | Refusal): readonly Code[] | Refusal {
  const codes: Code[] = [];
  for (const item of items) {
    const code = write(item);
    if (isRefusal(code)) return code;
    codes.push(code);
  }
  return codes;
}
