/**
 * Compares the parameters that a Task passes with what is known of the call. Speaks of constants and names alone: a
 * member that is a path, an expression or a placeholder is given, its value is unknown, and so is what an open object
 * lacks. Without `Parameters` the state passes its input on, of which nothing is known here.
 */
import type { TaskState } from '../asl/model.ts';
import { isJsonata } from '../asl/payload.ts';
import { FILLED_IN_MEMBERS } from '../aws/services/overlay.ts';
import type { MemberModel, Shape, StructureShape } from '../aws/services/service-model.ts';
import { nearName } from '../text/near-name.ts';
import { hasPlaceholder } from '../text/placeholders.ts';
import type { Entry, Node, ObjectNode, StringNode } from '../tree/node.ts';
import type { CalledParameters } from './called-parameters.ts';
import { judgeRange, judgeType } from './parameter-values.ts';
import type { ValueFault } from './parameter-values.ts';

export interface ParameterFault {
  /**
   * - `case`: a known name in other letters; `spelling`: one of which it is not certain that it is refused.
   * - `unknown`, `near`: a name that the tables lack, `near` with the one that may be meant.
   * - `path`: a path as a constant, where something else than a text is wanted.
   * - `union`, `both`: members of which one is given; `neither`: none of them is; `alone`: one goes with another.
   */
  readonly kind:
    | 'case'
    | 'spelling'
    | 'unknown'
    | 'near'
    | 'missing'
    | 'path'
    | 'union'
    | 'both'
    | 'neither'
    | 'alone'
    | ValueFault['kind'];
  /** Undefined for what the whole call lacks. */
  readonly at: Node | { readonly key: StringNode } | undefined;
  /** Where in the parameters: `Messages[0].Content`. */
  readonly field: string;
  readonly actual?: string;
  readonly wanted?: string;
  /** The member that it clashes with. */
  readonly other?: Entry;
}

interface Place {
  /** `Messages[0].Role`, empty for the parameters themselves. */
  readonly field: string;
  /** `Messages[].Role` */
  readonly path: string;
}

const TOP: Place = { field: '', path: '' };

export function parameterFaults(state: TaskState, called: CalledParameters): readonly ParameterFault[] {
  if (state.queryLanguage === 'unknown' || state.arguments?.kind !== 'object') return [];
  const check = new ParameterCheck(called, state.queryLanguage);
  check.structure(state.arguments, called.input, TOP);
  return check.faults;
}

class ParameterCheck {
  readonly faults: ParameterFault[] = [];
  readonly #called: CalledParameters;
  readonly #language: 'JSONPath' | 'JSONata';

  constructor(called: CalledParameters, language: 'JSONPath' | 'JSONata') {
    this.#called = called;
    this.#language = language;
  }

  structure(node: ObjectNode, shape: StructureShape, place: Place): void {
    const given = new Map<string, Entry>();
    for (const entry of node.entries) {
      const written = this.#nameOf(entry.key);
      const name = this.#member(entry, written, shape, place);
      if (name !== undefined) given.set(name, entry);
    }
    this.#missing(node, shape, place, given);
    if (shape.isUnion) this.#oneOf([...shape.members.keys()], given, place, 'union');
    if (place !== TOP) return;
    for (const names of this.#called.oneOf) {
      this.#oneOf(names, given, place, 'both');
      this.#anyOf(names, given, node);
    }
    for (const names of this.#called.anyOf) this.#anyOf(names, given, node);
    for (const names of this.#called.together) this.#together(names, given, node);
  }

  /** Judges a member and gives the name of what it stands for. */
  #member(entry: Entry, written: string, shape: StructureShape, place: Place): string | undefined {
    if (hasPlaceholder(entry.key.value)) return undefined;
    if (place === TOP && this.#called.added.includes(written)) return written;
    const member = shape.members.get(written) ?? this.#otherSpelling(entry.key, written, shape, place);
    if (member === undefined) return this.#unknown(entry.key, written, shape, place);
    if (this.#isConstant(entry)) this.#value(entry.value, member.shape, within(place, member.name, written));
    return member.name;
  }

  #otherSpelling(key: StringNode, written: string, shape: StructureShape, place: Place): MemberModel | undefined {
    const lower = written.toLowerCase();
    for (const member of shape.members.values()) {
      const isApiName = member.apiName === written;
      if (!isApiName && member.name.toLowerCase() !== lower) continue;
      // Names that differ in more than case: only the SDK's own is documented, and neither is called wrong.
      const isRenamed = member.name.toLowerCase() !== lower;
      const isFine = isApiName && (isRenamed || this.#called.apiSpelling === 'fine');
      // Names that the SDK spells otherwise are derived, so that another spelling may be the right one.
      const isDerived = member.apiName !== member.name;
      const isDoubtful = isDerived || (place !== TOP && this.#called.innerCase === 'doubtful');
      if (!isFine)
        this.#add(isDoubtful ? 'spelling' : 'case', { key }, within(place, key.value), this.#as(key, member.name));
      return member;
    }
    return undefined;
  }

  #unknown(key: StringNode, written: string, shape: StructureShape, place: Place): string | undefined {
    const added = this.#addedInOtherCase(key, written, place);
    if (added !== undefined || !this.#called.isClosed) return added;
    const names = [...shape.members.keys(), ...(place === TOP ? this.#called.added : [])];
    const near = nearName(written, names) ?? singularOf(written, names);
    if (near === undefined) this.#add('unknown', { key }, within(place, key.value));
    else this.#add('near', { key }, within(place, key.value), this.#as(key, near));
    return near;
  }

  #addedInOtherCase(key: StringNode, written: string, place: Place): string | undefined {
    if (place !== TOP) return undefined;
    const name = this.#called.added.find((one) => one.toLowerCase() === written.toLowerCase());
    if (name !== undefined) this.#add('case', { key }, within(place, key.value), this.#as(key, name));
    return name;
  }

  /** The right name of a member, with the ending that makes its value a path. */
  #as(key: StringNode, name: string): string {
    return this.#language === 'JSONPath' && key.value.endsWith('.$') ? `${name}.$` : name;
  }

  #missing(node: ObjectNode, shape: StructureShape, place: Place, given: ReadonlyMap<string, Entry>): void {
    if (node.isOpen) return;
    const names = Array.from(shape.members.values())
      .filter(({ name, isRequired }) => isRequired && !given.has(name) && !FILLED_IN_MEMBERS.includes(name))
      .map(({ name }) => within(place, name).field);
    if (names.length === 0) return;
    this.faults.push({ kind: 'missing', at: place === TOP ? undefined : node, field: listed(names) });
  }

  #anyOf(names: readonly string[], given: ReadonlyMap<string, Entry>, node: ObjectNode): void {
    if (node.isOpen || names.some((name) => given.has(name))) return;
    this.faults.push({ kind: 'neither', at: undefined, field: names.join(' nor ') });
  }

  #together(names: readonly string[], given: ReadonlyMap<string, Entry>, node: ObjectNode): void {
    const [first] = names.flatMap((name) => given.get(name) ?? []);
    const absent = names.filter((name) => !given.has(name));
    if (node.isOpen || first === undefined || absent.length === 0) return;
    this.faults.push({ kind: 'alone', at: { key: first.key }, field: first.key.value, wanted: absent.join(' and ') });
  }

  #oneOf(names: readonly string[], given: ReadonlyMap<string, Entry>, place: Place, kind: 'union' | 'both'): void {
    const present = names.filter((name) => this.#isPresent(given.get(name)));
    const [first, second] = present.map((name) => given.get(name));
    if (first === undefined || second === undefined) return;
    this.faults.push({ kind, at: second, field: place.field, actual: present.join(' and '), other: first });
  }

  /** Whether a member certainly has a value: a path or an expression may give null. */
  #isPresent(entry: Entry | undefined): boolean {
    if (entry === undefined) return false;
    return this.#isConstant(entry) && entry.value.kind !== 'null' && entry.value.kind !== 'unknown';
  }

  #isConstant({ key, value }: Entry): boolean {
    if (this.#language === 'JSONPath') return !key.value.endsWith('.$');
    return value.kind !== 'string' || !isJsonata(value.value);
  }

  #value(node: Node, shape: Shape, place: Place): void {
    if (node.kind === 'unknown' || node.kind === 'null' || this.#called.anyJson.has(place.path)) return;
    const fault = judgeType(node, shape) ?? judgeRange(node, this.#called.constraints.get(place.path) ?? []);
    if (fault !== undefined) this.#valueFault(fault, node, shape, place);
    if (node.kind === 'array' && shape.kind === 'list') {
      for (const [i, item] of node.items.entries()) this.#item(item, shape.element, i, place);
    }
    if (node.kind !== 'object') return;
    if (shape.kind === 'structure') this.structure(node, shape, place);
    else if (shape.kind === 'map') this.#map(node, shape.value, place);
  }

  #valueFault(fault: ValueFault, node: Node, shape: Shape, { field }: Place): void {
    const textForObject = shape.kind === 'structure' ? this.#called.textForObject : 'wrong';
    if (textForObject === 'fine') return;
    let kind: ParameterFault['kind'] = fault.kind;
    if (textForObject === 'doubtful' && node.kind !== 'array') kind = 'coerced';
    else if (kind === 'type' && isPathText(node)) kind = 'path';
    this.faults.push({ ...fault, kind, at: node, field });
  }

  #item(node: Node, shape: Shape, index: number, { field, path }: Place): void {
    if (this.#language === 'JSONata' && node.kind === 'string' && isJsonata(node.value)) return;
    this.#value(node, shape, { field: `${field}[${String(index)}]`, path: `${path}[]` });
  }

  #map(node: ObjectNode, shape: Shape, { field, path }: Place): void {
    for (const entry of node.entries) {
      if (!this.#isConstant(entry) || hasPlaceholder(entry.key.value)) continue;
      this.#value(entry.value, shape, { field: `${field}.${entry.key.value}`, path: `${path}{}` });
    }
  }

  #nameOf({ value }: StringNode): string {
    return this.#language === 'JSONPath' && value.endsWith('.$') ? value.slice(0, -'.$'.length) : value;
  }

  #add(kind: ParameterFault['kind'], at: ParameterFault['at'], place: Place, wanted?: string): void {
    this.faults.push({ kind, at, field: place.field, ...(wanted === undefined ? {} : { wanted }) });
  }
}

/** A member by the name that its table knows, and as it is written, which a message shows. */
function within({ field, path }: Place, name: string, written = name): Place {
  return field === '' ? { field: written, path: name } : { field: `${field}.${written}`, path: `${path}.${name}` };
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** `Filter` for `Filters`: lists have the plural. */
function singularOf(written: string, names: readonly string[]): string | undefined {
  return names.find((name) => name.toLowerCase() === `${written.toLowerCase()}s`);
}

function isPathText(node: Node): boolean {
  return node.kind === 'string' && /^(?:\$|States\.\w+\()/.test(node.value);
}
