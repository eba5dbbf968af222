/**
 * Services of the `@aws-sdk/client-*` packages. Their schemas give the structure, the order of members gives which are
 * required, the declaration files give enumerations and the errors of each operation. Ranges, lengths and patterns are
 * not in these packages, nor whether a number is whole.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import ts from 'typescript';
import { elementType, enumValues, keyType, readDeclarations } from './declarations.ts';
import type { Declarations } from './declarations.ts';
import type {
  SimpleShape,
  SourceMember,
  SourceOperation,
  SourceService,
  SourceShape,
  SourceStructure,
} from './service-shapes.ts';

/** `[kind, namespace, name, traits, ...]`, as the packages export it. */
type Schema = readonly unknown[];

/** What stands for a shape: a number for a simple one, a schema, a function that gives either, or `[shape, traits]`. */
type SchemaReference = unknown;

const LIST = 1;
const MAP = 2;
const STRUCTURE = 3;
const UNION = 4;
const OPERATION = 9;
const LIST_OF = 64;
const MAP_OF = 128;

const SIMPLE: Readonly<Record<number, SimpleShape>> = {
  0: 'string',
  1: 'number',
  2: 'boolean',
  4: 'timestamp',
  5: 'timestamp',
  6: 'timestamp',
  7: 'timestamp',
  15: 'document',
  17: 'number',
  19: 'number',
  21: 'blob',
  42: 'blob',
};

export function readNewerServices(folder: string): readonly SourceService[] {
  const scope = path.join(folder, 'node_modules', '@aws-sdk');
  if (!existsSync(scope)) return [];
  const packages = readdirSync(scope)
    .filter((name) => name.startsWith('client-'))
    .sort();
  return packages.flatMap((name) => readPackage(path.join(scope, name)) ?? []);
}

/** Undefined for a package without schemas: older ones have none. */
function readPackage(root: string): SourceService | undefined {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Readonly<
    Record<string, string>
  >;
  const serviceId = readServiceId(path.join(root, 'dist-es', 'runtimeConfig.shared.js'));
  if (serviceId === undefined) return undefined;
  const exported = createRequire(path.join(root, 'package.json'))(root) as Readonly<Record<string, unknown>>;
  const schemas = Object.values(exported).filter((value): value is Schema => Array.isArray(value));
  if (!schemas.some(([kind]) => kind === OPERATION)) return undefined;
  const service = new NewerService(root, readDeclarations(modelTexts(root)));
  return service.read(serviceId, `${manifest.name ?? ''} ${manifest.version ?? ''}`, schemas);
}

function modelTexts(root: string): readonly string[] {
  const folder = path.join(root, 'dist-types', 'models');
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith('.d.ts'));
  return files.map((file) => readFileSync(path.join(folder, file), 'utf8'));
}

/** `serviceId: config?.serviceId ?? "Lambda"`. */
function readServiceId(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const find = (node: ts.Node): string | undefined => {
    if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && node.name.text === 'serviceId') {
      const { initializer } = node;
      return ts.isBinaryExpression(initializer) && ts.isStringLiteral(initializer.right)
        ? initializer.right.text
        : undefined;
    }
    return ts.forEachChild(node, find);
  };
  return find(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest));
}

class NewerService {
  readonly #root: string;
  readonly #declarations: Declarations;
  readonly #structures = new Map<string, SourceStructure>();

  constructor(root: string, declarations: Declarations) {
    this.#root = root;
    this.#declarations = declarations;
  }

  read(serviceId: string, source: string, schemas: readonly Schema[]): SourceService {
    const operations = schemas.filter(([kind]) => kind === OPERATION).map((schema) => this.#operation(schema));
    return { serviceId, source, operations, structures: this.#structures };
  }

  #operation(schema: Schema): SourceOperation {
    const name = schema[2] as string;
    return {
      name,
      input: this.#topStructure(schema[4]),
      output: this.#topStructure(schema[5]),
      errors: this.#errors(name),
    };
  }

  #topStructure(reference: SchemaReference): string | undefined {
    const schema = unwrap(reference);
    return Array.isArray(schema) && (schema[0] === STRUCTURE || schema[0] === UNION)
      ? this.#structure(schema as Schema)
      : undefined;
  }

  /** Every command lists its errors as `@throws {@link Name} (client fault)`. */
  #errors(operation: string): readonly string[] | undefined {
    const file = path.join(this.#root, 'dist-types', 'commands', `${operation}Command.d.ts`);
    if (!existsSync(file)) return undefined;
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    const command = source.statements.find(ts.isClassDeclaration);
    const names = command === undefined ? [] : thrownNames(ts.getJSDocTags(command), source);
    return names.filter((name) => !name.endsWith('ServiceException'));
  }

  #structure(schema: Schema): string {
    const [kind, , name, , names, references, required = 0] = schema as readonly [
      number,
      string,
      string,
      unknown,
      readonly string[],
      readonly SchemaReference[],
      number?,
    ];
    if (this.#structures.has(name)) return name;
    const members: SourceMember[] = [];
    this.#structures.set(name, { isUnion: kind === UNION, members });
    const types = this.#declarations.interfaces.get(name);
    names.forEach((member, i) => {
      const isRequired = i < required && !isIdempotencyToken(references[i]);
      members.push({ name: member, isRequired, shape: this.#shape(references[i], types?.get(member)) });
    });
    return name;
  }

  #shape(reference: SchemaReference, type: ts.TypeNode | undefined): SourceShape {
    const schema = unwrap(reference);
    if (typeof schema === 'number') return this.#simple(schema, type);
    if (!Array.isArray(schema)) return { kind: 'document' };
    const [kind, , , traits, first, second] = schema as Schema;
    switch (kind) {
      case LIST:
        return { kind: 'list', element: this.#shape(first, elementType(type, this.#declarations)) };
      case MAP:
        return this.#map(first, second, type);
      case STRUCTURE:
      case UNION:
        return isStreaming(traits)
          ? { kind: 'eventStream' }
          : { kind: 'structure', name: this.#structure(schema as Schema) };
      default:
        return this.#shape(first, type);
    }
  }

  #map(key: SchemaReference, value: SchemaReference, type: ts.TypeNode | undefined): SourceShape {
    return {
      kind: 'map',
      key: this.#shape(key, keyType(type, this.#declarations)),
      value: this.#shape(value, elementType(type, this.#declarations)),
    };
  }

  #simple(code: number, type: ts.TypeNode | undefined): SourceShape {
    if (code >= MAP_OF) return this.#map(0, code - MAP_OF, type);
    if (code >= LIST_OF) {
      return { kind: 'list', element: this.#simple(code - LIST_OF, elementType(type, this.#declarations)) };
    }
    const values = code === 0 ? enumValues(type, this.#declarations) : undefined;
    return values === undefined ? { kind: SIMPLE[code] ?? 'document' } : { kind: 'enum', values };
  }
}

/** Through functions and pairs with traits, to a number or a schema. */
function unwrap(reference: SchemaReference): unknown {
  if (typeof reference === 'function') return unwrap((reference as () => unknown)());
  return Array.isArray(reference) && typeof reference[1] !== 'string' ? unwrap(reference[0]) : reference;
}

function isStreaming(traits: unknown): boolean {
  return typeof traits === 'object' && traits !== null && 'streaming' in traits;
}

/** A member that the SDK fills in: bit 4 of the traits, or a trait of that name. */
function isIdempotencyToken(reference: SchemaReference): boolean {
  const traits: unknown = Array.isArray(reference) ? reference[1] : undefined;
  if (typeof traits === 'number') return (traits & 4) !== 0;
  return typeof traits === 'object' && traits !== null && 'idempotencyToken' in traits;
}

/** The parser takes `@throws {@link Name}` for two tags, of which the second has the name. */
function thrownNames(tags: readonly ts.JSDocTag[], source: ts.SourceFile): readonly string[] {
  const links = tags.filter((tag, i) => tag.tagName.text === 'link' && tags[i - 1]?.tagName.text === 'throws');
  return links.flatMap((tag) => /^@link (\w+)\}/.exec(tag.getText(source))?.[1] ?? []);
}
