/**
 * Reads TypeScript sources and says where they break the shape of the project: imports against the one way,
 * import cycles, input and output outside the command line, and a few habits that a text can be checked for.
 * Pure: the sources come in as text. Syntax only; a path is taken at its word, never resolved on a disk.
 */
import path from 'node:path';
import ts from 'typescript';

export interface Source {
  /** Relative to the root, with `/`: `src/text/layer.ts`. */
  readonly path: string;
  readonly text: string;
}

/** What a folder may import from its siblings. A folder may always import from itself. */
export interface FolderRule {
  /** For any use. */
  readonly uses: readonly string[] | 'anything';
  /** May read and write files, the console and the environment. */
  readonly io?: true;
}

export type FolderTable = Readonly<Record<string, FolderRule>>;

interface Import {
  readonly specifier: string;
  readonly isTypeOnly: boolean;
}

interface Module extends Source {
  readonly folder: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
}

const IO_MODULES =
  /^(node:)?(fs|fs\/promises|process|child_process|http|https|http2|net|os|readline|tty|worker_threads)$/;
const IO_GLOBALS: ReadonlySet<string> = new Set(['process', 'console']);
const DRAWER = /(^|[-.])(utils?|helpers?|manager|misc)([-.]|$)/;
const RULE_LINES = { min: 40, max: 220 };

/** One line per fault, each beginning with the path of the file. */
export function checkSources(sources: readonly Source[], table: FolderTable): readonly string[] {
  const modules = sources.map(parse);
  return [...modules.flatMap((module) => faultsOf(module, table)), ...findCycles(modules)];
}

function parse(source: Source): Module {
  const tree = ts.createSourceFile(source.path, source.text, ts.ScriptTarget.Latest, true);
  const folder = source.path.split('/').slice(1, -1)[0] ?? '';
  return { ...source, folder, tree, imports: importsOf(tree) };
}

function faultsOf(module: Module, table: FolderTable): readonly string[] {
  const rule = table[module.folder];
  if (rule === undefined) return [`${module.path}: the folder '${module.folder}' has no row in the import table`];
  const faults = [
    ...module.imports.flatMap((entry) => importFaults(module, entry, rule, table)),
    ...nodeFaults(module, rule),
    ...textFaults(module),
  ];
  return faults.map((fault) => `${module.path}: ${fault}`);
}

function importFaults(module: Module, entry: Import, rule: FolderRule, table: FolderTable): readonly string[] {
  const { specifier } = entry;
  if (!isRelative(specifier)) {
    return rule.io === undefined && IO_MODULES.test(specifier)
      ? [`imports '${specifier}'; only the command line does I/O`]
      : [];
  }
  if (!specifier.endsWith('.ts') && !specifier.endsWith('.json'))
    return [`imports '${specifier}' without its extension`];
  if (rule.uses === 'anything') return [];
  const target = targetOf(module, specifier);
  if (!target.startsWith('src/')) return [`imports '${specifier}', which is outside src`];
  const folder = target.split('/').slice(1, -1)[0] ?? '';
  if (folder === module.folder || rule.uses.includes(folder)) return [];
  const reason =
    folder in table ? `${module.folder} may not import ${folder}` : `'${folder}' has no row in the import table`;
  return [`imports '${specifier}'; ${reason}`];
}

function isRelative(specifier: string): boolean {
  return specifier.startsWith('.') || specifier.startsWith('/');
}

function targetOf(module: Module, specifier: string): string {
  return path.posix.join(path.posix.dirname(module.path), specifier);
}

/** Import and export declarations, `import()` calls and `import('…')` types. */
function importsOf(tree: ts.SourceFile): readonly Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, isTypeOnly: boolean): void => {
    if (specifier !== undefined && ts.isStringLiteralLike(specifier))
      found.push({ specifier: specifier.text, isTypeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node))
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node))
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

/** Faults seen on a single node: `any`, and the globals that do I/O. */
function nodeFaults(module: Module, rule: FolderRule): readonly string[] {
  const faults: string[] = [];
  const visit = (node: ts.Node): void => {
    const { line } = module.tree.getLineAndCharacterOfPosition(node.getStart());
    if (node.kind === ts.SyntaxKind.AnyKeyword) faults.push(`line ${line + 1} uses 'any'`);
    if (rule.io === undefined && ts.isIdentifier(node) && IO_GLOBALS.has(node.text) && isReference(node)) {
      faults.push(`line ${line + 1} uses '${node.text}'; only the command line does I/O`);
    }
    ts.forEachChild(node, visit);
  };
  visit(module.tree);
  return faults;
}

/** Whether a name stands for a variable, not for a property or a declaration of that name. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent)) return parent.getChildAt(0) === node;
  return !('name' in parent && parent.name === node);
}

function textFaults({ path: file, text, imports }: Module): readonly string[] {
  const faults: string[] = [];
  const name = path.posix.basename(file, '.ts');
  if (DRAWER.test(name)) faults.push('is named after no noun of ours; put its content in the module it serves');
  if (!/^(#!.*\n)?\s*\/[*/]/.test(text)) faults.push('does not start with a comment that says its job');
  if (/^src\/rules\/[^/]+\/[^/]+\.ts$/.test(file)) {
    const lines = text.trimEnd().split('\n').length;
    if (lines < RULE_LINES.min || lines > RULE_LINES.max) {
      faults.push(`has ${lines} lines; a rule file has ${RULE_LINES.min} to ${RULE_LINES.max}`);
    }
    if (!imports.some(({ specifier }) => specifier === '../rule.ts')) faults.push('does not define a rule');
  }
  return faults;
}

/** Cycles between files through imports that are there at run time; each is named once. */
function findCycles(modules: readonly Module[]): readonly string[] {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const done = new Set<string>();
  const faults: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    const seenAt = trail.indexOf(file);
    if (seenAt >= 0) faults.push(`${file}: import cycle ${[...trail.slice(seenAt), file].join(' -> ')}`);
    const module = byPath.get(file);
    if (seenAt >= 0 || done.has(file) || module === undefined) return;
    for (const { specifier, isTypeOnly } of module.imports) {
      if (!isTypeOnly && isRelative(specifier)) visit(targetOf(module, specifier), [...trail, file]);
    }
    done.add(file);
  };
  for (const file of byPath.keys()) visit(file, []);
  return faults;
}
