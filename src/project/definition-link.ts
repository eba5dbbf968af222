/**
 * Where a template's definition lies. A local path is looked up name by name, so that one which differs only by case
 * is told apart from one that is missing; an S3 key is followed where synthesised output shows the local asset.
 */
import type { DefinitionLink } from '../asl/model.ts';
import type { DefinitionSource } from '../hosts/template/template.ts';
import type { Node } from '../tree/node.ts';
import type { ProjectFiles } from './files.ts';

export function linkDefinition(source: DefinitionSource, template: string, files: ProjectFiles): DefinitionLink {
  switch (source.kind) {
    case 'tree':
    case 'text':
      return { kind: 'inline' };
    case 'none':
    case 'malformed':
      return { kind: 'none' };
    case 'computed':
      return { kind: 'notRead', node: source.node, why: 'its place is known at deployment only' };
    case 'file':
      return linkFile(source.path, source.node, template, files);
    case 's3':
      return linkAsset(source.key, source.node, template, files);
  }
}

function linkFile(
  path: string,
  node: Extract<DefinitionSource, { kind: 'file' }>['node'],
  template: string,
  files: ProjectFiles,
): DefinitionLink {
  const target = files.resolve(template, path);
  if (!files.isAllowed(target)) return { kind: 'outside', node, path };
  if (isFile(files, target)) return { kind: 'file', node, path };
  const actual = findOtherCase(path, template, files);
  return actual === undefined ? { kind: 'missing', node, path } : { kind: 'otherCase', node, path, actual };
}

function isFile(files: ProjectFiles, path: string): boolean {
  const { folder, name } = splitPath(path);
  return (files.list(folder) ?? []).includes(name) && files.list(path) === undefined;
}

function isReadable(files: ProjectFiles, path: string): boolean {
  return files.isAllowed(path) && isFile(files, path);
}

/** The path with the case that is really on disk, or undefined when even that does not exist. */
function findOtherCase(path: string, template: string, files: ProjectFiles): string | undefined {
  let known = '.';
  for (const part of path.split('/').filter((name) => name !== '' && name !== '.')) {
    const names = part === '..' ? [part] : (files.list(files.resolve(template, known)) ?? []);
    const lower = part.toLowerCase();
    const match = names.find((name) => name === part) ?? names.find((name) => name.toLowerCase() === lower);
    if (match === undefined) return undefined;
    known = `${known}/${match}`;
  }
  return isFile(files, files.resolve(template, known)) ? known.slice(2) : undefined;
}

/** `cdk.out` holds an asset beside the template, as `asset.<hash>.json` or as its manifest says. */
function linkAsset(key: string | undefined, node: Node, template: string, files: ProjectFiles): DefinitionLink {
  const notRead = { kind: 'notRead', node, why: 'it is stored in S3' } as const;
  if (key === undefined) return notRead;
  const name = splitPath(key).name;
  const beside = `asset.${name}`;
  if (isReadable(files, files.resolve(template, beside))) return { kind: 'file', node, path: beside };
  const listed = assetInManifest(name, template, files);
  return listed === undefined ? notRead : { kind: 'file', node, path: listed };
}

/** The folder of a packaged asset, relative to the template: `asset.<hash>`, or what the manifest of `cdk.out` says. */
export function assetFolder(key: string, template: string, files: ProjectFiles): string | undefined {
  const hash = splitPath(key).name.replace(/\.[^.]*$/, '');
  const beside = `asset.${hash}`;
  if (isFolder(files, files.resolve(template, beside))) return beside;
  const listed = listedPath(hash, template, files);
  return listed !== undefined && isFolder(files, files.resolve(template, listed)) ? listed : undefined;
}

function isFolder(files: ProjectFiles, path: string): boolean {
  return files.isAllowed(path) && files.list(path) !== undefined;
}

function assetInManifest(name: string, template: string, files: ProjectFiles): string | undefined {
  const path = listedPath(name.replace(/\.[^.]*$/, ''), template, files);
  return path !== undefined && isReadable(files, files.resolve(template, path)) ? path : undefined;
}

function listedPath(hash: string, template: string, files: ProjectFiles): string | undefined {
  const manifest = splitPath(template).name.replace(/\.template\.json$/, '.assets.json');
  const bytes = files.read(files.resolve(template, manifest));
  return bytes === undefined ? undefined : sourcePath(bytes, hash);
}

function sourcePath(manifest: Uint8Array, hash: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(manifest));
  } catch {
    return undefined;
  }
  const path = member(member(member(member(value, 'files'), hash), 'source'), 'path');
  return typeof path === 'string' ? path : undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function splitPath(path: string): { readonly folder: string; readonly name: string } {
  const slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return { folder: slash < 0 ? '.' : path.slice(0, slash) || '/', name: path.slice(slash + 1) };
}
