/**
 * New names for fields that code stands for: another option in the place of the one that is set, or another method of
 * the same object. What the option or the method is given stays as it is written.
 */
import type { ScriptNode } from '../../../script/parse.ts';
import { refuse } from '../../../text/layer.ts';
import type { Refusal } from '../../../text/layer.ts';
import type { Place } from '../../../tree/node.ts';
import type { DataObject, NameSyntax, RenamedName } from '../../../tree/syntax.ts';
import { libraryPathOf } from './bindings.ts';
import { reasonAgainstEdit } from './consumption.ts';
import { NOT_WRITTEN, callAt } from './options.ts';
import { pathAt } from './outline.ts';
import { ScriptLayer } from './script-layer.ts';

const OLD_VERSION = 'version 1 of CDK, which this file imports, may not have it';

/** Options that were added to CDK after version 1 have no place in a file that imports that one. */
function isOfOldVersion({ text }: ScriptLayer): boolean {
  return text.includes('@aws-cdk/');
}

/** A field that an option sets. */
export class OptionName implements NameSyntax {
  readonly #key: Place;
  readonly #optionFor: (field: string) => string | undefined;

  /** `key` is the name of the option as it is written; `optionFor` knows those that take the same value. */
  constructor(key: Place, optionFor: (field: string) => string | undefined) {
    this.#key = key;
    this.#optionFor = optionFor;
  }

  rename(to: string): RenamedName | Refusal {
    const option = this.#optionFor(to);
    if (option === undefined) return refuse(`there is no option of CDK for ${to} that takes the same value`);
    const { layer } = this.#key;
    const property = layer instanceof ScriptLayer ? writtenOption(layer, this.#key) : undefined;
    if (!(layer instanceof ScriptLayer) || property === undefined) return refuse(NOT_WRITTEN);
    if (isOfOldVersion(layer)) return refuse(OLD_VERSION);
    const { key, shorthand } = property;
    const { file } = layer;
    if (shorthand) return { edits: [{ layer: file, start: key.start, end: key.start, text: `${option}: ` }] };
    return { edits: [{ layer: file, start: key.start, end: key.end, text: option }] };
  }
}

/** A member of the object that a call of CDK itself is given, written there. */
function writtenOption(layer: ScriptLayer, key: Place): Extract<ScriptNode, { type: 'Property' }> | undefined {
  const path = pathAt(layer.program, key);
  const at = path.findLastIndex(({ type }) => type === 'Property');
  const [call, options, property] = path.slice(Math.max(0, at - 2), at + 1);
  if (property?.type !== 'Property' || property.computed || property.key.start !== key.start) return undefined;
  if (call?.type !== 'NewExpression' && call?.type !== 'CallExpression') return undefined;
  if (!call.arguments.some((argument) => argument === options)) return undefined;
  return libraryPathOf(call.callee, layer.program) === undefined ? undefined : property;
}

export interface NewMethod {
  readonly method: string;
  /** What CDK writes besides into the object under the new name. */
  readonly adds?: DataObject;
}

/** A field that a method makes of what it is given. */
export class MethodName implements NameSyntax {
  readonly #call: Place;
  readonly #methodFor: (field: string) => NewMethod | undefined;

  constructor(call: Place, methodFor: (field: string) => NewMethod | undefined) {
    this.#call = call;
    this.#methodFor = methodFor;
  }

  rename(to: string): RenamedName | Refusal {
    const found = this.#methodFor(to);
    if (found === undefined) return refuse(`there is no method of CDK for ${to} that takes the same value`);
    const { layer } = this.#call;
    const call = callAt(this.#call);
    if (!(layer instanceof ScriptLayer) || call?.callee.type !== 'MemberExpression' || call.callee.computed) {
      return refuse(NOT_WRITTEN);
    }
    if (isOfOldVersion(layer)) return refuse(OLD_VERSION);
    const reason = reasonAgainstCall(layer, this.#call, call.callee);
    if (reason !== undefined) return refuse(reason);
    const { start, end } = call.callee.property;
    return { edits: [{ layer: layer.file, start, end, text: found.method }], adds: found.adds };
  }
}

/** A value that a function of CDK makes may serve something else; a method of a state serves that state. */
function reasonAgainstCall({ program }: ScriptLayer, call: Place, callee: ScriptNode): string | undefined {
  return libraryPathOf(callee, program) === undefined ? undefined : reasonAgainstEdit(program, call);
}
