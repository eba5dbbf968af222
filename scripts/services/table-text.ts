/**
 * The text of one service's table. Its form is told in docs/adr/0004-service-tables.md; src/aws/services/decode.ts
 * reads it. The same service always gives the same text.
 */
import { actionName, capitalise, errorName, parameterName } from './java-names.ts';
import type { ListedService } from './listed-services.ts';
import { READ_ON } from './listed-services.ts';
import type { SourceOperation, SourceService, SourceShape, SourceStructure } from './service-shapes.ts';
import { SIMPLE_SHAPES, TABLE_FORMAT } from '../../src/aws/services/table-format.ts';

export interface TableText {
  readonly text: string;
  readonly actions: number;
}

export function tableText(listed: ListedService, service: SourceService): TableText {
  const table = new Table(listed.token, service.structures);
  const operations = [...service.operations].sort((a, b) => compare(a.name, b.name));
  const actions = operations.map((operation) => table.action(operation));
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['errors', table.errors],
    ['names', table.names],
    ['actions', actions],
    ['shapes', table.shapes],
  ];
  const head = {
    format: TABLE_FORMAT,
    token: listed.token,
    exceptionPrefix: listed.exceptionPrefix,
    source: service.source,
    date: READ_ON,
  };
  const fields = [
    ...Object.entries(head).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`),
    ...lists.map(
      ([key, lines]) => `${JSON.stringify(key)}:[\n${lines.map((line) => JSON.stringify(line)).join(',\n')}\n]`,
    ),
  ];
  return { text: `{${fields.join(',\n')}}\n`, actions: actions.length };
}

class Table {
  readonly names: string[] = [];
  readonly errors: string[] = [];
  readonly shapes: string[] = [];
  readonly #token: string;
  readonly #structures: ReadonlyMap<string, SourceStructure>;
  readonly #nameIndex = new Map<string, number>();
  readonly #errorIndex = new Map<string, number>();
  readonly #structureIndex = new Map<string, number>();
  readonly #lineIndex = new Map<string, number>();

  constructor(token: string, structures: ReadonlyMap<string, SourceStructure>) {
    this.#token = token;
    this.#structures = structures;
  }

  /** `name input output errors`, with `-` for what there is not and `?` for errors that nothing lists. */
  action(operation: SourceOperation): string {
    const { input, output, errors } = operation;
    const listed = errors?.map((error) => code(indexOf(errorName(error), this.errors, this.#errorIndex)));
    const parts = [
      actionName(operation.name),
      input === undefined ? '-' : code(this.#structure(input)),
      output === undefined ? '-' : code(this.#structure(output)),
      listed === undefined ? '?' : listed.length === 0 ? '-' : listed.join(','),
    ];
    return parts.join(' ');
  }

  #structure(name: string): number {
    const known = this.#structureIndex.get(name);
    if (known !== undefined) return known;
    // Numbered before its members are, since it may hold itself.
    const index = this.#reserve();
    this.#structureIndex.set(name, index);
    const structure = this.#structures.get(name);
    const members = [...(structure?.members ?? [])].sort((a, b) => compare(a.name, b.name));
    const parts = members.map((member) => {
      const written = parameterName(member.name, this.#token);
      const original = capitalise(member.name);
      const other = original === written ? '' : `=${code(this.#name(original))}`;
      return `${code(this.#name(written))}.${code(this.#shape(member.shape))}${member.isRequired ? '!' : ''}${other}`;
    });
    this.shapes[index - SIMPLE_SHAPES.length] = `${structure?.isUnion === true ? 'U' : 'S'}${parts.join(' ')}`;
    return index;
  }

  #shape(shape: SourceShape): number {
    switch (shape.kind) {
      case 'structure':
        return this.#structure(shape.name);
      case 'list':
        return this.#line(`L${code(this.#shape(shape.element))}`);
      case 'map':
        return this.#line(`M${code(this.#shape(shape.key))}.${code(this.#shape(shape.value))}`);
      case 'enum':
        return this.#line(`E${JSON.stringify(shape.values)}`);
      default:
        return SIMPLE_SHAPES.indexOf(shape.kind);
    }
  }

  #line(line: string): number {
    const known = this.#lineIndex.get(line);
    if (known !== undefined) return known;
    const index = this.#reserve();
    this.shapes[index - SIMPLE_SHAPES.length] = line;
    this.#lineIndex.set(line, index);
    return index;
  }

  #reserve(): number {
    return this.shapes.push('') - 1 + SIMPLE_SHAPES.length;
  }

  #name(name: string): number {
    return indexOf(name, this.names, this.#nameIndex);
  }
}

function indexOf(text: string, list: string[], index: Map<string, number>): number {
  const known = index.get(text);
  if (known !== undefined) return known;
  index.set(text, list.length);
  return list.push(text) - 1;
}

function code(index: number): string {
  return index.toString(36);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
