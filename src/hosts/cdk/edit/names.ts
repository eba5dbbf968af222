/**
 * How a script calls something that CDK exports, and the imports that it lacks for that: an import that is there is
 * extended, or another is added below it, in the style of the file.
 */
import type { Program, ScriptNode } from '../../../script/parse.ts';
import { isRefusal, refuse } from '../../../text/layer.ts';
import type { Refusal } from '../../../text/layer.ts';
import type { Range } from '../../../text/source-file.ts';
import type { LayerEdit } from '../../../tree/syntax.ts';
import { indentAt, startsLine } from '../../bracket-layout.ts';
import { packagePath } from '../library.ts';
import { bindingsOf, libraryPathOf, requiredBy } from './bindings.ts';
import { quoted, styleOf } from './code.ts';
import { childrenOf, isMereName, usesOf } from './outline.ts';
import type { ScriptLayer } from './script-layer.ts';

interface ForgottenName {
  readonly of: NamedImport;
  readonly specifier: ScriptNode;
}

/** `import { App } from '…'`, or the same by `require`. */
interface NamedImport {
  readonly specifiers: readonly ScriptNode[];
  readonly specifier: string;
  readonly statement: ScriptNode;
  readonly isRequire: boolean;
}

export class Names {
  readonly layer: ScriptLayer;
  /** Imports of their own, by the names that they bring. */
  readonly #imports = new Map<string, LayerEdit>();
  /** Names that imports which are there are to bring as well. */
  readonly #extended = new Map<string, NamedImport>();
  readonly #forgotten: ForgottenName[] = [];
  /** Imports that nothing needs. */
  readonly #unused: ScriptNode[] = [];
  readonly #said = new Set<string>();

  constructor(layer: ScriptLayer) {
    this.layer = layer;
  }

  get imports(): readonly LayerEdit[] {
    const edits = [...this.#imports.values()];
    const shortened = new Set(this.#forgotten.map(({ of }) => of.statement));
    for (const [member, of] of this.#extended)
      if (!shortened.has(of.statement)) edits.push(this.#extension(of, member));
    for (const statement of shortened) edits.push(...this.#shortened(statement));
    for (const statement of this.#unused) edits.push(this.#removal(statement));
    return edits;
  }

  /** What stands at these places goes: so do the imports of names that stand nowhere else. */
  forget(ranges: readonly Range[]): void {
    const { program } = this.layer;
    const isGone = ({ start, end }: Range): boolean => ranges.some((range) => range.start <= start && end <= range.end);
    const isForgotten = (name: string, local: Range): boolean => {
      const uses = this.#said.has(name) ? [] : usesOf(program, name, local);
      return uses.length > 0 && uses.every(isGone);
    };
    this.#unused.push(
      ...wholeImports(program)
        .filter(({ name, local }) => isForgotten(name, local))
        .map(({ statement }) => statement),
    );
    for (const of of namedImports(program)) {
      for (const specifier of of.isRequire ? [] : of.specifiers) {
        if (specifier.type !== 'ImportSpecifier') continue;
        if (isForgotten(specifier.local.name, specifier.local)) this.#forgotten.push({ of, specifier });
      }
    }
  }

  /** What stands for `cdk.Duration` or `aws-stepfunctions.JitterType` in the script. */
  of(path: string): string | Refusal {
    const name = this.#find(path);
    if (!isRefusal(name)) this.#said.add(name.replace(/\..*$/, ''));
    return name;
  }

  /** The same for several, by the last part of each path. */
  ofAll<T extends string>(library: string, members: readonly T[]): Readonly<Record<T, string>> | Refusal {
    const found: Record<string, string> = {};
    for (const member of members) {
      const name = this.of(`${library}.${member}`);
      if (isRefusal(name)) return name;
      found[member] = name;
    }
    return found as Readonly<Record<T, string>>;
  }

  #find(path: string): string | Refusal {
    const { program } = this.layer;
    const dot = path.indexOf('.');
    const [library, member] = [path.slice(0, dot), path.slice(dot + 1)];
    const module = library.replaceAll('-', '_');
    const isOld = this.layer.text.includes('@aws-cdk/core');
    let whole: string | undefined;
    let within: string | undefined;
    for (const name of bindingsOf(program).keys()) {
      const own = libraryPathOf({ type: 'Identifier', name, start: 0, end: 0 }, program);
      if (own === path) return name;
      if (own === library) whole ??= `${name}.${member}`;
      if (own === 'cdk' && library !== 'cdk' && !isOld) within ??= `${name}.${module}.${member}`;
    }
    return whole ?? within ?? this.#added(library, member);
  }

  #added(library: string, member: string): string | Refusal {
    if (this.#imports.has(member) || this.#extended.has(member)) return member;
    if (isTaken(this.layer.program, member)) return refuse(`${member} is the name of something else in this file`);
    const imports = namedImports(this.layer.program);
    const same = imports.find(
      ({ specifier, specifiers }) => specifiers.length > 0 && packagePath(specifier) === library,
    );
    if (same !== undefined) {
      this.#extended.set(member, same);
      return member;
    }
    const alias = aliasOf(library, this.layer.program);
    if (alias !== undefined) {
      this.#imports.set(alias, { ...this.#newLine(`* as ${alias}`, library, imports), isShared: true });
      return `${alias}.${member}`;
    }
    const edit = this.#newImport(library, member, imports);
    if (isRefusal(edit)) return edit;
    this.#imports.set(member, { ...edit, isShared: true });
    return member;
  }

  /** An import without the names that nothing uses any more, and with those that are new. */
  #shortened(statement: ScriptNode): readonly LayerEdit[] {
    const gone = this.#forgotten.filter(({ of }) => of.statement === statement);
    const [{ of } = { of: undefined }] = gone;
    const added = [...this.#extended].filter(([, one]) => one.statement === statement).map(([member]) => member);
    const [first, last] = [of?.specifiers[0], of?.specifiers.at(-1)];
    if (of === undefined || first === undefined || last === undefined) return [];
    const { text, file: layer } = this.layer;
    const kept = of.specifiers.filter((one) => !gone.some(({ specifier }) => specifier === one));
    const names = [...kept.map(({ start, end }) => text.slice(start, end)), ...added];
    const isWhole = statement.type === 'ImportDeclaration' && statement.specifiers.length === of.specifiers.length;
    const { start, end } = { start: first.start, end: last.end };
    if (/\/[/*]/.test(text.slice(start, end)) || (names.length === 0 && !isWhole))
      return added.map((member) => this.#extension(of, member));
    if (names.length === 0) return [this.#removal(statement)];
    const { newline } = styleOf(this.layer);
    const separator = startsLine(text, last.start) ? `,${newline}${indentAt(text, last.start)}` : ', ';
    return [{ layer, start, end, text: names.join(separator) }];
  }

  /** Takes a statement out, with the line break before it. */
  #removal({ start, end }: Range): LayerEdit {
    const newline = /\r?\n$/.exec(this.layer.text.slice(0, start))?.[0].length ?? 0;
    return { layer: this.layer.file, start: start - newline, end, text: '' };
  }

  #extension({ specifiers }: NamedImport, member: string): LayerEdit {
    const { text, file } = this.layer;
    const last = specifiers.at(-1) ?? { start: 0, end: 0 };
    const { newline } = styleOf(this.layer);
    const separator = startsLine(text, last.start) ? `,${newline}${indentAt(text, last.start)}` : ', ';
    return { layer: file, start: last.end, end: last.end, text: separator + member, isShared: true };
  }

  #newImport(library: string, member: string, imports: readonly NamedImport[]): LayerEdit | Refusal {
    if (imports.length === 0) return refuse(`${member} is not imported in this file`);
    const { padding } = styleOf(this.layer);
    return this.#newLine(`{${padding}${member}${padding}}`, library, imports);
  }

  /** Below the last import. */
  #newLine(names: string, library: string, imports: readonly NamedImport[]): LayerEdit {
    const last = imports.at(-1);
    const style = styleOf(this.layer);
    const isOld = imports.some(({ specifier }) => specifier.startsWith('@aws-cdk/'));
    const specifier = quoted(specifierOf(library, isOld), style);
    const line =
      last?.isRequire === true ? `const ${names} = require(${specifier})` : `import ${names} from ${specifier}`;
    const end = last?.statement.end ?? 0;
    return { layer: this.layer.file, start: end, end, text: style.newline + line + style.semicolon };
  }
}

/** `iam` for `aws-iam`, in a file that imports such libraries whole. */
function aliasOf(library: string, program: Program): string | undefined {
  const [, name] = /^aws-([a-z]+)$/.exec(library) ?? [];
  const importsWhole = program.body.some(
    (statement) =>
      statement.type === 'ImportDeclaration' &&
      /^(?:aws-cdk-lib|@aws-cdk)\/aws-/.test(statement.source.value) &&
      statement.specifiers.some(({ type }) => type === 'ImportNamespaceSpecifier'),
  );
  return name === undefined || !importsWhole || isTaken(program, name) ? undefined : name;
}

function specifierOf(library: string, isOld: boolean): string {
  if (library === 'cdk') return isOld ? '@aws-cdk/core' : 'aws-cdk-lib';
  return isOld ? `@aws-cdk/${library}` : `aws-cdk-lib/${library}`;
}

/** `import * as tasks from '…'` */
function wholeImports(
  program: Program,
): readonly { readonly name: string; readonly local: Range; readonly statement: ScriptNode }[] {
  return program.body.flatMap((statement) => {
    if (statement.type !== 'ImportDeclaration' || statement.specifiers.length !== 1) return [];
    const [specifier] = statement.specifiers;
    if (specifier?.type !== 'ImportNamespaceSpecifier') return [];
    return [{ name: specifier.local.name, local: specifier.local, statement }];
  });
}

/** Imports at the top of the script, with the names of those that have names between braces. */
function namedImports(program: Program): readonly NamedImport[] {
  return program.body.flatMap((statement): readonly NamedImport[] => {
    if (statement.type === 'ImportDeclaration') {
      const isType = statement.importKind === 'type';
      const named = isType ? [] : statement.specifiers.filter(({ type }) => type === 'ImportSpecifier');
      return [{ specifiers: named, specifier: statement.source.value, statement, isRequire: false }];
    }
    if (statement.type === 'TSImportEqualsDeclaration') {
      return [{ specifiers: [], specifier: '', statement, isRequire: false }];
    }
    if (statement.type !== 'VariableDeclaration' || statement.declarations.length !== 1) return [];
    const [{ id, init } = { id: undefined, init: null }] = statement.declarations;
    const specifier = requiredBy(init);
    if (specifier === undefined) return [];
    const isPattern = id?.type === 'ObjectPattern' && id.properties.every(({ type }) => type === 'Property');
    return [{ specifiers: isPattern ? id.properties : [], specifier, statement, isRequire: true }];
  });
}

/** Whether something in the script goes by a name, be it of a type. */
function isTaken(program: Program, name: string): boolean {
  const waiting: ScriptNode[] = [program];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === 'Identifier' && node.name === name) return true;
    const parent = node;
    waiting.push(...childrenOf(node).filter((child) => !isMereName(child, parent)));
  }
  return false;
}
