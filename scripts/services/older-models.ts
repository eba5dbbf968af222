/**
 * Services of the `aws-sdk` package (version 2, whose models were last renewed in 2024-09). Structure and types come
 * from its JSON models, from which names of shapes and values of enumerations have been stripped; those come from the
 * declaration files beside them.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type ts from 'typescript';
import { elementType, enumValues, interfaceName, readDeclarations } from './declarations.ts';
import type { Declarations } from './declarations.ts';
import type {
  SimpleShape,
  SourceMember,
  SourceOperation,
  SourceService,
  SourceShape,
  SourceStructure,
} from './service-shapes.ts';

interface JsonShape {
  readonly shape?: string;
  readonly type?: string;
  readonly members?: Readonly<Record<string, JsonShape>>;
  readonly member?: JsonShape;
  readonly key?: JsonShape;
  readonly value?: JsonShape;
  readonly required?: readonly string[];
  readonly union?: boolean;
  readonly document?: boolean;
  readonly eventstream?: boolean;
  readonly idempotencyToken?: boolean;
}

interface JsonOperation {
  readonly input?: JsonShape;
  readonly output?: JsonShape;
}

interface JsonModel {
  readonly metadata: { readonly apiVersion: string; readonly serviceId?: string; readonly serviceFullName: string };
  readonly operations: Readonly<Record<string, JsonOperation>>;
  readonly shapes?: Readonly<Record<string, JsonShape>>;
}

const SIMPLE: ReadonlySet<string> = new Set<SimpleShape>([
  'string',
  'integer',
  'long',
  'float',
  'double',
  'boolean',
  'blob',
  'timestamp',
]);

/** A key of metadata.json, which names the declaration file, and the newest model under it. */
interface ModelFile {
  readonly key: string;
  readonly file: string;
}

export function readOlderServices(folder: string): readonly SourceService[] {
  const root = path.join(folder, 'node_modules', 'aws-sdk');
  const { version } = readJson(path.join(root, 'package.json')) as { readonly version: string };
  return modelFiles(root).map(({ key, file }) => {
    const model = readJson(path.join(root, 'apis', file)) as JsonModel;
    const declarations = path.join(root, 'clients', `${key}.d.ts`);
    const text = existsSync(declarations) ? readFileSync(declarations, 'utf8') : '';
    return new OlderService(model, readDeclarations([text])).read(`aws-sdk ${version}`);
  });
}

function modelFiles(root: string): readonly ModelFile[] {
  const metadata = readJson(path.join(root, 'apis', 'metadata.json')) as Readonly<
    Record<string, { readonly prefix?: string }>
  >;
  const files = readdirSync(path.join(root, 'apis')).filter((file) => file.endsWith('.min.json'));
  return Object.entries(metadata).flatMap(([key, { prefix = key }]) => {
    const dated = new RegExp(`^${prefix.replaceAll('.', '\\.')}-\\d{4}-\\d{2}-\\d{2}\\.min\\.json$`);
    const newest = files
      .filter((file) => dated.test(file))
      .sort()
      .at(-1);
    return newest === undefined ? [] : [{ key, file: newest }];
  });
}

class OlderService {
  readonly #model: JsonModel;
  readonly #declarations: Declarations;
  readonly #structures = new Map<string, SourceStructure>();

  constructor(model: JsonModel, declarations: Declarations) {
    this.#model = model;
    this.#declarations = declarations;
  }

  read(source: string): SourceService {
    const { metadata, operations } = this.#model;
    return {
      serviceId: metadata.serviceId ?? metadata.serviceFullName,
      source,
      operations: Object.entries(operations).map(([name, operation]) => this.#operation(name, operation)),
      structures: this.#structures,
    };
  }

  #operation(name: string, { input, output }: JsonOperation): SourceOperation {
    const types = this.#declarations.methods.get(name.slice(0, 1).toLowerCase() + name.slice(1));
    return {
      name,
      input: input && this.#structure(input, types?.input, `${name} input`),
      output: output && this.#structure(output, types?.output, `${name} output`),
      errors: undefined,
    };
  }

  /** Reads a structure once, under the name that the declarations give it, and gives that name. */
  #structure(reference: JsonShape, declared: string | undefined, fallback: string): string {
    const shape = this.#resolve(reference);
    const known = declared !== undefined && this.#declarations.interfaces.has(declared) ? declared : undefined;
    const name = known ?? (reference.shape === undefined ? fallback : `shape ${reference.shape}`);
    if (this.#structures.has(name)) return name;
    const members: SourceMember[] = [];
    this.#structures.set(name, { isUnion: shape.union === true, members });
    const types = known === undefined ? undefined : this.#declarations.interfaces.get(known);
    for (const [member, inner] of Object.entries(shape.members ?? {})) {
      const isRequired = shape.required?.includes(member) === true && inner.idempotencyToken !== true;
      members.push({ name: member, isRequired, shape: this.#shape(inner, types?.get(member), `${name} ${member}`) });
    }
    return name;
  }

  #shape(reference: JsonShape, type: ts.TypeNode | undefined, place: string): SourceShape {
    const shape = this.#resolve(reference);
    if (shape.document === true) return { kind: 'document' };
    if (shape.eventstream === true) return { kind: 'eventStream' };
    if (shape.type === 'structure') {
      return { kind: 'structure', name: this.#structure(reference, interfaceName(type, this.#declarations), place) };
    }
    if (shape.type === 'list' || shape.type === 'map') return this.#collection(shape, type, place);
    const values =
      shape.type === undefined || shape.type === 'string' ? enumValues(type, this.#declarations) : undefined;
    if (values !== undefined) return { kind: 'enum', values };
    const kind = shape.type ?? 'string';
    return { kind: SIMPLE.has(kind) ? (kind as SimpleShape) : 'document' };
  }

  #collection(shape: JsonShape, type: ts.TypeNode | undefined, place: string): SourceShape {
    const inner = elementType(type, this.#declarations);
    if (shape.type === 'list') {
      return { kind: 'list', element: this.#shape(shape.member ?? {}, inner, `${place} element`) };
    }
    return { kind: 'map', key: { kind: 'string' }, value: this.#shape(shape.value ?? {}, inner, `${place} value`) };
  }

  #resolve(reference: JsonShape): JsonShape {
    const { shape } = reference;
    if (shape === undefined) return reference;
    return { ...this.#model.shapes?.[shape], ...(reference.eventstream === true ? { eventstream: true } : {}) };
  }
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
