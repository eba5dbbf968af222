/**
 * Reads the text of one service table, in the form that docs/adr/0004-service-tables.md tells. Actions and shapes are
 * decoded when they are asked for: a definition uses a few actions of a service that may have hundreds.
 */
import type { ActionModel, MemberModel, ServiceModel, Shape, StructureShape } from './service-model.ts';
import { SIMPLE_SHAPES, TABLE_FORMAT } from './table-format.ts';

interface Table {
  readonly format: number;
  readonly token: string;
  readonly exceptionPrefix: string;
  readonly source: string;
  readonly date: string;
  readonly errors: readonly string[];
  readonly names: readonly string[];
  readonly actions: readonly string[];
  readonly shapes: readonly string[];
}

const NOTHING: StructureShape = { kind: 'structure', isUnion: false, members: new Map() };
const SIMPLE: readonly Shape[] = SIMPLE_SHAPES.map((kind) =>
  kind === 'string' ? { kind, values: undefined } : { kind },
);

/** `name.shape`, then `!` if required, then `=` and the name in the service's own model if that is another. */
const MEMBER = /^([0-9a-z]+)\.([0-9a-z]+)(!?)(?:=([0-9a-z]+))?$/;

/** Undefined for a table of another form: then nothing is known of the service. */
export function decodeService(text: string): ServiceModel | undefined {
  const table = JSON.parse(text) as Table;
  if (table.format !== TABLE_FORMAT) return undefined;
  const shapes = new ShapeDecoder(table.names, table.shapes);
  const lines = new Map(table.actions.map((line) => [line.slice(0, line.indexOf(' ')), line]));
  const actions = new Map<string, ActionModel>();
  const { token, exceptionPrefix, source, date } = table;
  const action = (name: string): ActionModel | undefined => {
    const line = lines.get(name);
    if (line === undefined) return undefined;
    const decoded = actions.get(name) ?? decodeAction(line, table.errors, shapes);
    actions.set(name, decoded);
    return decoded;
  };
  return { token, exceptionPrefix, source, date, actionNames: [...lines.keys()], action };
}

function decodeAction(line: string, errors: readonly string[], shapes: ShapeDecoder): ActionModel {
  const [name = '', input = '-', output = '-', raised = '?'] = line.split(' ');
  const [taken, given] = [shapes.structureAt(input), shapes.structureAt(output)];
  return {
    name,
    input: taken,
    output: given,
    isStreaming: [taken, given].some(({ members }) => [...members.values()].some(isEventStream)),
    errors: raised === '?' ? undefined : listOf(raised).map((code) => errors[parseInt(code, 36)] ?? ''),
  };
}

function listOf(codes: string): readonly string[] {
  return codes === '-' ? [] : codes.split(',');
}

function isEventStream(member: MemberModel): boolean {
  return member.shape.kind === 'eventStream';
}

class ShapeDecoder {
  readonly #names: readonly string[];
  readonly #lines: readonly string[];
  readonly #decoded: (Shape | undefined)[] = [...SIMPLE];

  constructor(names: readonly string[], lines: readonly string[]) {
    this.#names = names;
    this.#lines = lines;
  }

  structureAt(code: string): StructureShape {
    const shape = code === '-' ? NOTHING : this.#shapeAt(code);
    return shape.kind === 'structure' ? shape : NOTHING;
  }

  #shapeAt(code: string): Shape {
    const index = parseInt(code, 36);
    const shape = this.#decoded[index] ?? this.#decode(this.#lines[index - SIMPLE.length] ?? 'S');
    this.#decoded[index] = shape;
    return shape;
  }

  /** What a shape holds is decoded when it is read, since it may hold itself. */
  #decode(line: string): Shape {
    const rest = line.slice(1);
    const at = (code: string): Shape => this.#shapeAt(code);
    const [first = '', second = ''] = rest.split('.');
    switch (line.charAt(0)) {
      case 'L':
        return {
          kind: 'list',
          get element() {
            return at(rest);
          },
        };
      case 'M':
        return {
          kind: 'map',
          get key() {
            return at(first);
          },
          get value() {
            return at(second);
          },
        };
      case 'E':
        return { kind: 'string', values: JSON.parse(rest) as readonly string[] };
      default:
        return { kind: 'structure', isUnion: line.startsWith('U'), members: this.#members(rest) };
    }
  }

  #members(text: string): ReadonlyMap<string, MemberModel> {
    const parts = text === '' ? [] : text.split(' ');
    return new Map(parts.map((part) => this.#member(part)).map((member) => [member.name, member]));
  }

  #member(text: string): MemberModel {
    const [, written = '', shape = '', required, original] = MEMBER.exec(text) ?? [];
    const at = (code: string): Shape => this.#shapeAt(code);
    const name = this.#nameAt(written);
    return {
      name,
      apiName: original === undefined ? name : this.#nameAt(original),
      isRequired: required === '!',
      get shape() {
        return at(shape);
      },
    };
  }

  #nameAt(code: string): string {
    return this.#names[parseInt(code, 36)] ?? '';
  }
}
