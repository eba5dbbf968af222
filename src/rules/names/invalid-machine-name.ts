/**
 * The name that a template gives a state machine, where it is plain text. What the deployment or another tool fills in
 * is not known: intrinsic functions, placeholders, dynamic references, the marks of template engines.
 */
import { nameFault } from '../../asl/names.ts';
import { NOT_IN_MACHINE_NAME } from '../../aws/name-limits.ts';
import { hasPlaceholder } from '../../text/placeholders.ts';
import type { Resource, StringNode } from '../../tree/node.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'invalid-machine-name',
    category: 'names',
    summary: 'A template gives a state machine a name that Step Functions does not take.',
    why:
      'The name of a state machine has 1 to 80 characters, and neither white space nor brackets, wildcards and most ' +
      'punctuation. Step Functions refuses to create it under another name, so the deployment fails, often after ' +
      'other resources of the stack were made.',
    remedy: 'Write letters, digits, `-` and `_` only, or leave the name out: CloudFormation then makes one.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      empty: {
        text: 'State machine "{machine}" is given an empty name: Step Functions refuses to create it.',
        help: 'Name it, or leave {property} out.',
        serviceCode: 'STATE_MACHINE_NAME_EMPTY',
      },
      long: {
        text: 'State machine "{machine}" is given a name of {length} characters; Step Functions takes {limit} at most and refuses to create it.',
        help: 'Shorten the name.',
        serviceCode: 'STATE_MACHINE_NAME_TOO_LONG',
      },
      character: {
        text: 'State machine "{machine}" is given a name with {character}, which names may not hold: Step Functions refuses to create it.',
        help: 'Write letters, digits, "-" and "_" only.',
        serviceCode: 'STATE_MACHINE_NAME_INVALID',
      },
    },
    references: [
      'AWS Step Functions API reference: CreateStateMachine',
      'AWS Step Functions API reference: ValidateStateMachineDefinition diagnostics',
    ],
  },
  {
    declaration({ name, resource }, context) {
      const property = NAME_PROPERTIES[resource?.type ?? ''];
      const at = property === undefined ? undefined : literalName(resource, property);
      const limit = context.facts.limits.machineNameCharacters;
      const bounds = { maxLength: limit, forbidden: NOT_IN_MACHINE_NAME };
      const fault = at === undefined ? undefined : nameFault(at.value, bounds);
      if (at === undefined || fault === undefined || property === undefined) return;
      const data = { machine: name, property, limit };
      context.report({ at, message: fault.kind, data: { ...data, ...fault } });
    },
  },
);

const NAME_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::Serverless::StateMachine': 'Name',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
};

function literalName(resource: Resource | undefined, property: string): StringNode | undefined {
  const name = resource?.properties?.get(property);
  if (name?.kind !== 'string' || hasPlaceholder(name.value)) return undefined;
  return TEMPLATE_MARKS.some((mark) => name.value.includes(mark)) ? undefined : name;
}

/** Dynamic references of CloudFormation, and the marks of Jinja, ERB and the like. */
const TEMPLATE_MARKS: readonly string[] = ['{{', '{%', '<%', '${', '@@'];
