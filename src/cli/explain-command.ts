/** `sfn-lint explain ID`: what a rule is about, without the network. */
import { knownRuleIds } from '../engine/selection.ts';
import { RULES } from '../rules/index.ts';
import { RESERVED_RULES } from '../rules/reserved.ts';
import { ruleHelp } from '../rules/rule-help.ts';
import { UsageError, suggestion } from './options.ts';
import type { CommandLine } from './options.ts';
import { writeOut } from './output.ts';

export function explainCommand({ positionals }: CommandLine): number {
  if (positionals.length === 0) throw new UsageError('explain takes the id of a rule');
  const metas = [...RULES.map(({ meta }) => meta), ...RESERVED_RULES];
  for (const id of positionals) {
    const meta = metas.find((candidate) => candidate.id === id);
    if (meta === undefined) throw new UsageError(`there is no rule ${id}${suggestion(id, knownRuleIds(RULES))}`);
    writeOut(`# ${meta.id}\n\n${ruleHelp(meta)}\n`);
  }
  return 0;
}
