/**
 * Evaluates the fields of a state to shapes: paths, payload templates, values with expressions. Where a recorder is
 * given, it is told of every path and expression on the way.
 */
import { isJsonata } from '../../asl/payload.ts';
import { looksLikeIntrinsic, parseIntrinsic } from '../../expr/intrinsic/parse.ts';
import type { IntrinsicParse } from '../../expr/intrinsic/parse.ts';
import type { ExpressionParse, ParseJsonata } from '../../expr/jsonata/expression.ts';
import { parsePath } from '../../expr/jsonpath/parse.ts';
import type { PathParse } from '../../expr/jsonpath/path.ts';
import type { Range } from '../../text/source-file.ts';
import type { Node, StringNode } from '../../tree/node.ts';
import { jsonataShape } from './jsonata-shape.ts';
import type { JsonataRoots } from './jsonata-shape.ts';
import { intrinsicShape, pathShape } from './path-shape.ts';
import type { PathRoots } from './path-shape.ts';
import type { MissedStep, ParsedValue, ReadLog } from './read-log.ts';
import { BOOLEAN, NULL, NUMBER, anything, arrayOf, joinAll, literalText, objectOf, present, tupleOf } from './shape.ts';
import type { Shape } from './shape.ts';

/** Of one text each, parsed once. */
export class ParsedTexts {
  readonly #parseJsonata: ParseJsonata | undefined;
  readonly #paths = new Map<string, PathParse>();
  readonly #intrinsics = new Map<string, IntrinsicParse>();
  readonly #expressions = new Map<string, ExpressionParse | undefined>();

  constructor(parseJsonata: ParseJsonata | undefined) {
    this.#parseJsonata = parseJsonata;
  }

  path(text: string): PathParse {
    return kept(this.#paths, text, parsePath);
  }

  intrinsic(text: string): IntrinsicParse {
    return kept(this.#intrinsics, text, parseIntrinsic);
  }

  /** What stands between the delimiters. */
  expression(text: string): ExpressionParse | undefined {
    return kept(this.#expressions, text, (inner) => this.#parseJsonata?.(inner));
  }
}

function kept<Value>(values: Map<string, Value>, key: string, make: (key: string) => Value): Value {
  const known = values.get(key);
  if (known !== undefined || values.has(key)) return known as Value;
  const value = make(key);
  values.set(key, value);
  return value;
}

/** A path or expression of a state, what it gives, and what was noticed on the way. Ranges are offsets in its text. */
export interface Read {
  /** Where in the state it stands: `Parameters.Body.messages[0].content.$`. */
  readonly field: string;
  readonly node: StringNode;
  readonly language: 'JSONPath' | 'JSONata';
  readonly value: Shape;
  readonly missed: readonly MissedStep[];
  readonly parsed: readonly ParsedValue[];
  /** Values that decide something. */
  readonly lookedAt: readonly Shape[];
  readonly indexed: readonly { readonly base: Shape; readonly index: number; readonly range: Range }[];
  /** Members read of what may be anything. */
  readonly membersOfUnknown: readonly { readonly base: Shape; readonly name: string; readonly range: Range }[];
}

const JSONATA_START = 2;

export class FieldReader {
  readonly #texts: ParsedTexts;
  readonly #reads: Read[] | undefined;

  constructor(texts: ParsedTexts, reads: Read[] | undefined) {
    this.#texts = texts;
    this.#reads = reads;
  }

  /** A path, or an intrinsic call where the field takes one. */
  path(node: Node, field: string, roots: PathRoots): Shape {
    if (node.kind !== 'string') return anything(roots.everyTime);
    return this.#recorded(node, field, 'JSONPath', 0, (log) => this.#pathText(node.value, roots, log));
  }

  #pathText(text: string, roots: PathRoots, log: ReadLog | undefined): Shape {
    if (looksLikeIntrinsic(text)) {
      const { call } = this.#texts.intrinsic(text);
      return call === undefined ? anything(roots.everyTime) : intrinsicShape(call, roots, log);
    }
    const { path } = this.#texts.path(text);
    return path === undefined ? anything(roots.everyTime) : pathShape(path, roots, log);
  }

  /** A payload template of a JSONPath state. */
  template(node: Node, field: string, roots: PathRoots): Shape {
    return this.#value(node, field, roots.everyTime, {
      string: (text) => literalText(text.value),
      member: (key, value, inner) =>
        key.endsWith('.$') ? [key.slice(0, -2), this.path(value, inner, roots)] : undefined,
    });
  }

  /** A value of a JSONata state. */
  jsonata(node: Node, field: string, roots: JsonataRoots): Shape {
    return this.#value(node, field, roots.everyTime, {
      string: (text, inner) => {
        if (!isJsonata(text.value)) return literalText(text.value);
        return this.#recorded(text, inner, 'JSONata', JSONATA_START, (log) => this.#expression(text.value, roots, log));
      },
      member: () => undefined,
    });
  }

  #expression(text: string, roots: JsonataRoots, log: ReadLog | undefined): Shape {
    const expression = this.#texts.expression(text.slice(JSONATA_START, -JSONATA_START))?.expression;
    // What yields nothing fails, so that a value is there wherever the state goes on.
    return expression === undefined ? anything(roots.everyTime) : present(jsonataShape(expression, roots, log));
  }

  #value(node: Node, field: string, unknownMarks: number, strings: StringReading): Shape {
    switch (node.kind) {
      case 'string':
        return strings.string(node, field);
      case 'number':
        return NUMBER;
      case 'boolean':
        return BOOLEAN;
      case 'null':
        return NULL;
      case 'unknown':
        return anything(unknownMarks);
      case 'array': {
        const items = node.items.map((item, i) => this.#value(item, `${field}[${i}]`, unknownMarks, strings));
        const isFixed = node.items.every(({ kind }) => kind !== 'unknown');
        if (isFixed) return tupleOf(items);
        // What is not known may be left out.
        const least = node.items.filter(({ kind }) => kind !== 'unknown').length;
        return arrayOf(joinAll(items), least, items.length);
      }
      case 'object': {
        const fields = new Map<string, Shape>();
        for (const { key, value } of node.entries) {
          const inner = `${field}.${key.value}`;
          const [name, shape] = strings.member(key.value, value, inner) ?? [
            key.value,
            this.#value(value, inner, unknownMarks, strings),
          ];
          fields.set(name, shape);
        }
        return objectOf(fields, node.isOpen ? 'any' : 'none', { restMarks: unknownMarks });
      }
    }
  }

  #recorded(
    node: StringNode,
    field: string,
    language: Read['language'],
    offset: number,
    evaluate: (log: ReadLog | undefined) => Shape,
  ): Shape {
    if (this.#reads === undefined) return evaluate(undefined);
    const notes = new ReadNotes(offset);
    const value = evaluate(notes);
    const { missed, parsed, lookedAt, indexed, membersOfUnknown } = notes;
    this.#reads.push({ field, node, language, value, missed, parsed, lookedAt, indexed, membersOfUnknown });
    return value;
  }
}

interface StringReading {
  string(node: StringNode, field: string): Shape;
  /** The name and shape of a member that is no plain one. */
  member(key: string, value: Node, field: string): readonly [string, Shape] | undefined;
}

class ReadNotes implements ReadLog {
  readonly missed: MissedStep[] = [];
  readonly parsed: ParsedValue[] = [];
  readonly lookedAt: Shape[] = [];
  readonly indexed: { base: Shape; index: number; range: Range }[] = [];
  readonly membersOfUnknown: { base: Shape; name: string; range: Range }[] = [];
  readonly #offset: number;

  constructor(offset: number) {
    this.#offset = offset;
  }

  miss(step: MissedStep): void {
    this.missed.push({ ...step, range: this.#shifted(step.range) });
  }

  parse(value: ParsedValue): void {
    this.parsed.push({ ...value, range: this.#shifted(value.range) });
  }

  look(value: Shape): void {
    this.lookedAt.push(value);
  }

  index(base: Shape, index: number, range: Range): void {
    this.indexed.push({ base, index, range: this.#shifted(range) });
  }

  readMember(base: Shape, name: string, range: Range): void {
    if (base.sources.length > 0) this.membersOfUnknown.push({ base, name, range: this.#shifted(range) });
  }

  #shifted({ start, end }: Range): Range {
    return { start: start + this.#offset, end: end + this.#offset };
  }
}
