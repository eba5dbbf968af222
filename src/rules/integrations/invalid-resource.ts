/** A Task whose `Resource` is not an ARN that Step Functions can call. */
import { resourceFault } from '../../asl/resource-arn.ts';
import type { ResourceFault } from '../../asl/resource-arn.ts';
import { hasPlaceholder } from '../../text/placeholders.ts';
import type { Node } from '../../tree/node.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'invalid-resource',
    category: 'integrations',
    summary: 'The Resource of a Task is not an ARN that Step Functions can call.',
    why:
      'The `Resource` of a Task is a constant, in both query languages: the ARN of an integration ' +
      '(`arn:aws:states:::lambda:invoke`), of a Lambda function or of an activity. Step Functions checks its form ' +
      'before it stores a definition, and refuses what is no ARN, so the deployment fails.\n\n' +
      'Placeholders and references of a template are not judged, nor are texts that another tool is to fill in, such ' +
      'as `<function-arn>`.',
    remedy: 'Write the whole ARN. Compute what varies in the parameters of the call.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      expression: {
        text: 'State "{state}" has an expression as its Resource, which must be a constant: Step Functions refuses the definition.',
        help: 'Write the ARN of an integration, and compute its parameters, such as the FunctionName of lambda:invoke.',
        serviceCode: 'INVALID_RESOURCE',
      },
      notArn: {
        text: 'State "{state}" has a Resource that is not an ARN: Step Functions refuses the definition.',
        help: 'Write the ARN of an integration, a Lambda function or an activity.',
        serviceCode: 'INVALID_RESOURCE',
      },
      uri: {
        text: 'State "{state}" has a Resource that is not an ARN, and Step Functions calls nothing else.',
        help: 'Write the ARN of an integration, a Lambda function or an activity.',
        severity: 'warning',
      },
      incomplete: {
        text: 'State "{state}" has a Resource that lacks parts of an ARN: Step Functions refuses the definition.',
        help: 'Write arn:partition:service:region:account:resource; integrations leave region and account empty.',
        serviceCode: 'INVALID_RESOURCE',
      },
      noIntegration: {
        text: 'State "{state}" has a Resource that names no integration: Step Functions refuses the definition.',
        help: 'Write states:::service:action, or states:::aws-sdk:service:action.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      partition: {
        text: 'State "{state}" has a Resource in the partition "{part}", of which nothing is known here.',
        help: 'Write aws, or the partition of your Region.',
        severity: 'warning',
      },
      service: {
        text: 'State "{state}" has a Resource of the service {part}; a Task calls integrations, Lambda functions and activities only.',
        help: 'Call the service through an integration, arn:aws:states:::service:action.',
        severity: 'warning',
      },
      states: {
        text: 'State "{state}" has the Resource {part}, which is neither an integration nor an activity.',
        help: 'To start a state machine, write arn:aws:states:::states:startExecution and pass its ARN as StateMachineArn.',
        severity: 'warning',
      },
      lambda: {
        text: 'State "{state}" has the Lambda resource {part}, which is not a function.',
        help: 'Write the ARN of a function, with function: before its name.',
        severity: 'warning',
      },
      function: {
        text: 'State "{state}" calls the function {part}, which is no function name with at most a version or alias behind it.',
        help: 'Write function:name, function:name:alias, function:name:version or function:name:$LATEST.',
        severity: 'warning',
      },
      waiting: {
        text: 'State "{state}" calls a function by its ARN with {suffix}, which only integrations offer.',
        help: 'Write arn:aws:states:::lambda:invoke.waitForTaskToken and pass the function as FunctionName.',
        severity: 'warning',
      },
    },
    references: [
      'AWS Step Functions developer guide: Task workflow state',
      'AWS Step Functions API reference: ValidateStateMachineDefinitionDiagnostic',
    ],
  },
  {
    task(state, context) {
      const resource = state.node.get('Resource');
      const text = knownText(resource);
      const fault = text === undefined ? undefined : resourceFault(text);
      if (resource === undefined || fault === undefined) return;
      context.report({ at: resource, message: messageOf(fault), data: { state: state.name, ...fault } });
    },
  },
);

const PARTITION_PLACEHOLDER = /^(\s*arn:)\$\{[^{}]+\}:/;

/** The text as far as it matters: which partition a template puts in makes no difference. */
function knownText(resource: Node | undefined): string | undefined {
  if (resource?.kind === 'string') return resource.value;
  if (resource?.kind !== 'unknown' || resource.template === undefined) return undefined;
  const text = resource.template.replace(PARTITION_PLACEHOLDER, '$1aws:');
  return hasPlaceholder(text) ? undefined : text;
}

function messageOf(fault: ResourceFault): ResourceFault['kind'] | 'waiting' {
  return fault.kind === 'function' && fault.suffix !== '' ? 'waiting' : fault.kind;
}
