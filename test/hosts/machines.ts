/** The machines of a project in memory, ready to be looked at. */
import type { Declaration, Machine } from '../../src/asl/model.ts';
import type { ProjectItem } from '../../src/project/load.ts';
import { loadAll } from './memory-files.ts';
import type { MemoryContent } from './memory-files.ts';
import { valueOf } from './trees.ts';

type Problem = Extract<ProjectItem, { kind: 'problem' }>;

export interface Found {
  readonly machines: readonly Machine[];
  readonly declarations: readonly Declaration[];
  /** `message file:start-end` of each. */
  readonly problems: readonly string[];
  readonly notes: readonly string[];
  readonly files: readonly string[];
}

export async function find(content: MemoryContent, options: Parameters<typeof loadAll>[1] = {}): Promise<Found> {
  const items = await loadAll(content, options);
  return {
    machines: items.flatMap((item) => (item.kind === 'machine' ? [item.machine] : [])),
    declarations: items.flatMap((item) => (item.kind === 'declaration' ? [item.declaration] : [])),
    problems: items.flatMap((item) => (item.kind === 'problem' ? [describe(item)] : [])),
    notes: items.flatMap((item) => (item.kind === 'note' ? [item.text] : [])),
    files: [...new Set(items.flatMap((item) => (item.kind === 'file' ? [item.path] : [])))].sort(),
  };
}

function describe({ message, span }: Problem): string {
  return `${message} ${span.file.path}:${span.start}-${span.end}`;
}

/** The one machine of a project. */
export async function only(content: MemoryContent): Promise<Machine> {
  const { machines, problems } = await find(content);
  if (machines.length !== 1) throw new Error(`${machines.length} machines; ${problems.join('; ')}`);
  return machines[0]!;
}

export async function definitionOf(content: MemoryContent): Promise<unknown> {
  return valueOf((await only(content)).node);
}
