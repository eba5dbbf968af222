/**
 * The types that a declaration file of an AWS SDK names: which member of which interface is an enumeration.
 * Read with the TypeScript parser, without checking types: the files are generated and use few forms.
 */
import ts from 'typescript';

export interface Declarations {
  readonly interfaces: ReadonlyMap<string, ReadonlyMap<string, ts.TypeNode>>;
  readonly aliases: ReadonlyMap<string, ts.TypeNode>;
  /** Constants that hold the values of an enumeration, by its name. */
  readonly constants: ReadonlyMap<string, readonly string[]>;
  /** Input and output types of methods that take parameters and a callback. */
  readonly methods: ReadonlyMap<string, MethodTypes>;
}

export interface MethodTypes {
  readonly input: string | undefined;
  readonly output: string | undefined;
}

interface Collected {
  interfaces: Map<string, ReadonlyMap<string, ts.TypeNode>>;
  aliases: Map<string, ts.TypeNode>;
  constants: Map<string, readonly string[]>;
  methods: Map<string, MethodTypes>;
}

export function readDeclarations(texts: readonly string[]): Declarations {
  const found: Collected = { interfaces: new Map(), aliases: new Map(), constants: new Map(), methods: new Map() };
  for (const text of texts) collect(ts.createSourceFile('models.d.ts', text, ts.ScriptTarget.Latest), found);
  return found;
}

/** The values of an enumeration, where a type is one. */
export function enumValues(type: ts.TypeNode | undefined, declarations: Declarations): readonly string[] | undefined {
  const resolved = withoutUndefined(type);
  if (resolved === undefined) return undefined;
  const name = typeName(resolved);
  if (name !== undefined) {
    return declarations.constants.get(name) ?? enumValues(declarations.aliases.get(name), declarations);
  }
  return ts.isUnionTypeNode(resolved) ? literalsOf(resolved) : undefined;
}

/** The type of the elements of a list or of the values of a map. */
export function elementType(type: ts.TypeNode | undefined, declarations: Declarations): ts.TypeNode | undefined {
  const resolved = aliased(type, declarations);
  if (resolved === undefined) return undefined;
  if (ts.isArrayTypeNode(resolved)) return resolved.elementType;
  if (ts.isTypeLiteralNode(resolved)) return resolved.members.find(ts.isIndexSignatureDeclaration)?.type;
  if (!ts.isTypeReferenceNode(resolved)) return undefined;
  const wrapper = typeName(resolved);
  if (wrapper === 'Partial') return elementType(resolved.typeArguments?.[0], declarations);
  return wrapper === 'Record' ? resolved.typeArguments?.[1] : resolved.typeArguments?.[0];
}

/** The type of the keys of a map written as `Record`. */
export function keyType(type: ts.TypeNode | undefined, declarations: Declarations): ts.TypeNode | undefined {
  const resolved = aliased(type, declarations);
  if (resolved === undefined || !ts.isTypeReferenceNode(resolved)) return undefined;
  if (typeName(resolved) === 'Partial') return keyType(resolved.typeArguments?.[0], declarations);
  return typeName(resolved) === 'Record' ? resolved.typeArguments?.[0] : undefined;
}

/** The interface that a type names, through any aliases. */
export function interfaceName(type: ts.TypeNode | undefined, declarations: Declarations): string | undefined {
  const resolved = aliased(type, declarations);
  const name = resolved === undefined ? undefined : typeName(resolved);
  return name !== undefined && declarations.interfaces.has(name) ? name : undefined;
}

function collect(parent: ts.Node, found: Collected): void {
  ts.forEachChild(parent, (node) => {
    if (ts.isInterfaceDeclaration(node)) found.interfaces.set(node.name.text, memberTypes(node.members));
    else if (ts.isTypeAliasDeclaration(node)) collectAlias(node, found);
    else if (ts.isVariableDeclaration(node)) collectConstant(node, found);
    else if (ts.isMethodDeclaration(node)) collectMethod(node, found);
    else if (ts.isModuleDeclaration(node) && isUnion(node)) found.interfaces.set(node.name.text, unionTypes(node));
    else collect(node, found);
  });
}

function collectAlias(node: ts.TypeAliasDeclaration, found: Collected): void {
  found.aliases.set(node.name.text, node.type);
}

/** Newer packages write a union as a namespace with one interface per member, `TextMember`, in which others are never. */
function isUnion(node: ts.ModuleDeclaration): boolean {
  const interfaces = node.body === undefined ? [] : interfacesIn(node.body);
  return (
    interfaces.length > 0 && interfaces.every(({ name }) => name.text.endsWith('Member') || name.text === 'Visitor')
  );
}

function interfacesIn(body: ts.Node): readonly ts.InterfaceDeclaration[] {
  const found: ts.InterfaceDeclaration[] = [];
  ts.forEachChild(body, (node) => {
    if (ts.isInterfaceDeclaration(node)) found.push(node);
  });
  return found;
}

function unionTypes(node: ts.ModuleDeclaration): ReadonlyMap<string, ts.TypeNode> {
  const members = node.body === undefined ? [] : interfacesIn(node.body).filter(({ name }) => name.text !== 'Visitor');
  const entries = members.flatMap(({ members }) => [...memberTypes(members)]);
  return new Map(entries.filter(([, type]) => type.kind !== ts.SyntaxKind.NeverKeyword));
}

function collectConstant(node: ts.VariableDeclaration, found: Collected): void {
  if (!ts.isIdentifier(node.name) || node.type === undefined || !ts.isTypeLiteralNode(node.type)) return;
  const values = node.type.members.map((member) =>
    ts.isPropertySignature(member) ? literalOf(member.type) : undefined,
  );
  const known = values.filter((value) => value !== undefined);
  if (known.length > 0 && known.length === values.length) found.constants.set(node.name.text, known);
}

function collectMethod(node: ts.MethodDeclaration, found: Collected): void {
  const [first, second] = node.parameters;
  const name = propertyName(node.name);
  if (name === undefined || first === undefined || second === undefined || found.methods.has(name)) return;
  const data = second.type !== undefined && ts.isFunctionTypeNode(second.type) ? second.type.parameters[1] : undefined;
  found.methods.set(name, { input: qualifiedName(first.type), output: qualifiedName(data?.type) });
}

function memberTypes(members: ts.NodeArray<ts.TypeElement>): ReadonlyMap<string, ts.TypeNode> {
  const types = new Map<string, ts.TypeNode>();
  for (const member of members) {
    if (!ts.isPropertySignature(member) || member.type === undefined) continue;
    const name = propertyName(member.name);
    if (name !== undefined) types.set(name, member.type);
  }
  return types;
}

function propertyName(name: ts.PropertyName): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : undefined;
}

function aliased(type: ts.TypeNode | undefined, declarations: Declarations): ts.TypeNode | undefined {
  const plain = withoutUndefined(type);
  const name = plain === undefined ? undefined : typeName(plain);
  const next = name === undefined || declarations.interfaces.has(name) ? undefined : declarations.aliases.get(name);
  return next === undefined || next === plain ? plain : aliased(next, declarations);
}

/** Newer packages write `T | undefined` for every member. */
function withoutUndefined(type: ts.TypeNode | undefined): ts.TypeNode | undefined {
  if (type === undefined || !ts.isUnionTypeNode(type)) return type;
  const rest = type.types.filter((part) => part.kind !== ts.SyntaxKind.UndefinedKeyword);
  return rest.length === 1 ? rest[0] : type;
}

function typeName(type: ts.TypeNode): string | undefined {
  return ts.isTypeReferenceNode(type) ? qualifiedName(type) : undefined;
}

function qualifiedName(type: ts.TypeNode | undefined): string | undefined {
  if (type === undefined || !ts.isTypeReferenceNode(type)) return undefined;
  return ts.isIdentifier(type.typeName) ? type.typeName.text : type.typeName.right.text;
}

/** Older packages write `"A"|"B"|string`, where `string` stands for values to come. */
function literalsOf(type: ts.UnionTypeNode): readonly string[] | undefined {
  const values = type.types.map(literalOf).filter((value) => value !== undefined);
  return values.length === 0 ? undefined : values;
}

function literalOf(type: ts.TypeNode | undefined): string | undefined {
  return type !== undefined && ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal)
    ? type.literal.text
    : undefined;
}
