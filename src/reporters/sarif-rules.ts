/**
 * Rule descriptors of a SARIF log. Every rule that ran is declared, not only those that found something: that is what
 * lets a code-scanning service close an alert as fixed. The ids outside the catalogue are declared for the same reason.
 */
import type { ReportingDescriptor } from 'sarif';
import { RESERVED_RULES } from '../rules/reserved.ts';
import { ruleHelp } from '../rules/rule-help.ts';
import type { RuleMeta, Severity } from '../rules/rule.ts';
import type { EnabledRule } from './reporter.ts';
import { truncate } from './sarif-message.ts';

const MOST_DESCRIPTION = 1024;
const MOST_NAME = 255;

const PROBLEM_SEVERITY: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  note: 'recommendation',
};

/** How often a finding of the rule is right, as its own severity tells; configuration does not change that. */
const PRECISION: Readonly<Record<Severity, string>> = { error: 'very-high', warning: 'high', note: 'medium' };

interface DeclaredRule {
  readonly meta: RuleMeta;
  readonly severity: Severity;
}

/** Sorted by id; holds the reserved rules too, which may report in any run. */
export function declareRules(rules: readonly EnabledRule[]): ReportingDescriptor[] {
  const declared = new Map<string, DeclaredRule>();
  for (const meta of RESERVED_RULES) declared.set(meta.id, { meta, severity: meta.severity });
  for (const { meta, severity } of rules) declared.set(meta.id, { meta, severity });
  return [...declared.values()].sort((a, b) => compare(a.meta.id, b.meta.id)).map(toDescriptor);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function toDescriptor({ meta, severity }: DeclaredRule): ReportingDescriptor {
  const help = ruleHelp(meta);
  return {
    id: meta.id,
    name: truncate(toPascalCase(meta.id), MOST_NAME),
    shortDescription: { text: truncate(meta.summary, MOST_DESCRIPTION) },
    fullDescription: { text: truncate(`${meta.summary} ${meta.why}`, MOST_DESCRIPTION) },
    help: { text: help, markdown: help },
    defaultConfiguration: { level: severity },
    properties: {
      tags: [meta.category],
      precision: PRECISION[meta.severity],
      'problem.severity': PROBLEM_SEVERITY[severity],
    },
  };
}

function toPascalCase(id: string): string {
  return id.replace(/(?:^|-)([^-]?)/g, (_, letter: string) => letter.toUpperCase());
}
