/**
 * Functions once more under another logical id, with another handler of the same code: for what is left of a handler when
 * its model call has moved out. They are invoked by the machine alone, so what invokes the original otherwise, and its
 * name, are not copied.
 */
import type { Declaration } from '../../asl/model.ts';
import { edit } from '../../fixers/fix.ts';
import type { Intent } from '../../fixers/fix.ts';
import { writtenData } from '../../fixers/template-references.ts';
import { writtenResource } from '../../fixers/template-resource.ts';
import type { Resource } from '../../tree/node.ts';
import type { DataObject } from '../../tree/syntax.ts';
import type { FunctionCopy, NewFile } from '../target.ts';
import { reasonAt } from '../reason.ts';
import type { Reason } from '../reason.ts';

const NOT_COPIED: readonly string[] = [
  'AutoPublishAlias',
  'DeploymentPreference',
  'EventInvokeConfig',
  'Events',
  'FunctionName',
  'FunctionUrlConfig',
  'InlineCode',
  'ProvisionedConcurrencyConfig',
];

export interface Copies {
  readonly edits: readonly Intent[];
  readonly reasons: readonly Reason[];
}

export function copyEdits(declaration: Declaration, resource: Resource, copies: readonly FunctionCopy[]): Copies {
  if (copies.length === 0) return { edits: [], reasons: [] };
  const section = declaration.template?.get('Resources');
  const written = writtenResource(declaration, resource);
  const body = written === undefined ? undefined : writtenData(written.body);
  const properties = written === undefined ? undefined : writtenData(written.properties);
  const isInline = resource.properties?.get('InlineCode') ?? isZipFile(resource);
  if (section?.kind !== 'object' || !isObject(body) || !isObject(properties) || isInline !== undefined) {
    const why = 'the function is written in a way that it cannot be copied from';
    return { edits: [], reasons: [reasonAt('fn-config', why, 'Put its code into files.', resource.key)] };
  }
  const taken = copies.find(({ logicalId }) => section.entry(logicalId) !== undefined);
  if (taken !== undefined) {
    const why = `the template has a resource ${taken.logicalId} already`;
    return { edits: [], reasons: [reasonAt('fn-config', why, 'Rename it.', section.entry(taken.logicalId)?.key)] };
  }
  const kept = Object.fromEntries(Object.entries(properties).filter(([name]) => !NOT_COPIED.includes(name)));
  const edits = copies.map(({ logicalId, handler }) =>
    edit.insertBehind(section, resource.logicalId, logicalId, { ...body, Properties: { ...kept, Handler: handler } }),
  );
  return { edits, reasons: [] };
}

function isZipFile({ properties }: Resource): true | undefined {
  const code = properties?.get('Code');
  return code?.kind === 'object' && code.get('ZipFile') !== undefined ? true : undefined;
}

function isObject(data: ReturnType<typeof writtenData>): data is DataObject {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** New files as reported: `source` lies at `shown`, and `path` in the same folder of code. */
export function placedFiles(
  files: readonly NewFile[],
  { shown, path }: { readonly shown: string; readonly path: string },
): readonly NewFile[] {
  const folder = shown.endsWith(`/${path}`) ? shown.slice(0, -path.length) : '';
  return files.map((file) => ({
    path: file.path.startsWith(folder) ? file.path : folder + file.path,
    text: file.text,
  }));
}
