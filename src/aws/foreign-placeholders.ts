/**
 * Where `${name}` has a meaning of its own, so that it need not be a placeholder of the deployment. As of 2026-08.
 * Sources: API references of ECS RunTask, Batch SubmitJob, SSM SendCommand, EC2 RunInstances, CodeBuild StartBuild, EMR
 * AddJobFlowSteps; optimised integrations in the Step Functions developer guide.
 */

/** Parameters, in lower case, that a shell or a build tool reads. */
export const SHELL_PARAMETERS: readonly string[] = [
  'command',
  'commands',
  'entrypoint',
  'userdata',
  'script',
  'args',
  'buildspecoverride',
];

/** Parameters that carry a document to a program of the user, which may fill in its own templates. */
export const DOCUMENT_PARAMETERS: readonly string[] = ['Payload', 'Input', 'MessageBody', 'Detail', 'Entries'];
