/** A placeholder of a definition that the template gives no value; quiet where a template is not seen, or not in full. */
import type { State } from '../../asl/model.ts';
import type { UnfilledPlaceholder } from '../../analysis/unfilled-placeholders.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import { writtenSubstitutions } from '../../fixers/template-tables.ts';
import { hasPlaceholder } from '../../text/placeholders.ts';
import type { ObjectNode, StringNode } from '../../tree/node.ts';
import { nearName } from '../../text/near-name.ts';
import type { RuleContext } from '../rule.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'missing-substitution',
    category: 'operations',
    summary: 'A placeholder of the definition has no value in the template that deploys it.',
    why:
      'CloudFormation replaces `${Name}` in a definition by the value that `DefinitionSubstitutions` has under ' +
      '`Name`, and leaves every other placeholder as it stands. Step Functions then gets the characters `${Name}`: it ' +
      'refuses them as a `Resource` or as a number, and passes them on as data anywhere else. An `Fn::Sub` that names ' +
      'neither a parameter nor a resource fails the whole template.',
    remedy:
      'Add the name to `DefinitionSubstitutions`, or correct the spelling of the placeholder. Pseudo parameters such ' +
      'as `AWS::Region` have to be given in the same way in a definition file.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',
    fixSafety:
      'Offered where one substitution differs from the placeholder by case alone: its name is changed where no other ' +
      'placeholder uses it, else the placeholder is. Safe where nothing could be deployed; unsafe where the placeholder ' +
      'was deployed as it stands, whose place the value takes.',
    needsTemplate: true,
    messages: {
      bare: {
        text: '{owner} has the placeholder {name} without quotes, and DefinitionSubstitutions of "{site}" has no value for it: what is left is no valid definition, so the deployment fails.',
        help: 'Give it a value in DefinitionSubstitutions of "{site}"{near}.',
      },
      resource: {
        text: '{owner} takes its Resource from the placeholder {name}, for which DefinitionSubstitutions of "{site}" has no value: Step Functions refuses the definition.',
        help: 'Give it a value in DefinitionSubstitutions of "{site}"{near}.',
      },
      arn: {
        text: '{owner} takes {field} from the placeholder {name}, for which DefinitionSubstitutions of "{site}" has no value: the call gets the placeholder instead of an ARN and fails.',
        help: 'Give it a value in DefinitionSubstitutions of "{site}"{near}.',
      },
      text: {
        text: '{owner} has the placeholder {name} in {field}, and DefinitionSubstitutions of "{site}" has no value for it: the placeholder itself is deployed.',
        help: 'Give it a value in DefinitionSubstitutions of "{site}"{near}.',
        severity: 'warning',
      },
      reference: {
        text: '{owner} refers to {name}, and the template of state machine "{site}" has no parameter or resource of that name: CloudFormation refuses the template.',
        help: 'Correct the name, or declare it in the template.',
      },
    },
    references: [
      'AWS CloudFormation user guide: AWS::StepFunctions::StateMachine, DefinitionSubstitutions',
      'AWS SAM developer guide: AWS::Serverless::StateMachine',
      'AWS CloudFormation user guide: Fn::Sub',
    ],
  },
  {
    machine(machine, context) {
      report(undefined, machine.name, context);
    },
    state(state, context) {
      report(state, state.name, context);
    },
  },
);

function report(state: State | undefined, name: string, context: RuleContext): void {
  const owner = `${state === undefined ? 'State machine' : 'State'} "${name}"`;
  for (const unfilled of context.analyses.unfilledPlaceholders.get(state) ?? []) {
    const { kind, use, site } = unfilled;
    if (kind === 'withoutSub') continue;
    const field = use.isKey ? 'a name' : (use.path.at(-1) ?? 'the definition');
    const data = { owner, name: use.name, field, site: site.name, near: nearKey(unfilled) };
    const at = { slice: use.node, range: use.range };
    context.report({ at, message: kind, data, fix: correction(unfilled) });
  }
}

function correction({ kind, use, site, usesByName }: UnfilledPlaceholder): Fix | undefined {
  if (kind === 'reference' || use.isKey) return undefined;
  const table = writtenSubstitutions(site);
  const key = table === undefined ? undefined : keyInOtherCase(table, use.name);
  if (key === undefined) return undefined;
  const safety = kind === 'bare' || kind === 'resource' ? 'safe' : 'unsafe';
  if (!usesByName.has(key.value)) {
    const edits = [
      edit.rename(key, use.name),
      ...(usesByName.get(use.name) ?? []).map(({ node }) => edit.reads(node, undefined)),
    ];
    return { title: `Rename the substitution ${key.value} to ${use.name}`, safety, edits };
  }
  if (use.state !== undefined && use.state.machine.declarations.length > 1) return undefined;
  const edits = [edit.splice(use.node, use.range, `\${${key.value}}`), edit.reads(use.node, undefined)];
  return { title: `Write \${${key.value}}`, safety, edits };
}

/** The name of the only substitution that differs from a placeholder by case alone. */
function keyInOtherCase({ entries }: ObjectNode, name: string): StringNode | undefined {
  const keys = entries.map(({ key }) => key).filter(({ value }) => value.toLowerCase() === name.toLowerCase());
  const values = entries.some(({ value }) => value.kind === 'string' && hasPlaceholder(value.value));
  return keys.length === 1 && !values ? keys[0] : undefined;
}

/** The substitution that may be meant, as the end of a sentence. */
function nearKey({ use, site }: UnfilledPlaceholder): string {
  const near = nearName(use.name, site.substitutions?.entries.map(({ key }) => key.value) ?? []);
  return near === undefined ? '' : `, or write ${near}, which is there`;
}
