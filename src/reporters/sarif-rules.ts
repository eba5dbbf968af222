/**
 * Rule descriptors of a SARIF log. Every rule that ran is declared, not only those that found something: that is what
 * lets a code-scanning service close an alert as fixed. The ids outside the catalogue are declared for the same reason.
 */
import type { Diagnostic } from '../engine/diagnostic.ts';
import type { ReportingDescriptor } from 'sarif';
import type { RuleMeta, RuleOption, Severity } from '../rules/rule.ts';
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

type RuleTexts = Pick<RuleMeta, 'id' | 'category' | 'summary' | 'why' | 'remedy' | 'severity' | 'references'> &
  Partial<Pick<RuleMeta, 'preset' | 'fix' | 'fixSafety' | 'options'>>;

interface DeclaredRule {
  readonly texts: RuleTexts;
  readonly severity: Severity;
}

const RESERVED: readonly RuleTexts[] = [
  {
    id: 'parse-error',
    category: 'run',
    summary: 'A file could not be parsed, so nothing in it was checked.',
    why: 'What cannot be parsed cannot be deployed either, and no rule has looked at the part that was not read.',
    remedy: 'Correct the syntax at the place shown.',
    severity: 'error',
    references: [],
  },
  {
    id: 'internal-error',
    category: 'run',
    summary: 'A rule failed while it was checking a file.',
    why: 'The findings of this rule for this file are missing from the report; those of other rules are complete.',
    remedy: 'Report it as a bug of sfn-lint, with the file if possible.',
    severity: 'error',
    references: [],
  },
  {
    id: 'invalid-suppression',
    category: 'run',
    summary: 'A suppression names no known rule, or gives no reason.',
    why: 'It is not applied, so the findings it was meant for are still reported.',
    remedy: 'Write the ids of the rules, two hyphens and the reason.',
    severity: 'warning',
    references: [],
  },
  {
    id: 'unused-suppression',
    category: 'run',
    summary: 'A suppression matches no finding.',
    why: 'It would hide a finding that comes up later without anybody having weighed it.',
    remedy: 'Remove the suppression.',
    severity: 'warning',
    references: [],
  },
];

/** Sorted by id; holds every rule of `diagnostics` as well. */
export function declareRules(rules: readonly EnabledRule[], diagnostics: readonly Diagnostic[]): ReportingDescriptor[] {
  const declared = new Map<string, DeclaredRule>();
  for (const texts of RESERVED) declared.set(texts.id, { texts, severity: texts.severity });
  for (const { meta, severity } of rules) declared.set(meta.id, { texts: meta, severity });
  for (const { rule, severity } of diagnostics) {
    if (!declared.has(rule)) declared.set(rule, { texts: unknownRule(rule, severity), severity });
  }
  return [...declared.values()].sort((a, b) => compare(a.texts.id, b.texts.id)).map(toDescriptor);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function unknownRule(id: string, severity: Severity): RuleTexts {
  const text = `The rule ${id}.`;
  return { id, category: 'run', summary: text, why: text, remedy: text, severity, references: [] };
}

function toDescriptor({ texts, severity }: DeclaredRule): ReportingDescriptor {
  return {
    id: texts.id,
    name: truncate(toPascalCase(texts.id), MOST_NAME),
    shortDescription: { text: truncate(texts.summary, MOST_DESCRIPTION) },
    fullDescription: { text: truncate(`${texts.summary} ${texts.why}`, MOST_DESCRIPTION) },
    help: { text: helpText(texts), markdown: helpMarkdown(texts) },
    defaultConfiguration: { level: severity },
    properties: {
      tags: [texts.category],
      precision: PRECISION[texts.severity],
      'problem.severity': PROBLEM_SEVERITY[severity],
    },
  };
}

function toPascalCase(id: string): string {
  return id.replace(/(?:^|-)([^-]?)/g, (_, letter: string) => letter.toUpperCase());
}

function helpText(texts: RuleTexts): string {
  const options = optionLines(texts.options).map((line) => `- ${line}`);
  const references = texts.references.map((reference) => `- ${reference}`);
  return [
    texts.summary,
    texts.why,
    `How to mend it: ${texts.remedy}`,
    ...fixLines(texts),
    ...(options.length === 0 ? [] : [`Options:\n${options.join('\n')}`]),
    ...(references.length === 0 ? [] : [`References:\n${references.join('\n')}`]),
    levelLine(texts),
  ].join('\n\n');
}

function helpMarkdown(texts: RuleTexts): string {
  const options = optionLines(texts.options).map((line) => `- ${line}`);
  const references = texts.references.map((reference) => `- ${reference}`);
  return [
    texts.summary,
    `## Why\n\n${texts.why}`,
    `## How to mend it\n\n${[texts.remedy, ...fixLines(texts)].join('\n\n')}`,
    ...(options.length === 0 ? [] : [`## Options\n\n${options.join('\n')}`]),
    ...(references.length === 0 ? [] : [`## References\n\n${references.join('\n')}`]),
    levelLine(texts),
  ].join('\n\n');
}

function fixLines({ fix, fixSafety }: RuleTexts): readonly string[] {
  if (fix === undefined) return [];
  const safety = fixSafety === undefined ? '' : ` ${fixSafety}`;
  switch (fix) {
    case 'none':
      return [];
    case 'plan':
      return [`sfn-lint prints a plan for it, to be carried out by hand.${safety}`];
    case 'unsafe':
      return [`\`sfn-lint --fix --unsafe\` can do it.${safety}`];
    case 'safe':
      return [`\`sfn-lint --fix\` can do it.${safety}`];
  }
}

function levelLine({ severity, preset }: RuleTexts): string {
  return preset === undefined ? `Default level: ${severity}.` : `Default level: ${severity}, in the preset ${preset}.`;
}

function optionLines(options: Readonly<Record<string, RuleOption>> = {}): readonly string[] {
  return Object.entries(options)
    .sort(([a], [b]) => compare(a, b))
    .map(([name, option]) => `\`${name}\` (default ${JSON.stringify(option.default)}): ${option.description}`);
}
