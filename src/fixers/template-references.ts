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

/** Whether a value is the ARN or the name of a resource and nothing else, perhaps with all its versions. */
export function isReferenceTo(node: Node | undefined, logicalId: string): boolean {
  if (node?.kind !== 'object' || node.entries.length !== 1) return false;
  const [entry] = node.entries;
  if (entry === undefined) return false;
  const { key, value } = entry;
  if (key.value === 'Ref') return value.kind === 'string' && value.value === logicalId;
  if (key.value === 'Fn::GetAtt') {
    const first = value.kind === 'array' ? value.items[0] : value;
    return first?.kind === 'string' && first.value.replace(/\..*$/s, '') === logicalId;
  }
  return key.value === 'Fn::Sub' && isSubOf(writtenText(value) ?? '', logicalId);
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

/** `${Fn.Arn}`, `${Fn.Arn}:*`, or an ARN that ends in its name. */
function isSubOf(text: string, logicalId: string): boolean {
  const own = findPlaceholders(text).filter(({ name }) => !name.startsWith('AWS::'));
  const [only] = own;
  if (only === undefined || own.length > 1 || only.name.split('.')[0] !== logicalId) return false;
  return /^(?::\*)?$/.test(text.slice(only.end));
}
