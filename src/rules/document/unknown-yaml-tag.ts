/**
 * A YAML tag in a definition that nothing resolves: one that CloudFormation does not know, or one of its short forms in a
 * file that a template names and sends off as it is. A definition file that stands alone may be read by a tool that
 * knows the short forms, so those are left alone there.
 */
import { valuesOfMachine, valuesOfState } from '../../analysis/own-values.ts';
import type { Machine } from '../../asl/model.ts';
import { CLOUDFORMATION_TAGS, PREPROCESSOR_TAGS } from '../../aws/yaml-tags.ts';
import { nearName } from '../../text/near-name.ts';
import type { Node } from '../../tree/node.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';

export default defineRule(
  {
    id: 'unknown-yaml-tag',
    category: 'document',
    summary: 'A value carries a YAML tag that nothing resolves.',
    why:
      'Step Functions knows no YAML tags. CloudFormation resolves its own short forms, such as `!GetAtt`, in a template ' +
      'alone: a file that `DefinitionUri` names is sent off as it is. A tag that is left over makes the deployment ' +
      'fail, or the bare text behind it arrives in place of the value.',
    remedy: 'Write the value itself; in a definition file, a placeholder that `DefinitionSubstitutions` fills.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    needsTemplate: true,
    messages: {
      unknown: {
        text: '{Owner} has the YAML tag {tag}, which neither CloudFormation nor Step Functions knows: unless a tool of yours replaces it first, the deployment fails or the value arrives without it.',
        help: 'Write the value without the tag{near}.',
      },
      unresolved: {
        text: '{Owner} has the YAML tag {tag} in a definition file, which the template sends off as it is: nothing resolves it there.',
        help: 'Write a placeholder, and give its value in DefinitionSubstitutions.',
      },
    },
    references: [
      'AWS CloudFormation user guide: Intrinsic function reference',
      'AWS SAM developer guide: AWS::Serverless::StateMachine, DefinitionUri and DefinitionSubstitutions',
    ],
  },
  {
    anyMachine(machine, context) {
      const states = machine.node.get('States');
      const names = stateNames(states);
      const owner = machine.owner === undefined ? `State machine "${machine.name}"` : `State "${machine.owner.name}"`;
      for (const value of valuesOfMachine(machine)) {
        const state = names.get(value);
        report(value, state === undefined ? owner : `State "${state}"`, machine, context);
      }
    },
    state(state, context) {
      for (const value of valuesOfState(state)) report(value, `State "${state.name}"`, state.machine, context);
    },
  },
);

/** By value, of what stands among the states and is wholly a tagged value. */
function stateNames(states: Node | undefined): ReadonlyMap<Node, string> {
  const entries = states?.kind === 'object' ? states.entries : [];
  return new Map(entries.flatMap(({ key, value }) => (value.kind === 'unknown' ? [[value, key.value]] : [])));
}

function report(value: Node, Owner: string, machine: Machine, context: RuleContext): void {
  const tag = tagOf(value);
  if (tag === undefined || value.anchor !== undefined) return;
  const message = messageFor(tag, machine);
  if (message === undefined) return;
  const near = nearName(tag, CLOUDFORMATION_TAGS);
  context.report({ at: value, message, data: { Owner, tag, near: near === undefined ? '' : `, or ${near}` } });
}

/** The tag that made a value unknown; a text that its tag left known is not looked at. */
function tagOf(value: Node): string | undefined {
  return value.kind === 'unknown' ? value.tag : undefined;
}

function messageFor(tag: string, { declarations }: Machine): 'unknown' | 'unresolved' | undefined {
  const lower = tag.toLowerCase();
  if (PREPROCESSOR_TAGS.some((begin) => lower.startsWith(begin))) return undefined;
  if (!CLOUDFORMATION_TAGS.includes(tag)) return 'unknown';
  const isSentAsItIs = declarations.some(({ definition }) => definition.kind === 'file');
  return isSentAsItIs ? 'unresolved' : undefined;
}
