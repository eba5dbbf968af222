/** The files of a program: what each imports and exports. A module runs when something of it is first asked for. */
import type { Program as ScriptProgram, Statement } from '../../script/parse.ts';
import type { Layer } from '../../text/layer.ts';
import type { Place } from '../../tree/node.ts';
import { setMember } from './assignment.ts';
import type { Evaluator, Frame } from './evaluator.ts';
import { libraryMember } from './library.ts';
import { Scope } from './scope.ts';
import { declarationIn } from './statements.ts';
import { unknownValue } from './values.ts';
import type { ModuleValue, RecordValue, Value } from './values.ts';

/** Gives the value of an import: of a module of the program, or of a package. */
export type Importer = (specifier: string, place: Place) => Value;

export class ScriptModule {
  readonly path: string;
  readonly layer: Layer;
  readonly program: ScriptProgram;
  readonly scope = new Scope(undefined, 0);
  readonly #import: Importer;
  #hasRun = false;
  #commonExports: RecordValue | undefined;

  constructor(path: string, layer: Layer, program: ScriptProgram, importer: Importer) {
    this.path = path;
    this.layer = layer;
    this.program = program;
    this.#import = importer;
  }

  run(ev: Evaluator): void {
    if (this.#hasRun) return;
    this.#hasRun = true;
    this.#declareImports();
    const place = { layer: this.layer, start: 0, end: 0 };
    this.#commonExports = { kind: 'record', members: new Map(), isOpen: false, place, born: 0 };
    const holder: RecordValue = { ...this.#commonExports, members: new Map() };
    setMember(holder, 'exports', this.#commonExports, place, ev);
    this.scope.declare('module', holder);
    this.scope.declare('exports', this.#commonExports);
    ev.run(this.program.body, this.frame());
  }

  frame(): Frame {
    const call = { value: undefined, mayHaveReturned: false };
    return { layer: this.layer, path: this.path, scope: this.scope, self: undefined, home: undefined, call };
  }

  asValue(ev: Evaluator, place: Place): ModuleValue {
    return { kind: 'module', exports: (name) => this.exported(name, ev), place };
  }

  /** What the module hands out by other ways than declarations: a default, or members of `exports`. */
  handedOut(): readonly Value[] {
    const holder = this.scope.find('module');
    const replaced = holder?.kind === 'record' ? holder.members.get('exports')?.value : undefined;
    const members = replaced?.kind === 'record' ? [...replaced.members.values()].map(({ value }) => value) : [];
    const values = [this.scope.find('default'), replaced, ...members];
    return values.filter((value) => value !== undefined);
  }

  /** What `require` gives: what the module has put in place of its exports. */
  required(ev: Evaluator, place: Place): Value {
    this.run(ev);
    const holder = this.scope.find('module');
    const replaced = holder?.kind === 'record' ? holder.members.get('exports')?.value : undefined;
    return replaced === undefined || replaced === this.#commonExports ? this.asValue(ev, place) : replaced;
  }

  exported(name: string, ev: Evaluator): Value | undefined {
    this.run(ev);
    for (const statement of this.program.body) {
      const found = this.#exportedBy(statement, name, ev);
      if (found !== undefined) return found;
    }
    return this.#commonExports?.members.get(name)?.value;
  }

  #exportedBy(statement: Statement, name: string, ev: Evaluator): Value | undefined {
    switch (statement.type) {
      case 'ExportDefaultDeclaration':
        return name === 'default' ? this.scope.find('default') : undefined;
      case 'ExportAllDeclaration': {
        const from = this.#import(statement.source.value, this.#placeOf(statement.source));
        if (statement.exported !== null) return nameOf(statement.exported) === name ? from : undefined;
        if (name === 'default' || from.kind !== 'module') return undefined;
        return from.exports(name);
      }
      case 'ExportNamedDeclaration': {
        for (const specifier of statement.specifiers) {
          if (nameOf(specifier.exported) !== name) continue;
          const local = nameOf(specifier.local);
          if (statement.source === null) return this.scope.find(local);
          const from = this.#import(statement.source.value, this.#placeOf(statement.source));
          return ev.readMember(from, local, this.#placeOf(specifier));
        }
        return declares(statement, name) ? this.scope.find(name) : undefined;
      }
      default:
        return undefined;
    }
  }

  #placeOf({ start, end }: { readonly start: number; readonly end: number }): Place {
    return { layer: this.layer, start, end };
  }

  #declareImports(): void {
    for (const statement of this.program.body) {
      if (statement.type === 'TSImportEqualsDeclaration') {
        const { moduleReference, id } = statement;
        if (moduleReference.type !== 'TSExternalModuleReference') continue;
        const { value } = moduleReference.expression;
        this.scope.declare(id.name, () => this.#import(value, this.#placeOf(id)));
      }
      if (statement.type !== 'ImportDeclaration' || statement.importKind === 'type') continue;
      for (const specifier of statement.specifiers) {
        const place = this.#placeOf(specifier);
        const { value } = statement.source;
        const imported =
          specifier.type === 'ImportSpecifier'
            ? nameOf(specifier.imported)
            : specifier.type === 'ImportDefaultSpecifier'
              ? 'default'
              : undefined;
        this.scope.declare(specifier.local.name, () => member(this.#import(value, place), imported, place));
      }
    }
  }
}

function member(from: Value, name: string | undefined, place: Place): Value {
  if (name === undefined) return from;
  if (from.kind === 'module') return from.exports(name) ?? unknownValue(place, `${name} of a module`, name);
  return from.kind === 'library' ? libraryMember(from, name, place) : unknownValue(place, `${name} of a module`, name);
}

function nameOf(name: { readonly type: string; readonly name?: string; readonly value?: unknown }): string {
  return name.name ?? String(name.value);
}

function declares(statement: Statement, name: string): boolean {
  const declared = declarationIn(statement);
  if (declared?.type === 'VariableDeclaration') {
    return declared.declarations.some(({ id }) => id.type !== 'Identifier' || id.name === name);
  }
  if (declared === undefined || !('id' in declared)) return false;
  const { id } = declared;
  return id !== null && typeof id === 'object' && 'name' in id && id.name === name;
}
