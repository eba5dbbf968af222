/** What a host holds, by readers that are not the tool's own: for judging both the hosts and what becomes of them. */
import { parse } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';
import { parseDocument } from 'yaml';
import type { Rehosted } from './hosts.ts';

/** Past a byte order mark. */
function parseJsonc(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true });
  if (errors.length > 0) throw new SyntaxError('not JSON');
  return value;
}

/** The definition that a host holds, read with the `yaml` library and the plainest reading of the intrinsics. */
export function readBack({ file, files, deployed }: Pick<Rehosted, 'file' | 'files' | 'deployed'>): unknown {
  if (deployed !== undefined) return JSON.parse(deployed);
  // Through bytes, as a file is written.
  const text = new TextDecoder().decode(new TextEncoder().encode(String(files[file])));
  if (/\.asl\.jsonc?$/.test(file)) return parseJsonc(text);
  const document = parseDocument(text, {
    version: '1.1',
    logLevel: 'silent',
    uniqueKeys: false,
  });
  const [error] = document.errors;
  if (error !== undefined) throw error;
  const root = document.toJS() as { Resources?: { Machine: { Properties: Record<string, unknown> } } };
  const properties = root.Resources?.Machine.Properties;
  if (properties === undefined) return root;
  const string = properties.DefinitionString;
  return string === undefined ? properties.Definition : definitionOf(string);
}

function definitionOf(value: unknown): unknown {
  const object = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  return 'Fn::ToJsonString' in object ? object['Fn::ToJsonString'] : JSON.parse(textOf(value));
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return substituted(value, {});
  const object = value as Record<string, unknown>;
  if ('Ref' in object) return 'aws';
  if ('Fn::Sub' in object) return textOf(object['Fn::Sub']);
  const list = (Array.isArray(value) ? value : object['Fn::Join']) as readonly [string, unknown];
  if (!Array.isArray(list[1])) return substituted(list[0], list[1] as Record<string, string>);
  return list[1].map((item) => (item === 'AWS::Partition' ? 'aws' : textOf(item))).join(list[0]);
}

function substituted(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{(!?)([^}]*)\}/g, (whole, mark: string, name: string) =>
    mark === '!' ? `\${${name}}` : (variables[name] ?? whole),
  );
}
