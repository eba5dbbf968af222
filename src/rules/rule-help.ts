/** What there is to say about a rule, as Markdown: for `explain` and for the help of a SARIF report. */
import type { FixKind, RuleMeta, RuleOption } from './rule.ts';

export function ruleHelp(meta: RuleMeta): string {
  const options = Object.entries(meta.options ?? {}).map(optionLine);
  return [
    meta.summary,
    `## Why\n\n${meta.why}`,
    `## How to mend it\n\n${meta.remedy}`,
    ...fixParagraph(meta.fix, meta.fixSafety),
    ...listSection('Options', options),
    ...listSection('References', meta.references),
    `Default level: ${meta.severity}, in the preset ${meta.preset}.`,
  ].join('\n\n');
}

function listSection(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`## ${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}`];
}

function optionLine([name, option]: readonly [string, RuleOption]): string {
  return `\`${name}\` (default ${JSON.stringify(option.default)}): ${option.description}`;
}

function fixParagraph(fix: FixKind, safety: string | undefined): readonly string[] {
  const reason = safety === undefined ? '' : ` ${safety}`;
  switch (fix) {
    case 'none':
      return [];
    case 'plan':
      return [`sfn-lint prints a plan for it, to be carried out by hand.${reason}`];
    case 'unsafe':
      return [`\`sfn-lint --fix --unsafe\` can do it.${reason}`];
    case 'safe':
      return [`\`sfn-lint --fix\` can do it.${reason}`];
  }
}
