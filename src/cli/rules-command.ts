/** `sfn-lint rules`: every rule with its level and preset, for people or as JSON. */
import { RULES } from '../rules/index.ts';
import { RESERVED_RULES } from '../rules/reserved.ts';
import type { RuleMeta } from '../rules/rule.ts';
import { UsageError, oneOf } from './options.ts';
import type { CommandLine } from './options.ts';
import { writeOut } from './output.ts';

export function rulesCommand({ options, positionals }: CommandLine): number {
  const [extra] = positionals;
  if (extra !== undefined) throw new UsageError(`rules takes no ${extra}; explain tells about one rule`);
  const metas = [...RULES.map(({ meta }) => meta), ...RESERVED_RULES].sort((a, b) => (a.id < b.id ? -1 : 1));
  const format = oneOf('format', options.format ?? 'pretty', ['pretty', 'json'] as const);
  writeOut(format === 'json' ? asJson(metas) : asTable(metas));
  return 0;
}

function asJson(metas: readonly RuleMeta[]): string {
  const rules = metas.map(({ id, category, summary, severity, preset, fix, since }) => ({
    id,
    category,
    summary,
    severity,
    preset,
    fix,
    since,
  }));
  return `${JSON.stringify({ rules }, undefined, 2)}\n`;
}

function asTable(metas: readonly RuleMeta[]): string {
  const width = Math.max(...metas.map(({ id }) => id.length));
  return metas
    .map(
      ({ id, severity, preset, summary }) =>
        `${id.padEnd(width)}  ${severity.padEnd(7)}  ${preset.padEnd(11)}  ${summary}\n`,
    )
    .join('');
}
