/**
 * The rule files of the project: finding them, loading them, and what must hold for each.
 * Every TypeScript file in a folder of src/rules is a rule; what rules share lies elsewhere.
 */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { RuleMeta, RuleModule, RuleOption } from '../src/rules/rule.ts';
import { importSource } from './bundle.mjs';

/** Ids read as "disable <id>", so they are at least two words. */
export const RULE_ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/;

export interface RuleFile {
  readonly category: string;
  readonly id: string;
}

export interface LoadedRule extends RuleFile {
  readonly module: unknown;
}

export interface RuleSet {
  readonly loaded: readonly LoadedRule[];
  /** Ids of findings that no rule file reports, such as `parse-error`. */
  readonly reserved: readonly RuleMeta[];
}

/** Sorted by id. */
export function findRuleFiles(root: string): readonly RuleFile[] {
  const folder = path.join(root, 'src', 'rules');
  const categories = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files = categories.flatMap(({ name: category }) =>
    readdirSync(path.join(folder, category))
      .filter((file) => file.endsWith('.ts'))
      .map((file) => ({ category, id: path.basename(file, '.ts') })),
  );
  return files.sort((a, b) => compare(a.id, b.id));
}

/** Loads the rule files themselves, not the registry, which may be out of date or missing. */
export async function loadRules(root: string): Promise<RuleSet> {
  const files = findRuleFiles(root);
  const lines = files.map(({ category, id }, i) => `export { default as rule${i} } from './${category}/${id}.ts';`);
  if (existsSync(path.join(root, 'src', 'rules', 'reserved.ts'))) {
    lines.push("export { RESERVED_RULES as reserved } from './reserved.ts';");
  }
  if (lines.length === 0) return { loaded: [], reserved: [] };
  const resolveDir = path.join(root, 'src', 'rules');
  const modules = await importSource({ stdin: { contents: lines.join('\n'), resolveDir, loader: 'ts' } });
  return {
    loaded: files.map((file, i) => ({ ...file, module: modules[`rule${i}`] })),
    reserved: (modules.reserved ?? []) as readonly RuleMeta[],
  };
}

/** The facts of all rules, the reserved ones included, sorted by id. Throws an error that lists every fault. */
export function checkedMetas({ loaded, reserved }: RuleSet): readonly RuleMeta[] {
  const problems: string[] = [];
  const metas: RuleMeta[] = [];
  for (const { category, id, module } of loaded) {
    const file = `src/rules/${category}/${id}.ts`;
    if (!isRuleModule(module)) {
      problems.push(`${file}: no rule as default export`);
      continue;
    }
    if (module.meta.id !== id) problems.push(`${file}: its id is '${module.meta.id}', not the file's name`);
    if (module.meta.category !== category) problems.push(`${file}: its category is '${module.meta.category}'`);
    problems.push(...faultsOf(module.meta).map((fault) => `${file}: ${fault}`));
    metas.push(module.meta);
  }
  metas.push(...reserved);
  metas.sort((a, b) => compare(a.id, b.id));
  for (const [i, { id }] of metas.entries()) {
    if (metas[i + 1]?.id === id) problems.push(`${id}: the id is used twice`);
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return metas;
}

function isRuleModule(value: unknown): value is RuleModule {
  return typeof value === 'object' && value !== null && 'meta' in value && 'listeners' in value;
}

function faultsOf(meta: RuleMeta): readonly string[] {
  const faults: string[] = [];
  if (!RULE_ID.test(meta.id)) faults.push('its id is not two or more words in kebab-case');
  if (Object.keys(meta.messages).length === 0) faults.push('it has no message');
  for (const [name, text] of Object.entries({ summary: meta.summary, why: meta.why, remedy: meta.remedy })) {
    if (text.trim() === '') faults.push(`its ${name} is empty`);
  }
  if (meta.summary.includes('\n')) faults.push('its summary has more than one line');
  if ((meta.fix === 'unsafe' || meta.fix === 'plan') && meta.fixSafety === undefined) {
    faults.push(`fixSafety must say why the fix is '${meta.fix}'`);
  }
  for (const [name, option] of Object.entries(meta.options ?? {})) {
    if (!hasFittingDefault(option)) faults.push(`the default of option '${name}' is not of type '${option.type}'`);
  }
  return faults;
}

function hasFittingDefault({ type, default: value }: RuleOption): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'string':
      return typeof value === 'string';
    case 'strings':
      return Array.isArray(value);
  }
}

/** By code units, so that the order is the same on every machine. */
export function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
