/**
 * Where a template names one of its resources: by `Ref`, `Fn::GetAtt`, `Fn::Sub`, `DependsOn`, or by its own name as plain
 * text. Rather one place too many than one too few: what is named nowhere else may be taken away.
 */
import { findPlaceholders } from '../text/placeholders.ts';
import type { HostSpan } from '../text/layer.ts';
import { spanOf, spanOfSlice } from '../tree/node.ts';
import { dataOf } from '../tree/syntax.ts';
import type { Data } from '../tree/syntax.ts';
import type { Node, ObjectNode, StringNode, UnknownNode } from '../tree/node.ts';

export interface TemplateReference {
  /** `Resources`, `Outputs` and so on. */
  readonly section: string;
  /** The logical id of the resource, or the name in the section. */
  readonly owner: string;
  readonly span: HostSpan;
}

/** `names` are the logical id, and the name of the thing where the template sets one. */
export function referencesTo(template: ObjectNode, names: readonly string[]): readonly TemplateReference[] {
  return template.entries.flatMap(({ key: section, value }) => {
    if (value.kind !== 'object') return [];
    return value.entries.flatMap(({ key, value: body }) =>
      spansNaming(body, names).map((span) => ({ section: section.value, owner: key.value, span })),
    );
  });
}

function spansNaming(root: Node, names: readonly string[]): readonly HostSpan[] {
  const spans: HostSpan[] = [];
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === 'string' || node.kind === 'unknown') spans.push(...spansIn(node, names));
    if (node.kind === 'array') waiting.push(...node.items);
    if (node.kind === 'object') for (const { value } of node.entries) waiting.push(value);
  }
  return spans;
}

function spansIn(node: StringNode | UnknownNode, names: readonly string[]): readonly HostSpan[] {
  const value = writtenText(node) ?? '';
  const isNamed = names.some(
    (name) => value === name || value.startsWith(`${name}.`) || value.split(/[:/]/).includes(name),
  );
  const whole = isNamed ? [spanOf(node)] : [];
  const inText = findPlaceholders(value).flatMap(({ name, start, end }) =>
    names.includes(name.split('.')[0] ?? '') ? [spanOfSlice(node, { start, end })] : [],
  );
  return [...whole, ...inText];
}

/**
 * Whether a value is the ARN or the name of a resource and nothing else, perhaps with all its versions: however it is put
 * together, also of parts as the CDK writes it.
 */
export function isReferenceTo(node: Node | undefined, logicalId: string): boolean {
  const text = node === undefined ? undefined : templateText(node);
  const [, id, attribute] = OWN_ARN.exec(text ?? '') ?? NAME_IN_ARN.exec(text ?? '') ?? [];
  return id === logicalId && (attribute === undefined || ARN_ATTRIBUTES.includes(attribute));
}

/** `${Fn}`, `${Fn.Arn}`, `${Fn.Arn}:*` */
const OWN_ARN = /^\$\{(\w+)(?:\.(\w+))?\}(?::\*)?$/;

/** `arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${Fn}` */
const NAME_IN_ARN =
  /^arn:[^:${}]*(?:\$\{[\w:]+\})?:lambda(?::(?:[^:${}]*|\$\{AWS::\w+\})){2}:function:\$\{(\w+)\}(?::\*)?$/;

/** Those that are the ARN of the thing itself; `Alias` and `Version` of SAM are others. */
const ARN_ATTRIBUTES: readonly string[] = ['Arn', 'PolicyArn', 'RoleArn'];

/**
 * The text that a template makes of `Ref`, `Fn::GetAtt`, `Fn::Sub` and `Fn::Join`, with a placeholder for each value that the
 * deployment fills in. Undefined where it cannot be told.
 */
export function templateText(node: Node): string | undefined {
  if (node.kind === 'string') return node.value;
  const [entry, ...others] = node.kind === 'object' ? node.entries : [];
  if (entry === undefined || others.length > 0) return undefined;
  const { key, value } = entry;
  switch (key.value) {
    case 'Ref':
      return value.kind === 'string' ? `\${${value.value}}` : undefined;
    case 'Fn::GetAtt': {
      const parts = value.kind === 'array' ? value.items : [value];
      const names = parts.map((part) => (part.kind === 'string' ? part.value : undefined));
      return names.includes(undefined) ? undefined : `\${${names.join('.')}}`;
    }
    case 'Fn::Sub':
      return subText(value);
    case 'Fn::Join':
      return joinText(value);
    default:
      return undefined;
  }
}

/** `text`, or `[text, values]`. */
function subText(argument: Node): string | undefined {
  const [body, values] = argument.kind === 'array' ? argument.items : [argument];
  const text = body === undefined ? undefined : writtenText(body);
  // What stands for a placeholder itself is too rare to be told apart.
  if (text === undefined || text.includes('${!')) return undefined;
  const parts: string[] = [];
  let from = 0;
  for (const { name, start, end } of findPlaceholders(text)) {
    const own = values?.kind === 'object' ? values.get(name) : undefined;
    const filled = own === undefined ? `\${${name}}` : templateText(own);
    if (filled === undefined) return undefined;
    parts.push(text.slice(from, start), filled);
    from = end;
  }
  return [...parts, text.slice(from)].join('');
}

/** `[separator, items]` */
function joinText(argument: Node): string | undefined {
  const [separator, items] = argument.kind === 'array' ? argument.items : [];
  if (separator?.kind !== 'string' || items?.kind !== 'array') return undefined;
  const texts = items.items.map(templateText);
  return texts.every((text) => text !== undefined) ? texts.join(separator.value) : undefined;
}

/** A text of a template as it is written, with its placeholders. */
export function writtenText(node: Node): string | undefined {
  return node.kind === 'string' ? node.value : node.kind === 'unknown' ? node.template : undefined;
}

/** What a template says at a node, with its functions and placeholders as they are written. */
export function writtenData(node: Node): Data | undefined {
  switch (node.kind) {
    case 'unknown':
      return node.template;
    case 'array': {
      const items = node.items.map(writtenData);
      return items.every((item) => item !== undefined) ? items : undefined;
    }
    case 'object': {
      const members = node.entries.map(({ key, value }) => [key.value, writtenData(value)] as const);
      const isWritten = (member: (typeof members)[number]): member is readonly [string, Data] =>
        member[1] !== undefined;
      return members.every(isWritten) ? Object.fromEntries(members) : undefined;
    }
    default:
      return dataOf(node);
  }
}
