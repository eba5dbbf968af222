/**
 * A state machine in a template that is given no definition at all. Quiet where a property may come in unseen: through
 * a macro or transform, a condition on all properties, or a placeholder for a property's name.
 */
import type { Declaration } from '../../asl/model.ts';
import type { Node, ObjectNode } from '../../tree/node.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'missing-definition',
    category: 'document',
    summary: 'A state machine of a template has no definition.',
    why:
      'A state machine cannot be made without a definition: SAM refuses the template, and Step Functions the call that ' +
      'CloudFormation makes, so the deployment fails.',
    remedy: 'Name the definition file, or write the definition into the template.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      missing: {
        text: 'State machine "{machine}" is given no definition, so the deployment fails.',
        help: 'Set {properties}.',
        serviceCode: 'MISSING_DESCRIPTION',
      },
    },
    references: [
      'AWS Step Functions API reference: CreateStateMachine, ValidateStateMachineDefinition diagnostics',
      'AWS CloudFormation user guide: AWS::StepFunctions::StateMachine',
      'AWS SAM developer guide: AWS::Serverless::StateMachine',
    ],
  },
  {
    declaration(declaration, context) {
      const { name, resource } = declaration;
      if (resource === undefined || !isMissing(declaration)) return;
      const isSam = resource.type.startsWith('AWS::Serverless::');
      const properties = isSam ? 'Definition or DefinitionUri' : 'Definition, DefinitionString or DefinitionS3Location';
      context.report({ at: { key: resource.key }, message: 'missing', data: { machine: name, properties } });
    },
  },
);

/** Every property that either resource type takes a definition from. */
const PROPERTIES: readonly string[] = ['Definition', 'DefinitionString', 'DefinitionUri', 'DefinitionS3Location'];

function isMissing({ definition, resource, template }: Declaration): boolean {
  if (definition.kind !== 'none' || resource === undefined || hasMacros(template)) return false;
  const written = memberOf(memberOf(template, 'Resources'), resource.logicalId);
  const properties = memberOf(written, 'Properties');
  // Without either nothing is known of what is written: a loop over resources, or a condition on all properties.
  if (written?.kind !== 'object' || properties?.kind !== 'object') return false;
  if (mayHoldMore(written) || mayHoldMore(properties)) return false;
  return !PROPERTIES.some((name) => properties.get(name) !== undefined);
}

/** Transforms that rewrite no state machine but into what SAM makes of it. */
const KNOWN_TRANSFORMS: readonly string[] = ['AWS::Serverless-2016-10-31', 'AWS::LanguageExtensions'];

/** Whether a macro of the whole template may add what is not written. */
function hasMacros(template: ObjectNode | undefined): boolean {
  const transform = template?.get('Transform');
  if (transform === undefined) return false;
  const names = transform.kind === 'array' ? transform.items : [transform];
  return !names.every((name) => name.kind === 'string' && KNOWN_TRANSFORMS.includes(name.value));
}

function memberOf(node: Node | undefined, name: string): Node | undefined {
  return node?.kind === 'object' ? node.get(name) : undefined;
}

function mayHoldMore(node: ObjectNode): boolean {
  return node.isOpen || node.entries.some(({ key }) => key.value.startsWith('Fn::'));
}
