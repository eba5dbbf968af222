/**
 * Synthesised templates: with texts as people write them, so that the migration of templates can be the judge of that of
 * the source, and what they come to: definitions with what only a deployment knows by name, and rights of roles.
 */

export type Data = null | boolean | number | string | readonly Data[] | { readonly [name: string]: Data };
export type DataObject = Readonly<Record<string, Data>>;

export interface Resource {
  readonly Type: string;
  readonly Properties?: DataObject;
  readonly Metadata?: Data;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

export const isObject = (value: Data | undefined): value is DataObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const listOf = (value: Data | undefined): readonly Data[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly Data[]) : [value];

/** As a person writes it: definitions as objects, ARNs in one piece, and nothing that keeps fixes away as made by CDK. */
export function asWritten({ Resources, ...rest }: Template): Template {
  const own = Object.entries(Resources).map(([id, { Metadata: _, Properties, ...resource }]) => [
    id,
    { ...resource, Properties: withPlainTexts(withDefinition(Properties ?? {})) },
  ]);
  return { ...rest, Resources: Object.fromEntries(own) as Template['Resources'] };
}

/** With a table for what the deployment knows, where there is a definition as text. */
function withDefinition({ DefinitionString: text, ...properties }: DataObject): DataObject {
  if (text === undefined) return properties;
  const table: Record<string, Data> = {};
  const parts = isObject(text) ? listOf(listOf(text['Fn::Join'])[1]) : [text];
  const written = parts.map((part) => {
    if (!isObject(part)) return plain(part);
    const name = textOf(part).replace(/\W/g, '');
    if (name === 'AWSPartition') return 'aws';
    table[name] = part;
    return `\${${name}}`;
  });
  return { ...properties, Definition: JSON.parse(written.join('')) as Data, DefinitionSubstitutions: table };
}

function withPlainTexts(value: Data, key = ''): Data {
  if (key === 'ManagedPolicyArns') return listOf(value).map((arn) => textOf(arn).replace('${AWS::Partition}', 'aws'));
  if (Array.isArray(value)) return (value as readonly Data[]).map((item) => withPlainTexts(item));
  if (!isObject(value)) return value;
  if ('Fn::Join' in value) return { 'Fn::Sub': textOf(value) };
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withPlainTexts(member, name)]));
}

export function plain(value: Data | undefined): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A text with holes that name what fills them. */
export function textOf(value: Data): string {
  if (!isObject(value)) return plain(value);
  const [[name, argument] = ['', null]] = Object.entries(value);
  switch (name) {
    case 'Fn::Join': {
      const [separator, parts] = listOf(argument);
      return listOf(parts).map(textOf).join(plain(separator));
    }
    case 'Fn::GetAtt':
      return `\${${listOf(argument).map(plain).join('.')}}`;
    case 'Ref':
      return `\${${plain(argument)}}`;
    case 'Fn::Sub':
      return plain(argument);
    default:
      return `\${${JSON.stringify(value)}}`;
  }
}

/** The definitions of the machines of a template, by logical id. */
export function definitionsOf({ Resources }: Template): Readonly<Record<string, Data>> {
  const machines = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::StepFunctions::StateMachine');
  return Object.fromEntries(machines.map(([id, { Properties = {} }]) => [id, definitionOf(Properties)]));
}

function definitionOf({ DefinitionString: text, DefinitionSubstitutions: table, Definition }: DataObject): Data {
  const written = text === undefined ? JSON.stringify(Definition ?? null) : textOf(text);
  const values = isObject(table) ? table : {};
  const filled = written.replace(/\$\{(\w+)\}/g, (hole, name: string) =>
    values[name] === undefined ? hole : JSON.stringify(textOf(values[name])).slice(1, -1),
  );
  return JSON.parse(filled.replaceAll('arn:${AWS::Partition}:states:::', 'arn:aws:states:::')) as Data;
}

// ---- rights -----------------------------------------------------------------------------------------------------

/** One right, as far apart as it can be taken. */
export interface Right {
  readonly effect: string;
  readonly action: string;
  readonly resource: string;
  readonly condition: string;
}

/** What the role of a machine says of some actions. */
export function rightsOf(template: Template, machine: string, of: RegExp): readonly Right[] {
  const { Resources } = template;
  const role = roleNamed(Resources[machine]?.Properties?.RoleArn);
  if (role === undefined) return [];
  const inline = listOf(Resources[role]?.Properties?.Policies).map((policy) => memberOf(policy, 'PolicyDocument'));
  const attached = Object.values(Resources).flatMap(({ Type, Properties = {} }) =>
    Type === 'AWS::IAM::Policy' && listOf(Properties.Roles).some((one) => roleNamed(one) === role)
      ? [Properties.PolicyDocument]
      : [],
  );
  const statements = [...inline, ...attached].flatMap((document) => listOf(memberOf(document, 'Statement')));
  const rights = statements.flatMap(rightsIn).filter(({ action }) => of.test(action));
  const unique = new Map(rights.map((right) => [JSON.stringify(right), right]));
  return [...unique.keys()].sort().map((key) => unique.get(key)!);
}

function memberOf(value: Data | undefined, name: string): Data | undefined {
  return isObject(value) ? value[name] : undefined;
}

function roleNamed(value: Data | undefined): string | undefined {
  return value === undefined ? undefined : /^\$\{(\w+)(?:\.Arn)?\}$/.exec(textOf(value))?.[1];
}

function rightsIn(statement: Data): readonly Right[] {
  if (!isObject(statement)) return [];
  const { Effect, Action, Resource, Condition } = statement;
  const condition = Condition === undefined ? '' : JSON.stringify(Condition);
  return listOf(Action).flatMap((action) =>
    listOf(Resource).map((resource) => ({
      effect: plain(Effect),
      action: textOf(action),
      resource: textOf(resource),
      condition,
    })),
  );
}
