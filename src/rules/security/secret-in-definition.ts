/** Credentials written out in a definition, or given to it as plain text by its template. */
import { secretsWithin } from '../../analysis/secrets.ts';
import type { WrittenSecret } from '../../analysis/secrets.ts';
import type { Declaration, Machine, State } from '../../asl/model.ts';
import { nestedMachines } from '../../asl/model.ts';
import type { Report } from '../rule.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'secret-in-definition',
    category: 'security',
    summary: 'A credential is written out in the definition of a state machine.',
    why:
      'A definition is no place for a secret: everyone who may describe the machine can read it, every execution ' +
      'copies it into its history and its log, and it stays in version control after it was changed. A dynamic ' +
      'reference to Secrets Manager is no better here: CloudFormation puts the value into the deployed definition.',
    remedy:
      'Revoke the credential, since it counts as published, and keep the new one in Secrets Manager: read it in the ' +
      'function that needs it, use an EventBridge connection for HTTP tasks, or AgentCore Identity for agents. Pass ' +
      'the ARN of the secret, never its value.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    hidesSource: true,
    messages: {
      known: {
        text: '{owner} holds {what} in {field}: whoever may read the definition or the history of an execution can use it.',
        help: 'Revoke it, and pass the ARN of a secret or of a connection instead.',
      },
      named: {
        text: '{owner} has a literal in {field}, which by its name is a secret: whoever may read the definition or the history of an execution can read it.',
        help: 'Keep the value in Secrets Manager, and pass the ARN of the secret or of a connection.',
        severity: 'warning',
      },
      resolved: {
        text: '{owner} takes {field} from Secrets Manager by a dynamic reference: CloudFormation writes the secret into the deployed definition as plain text.',
        help: 'Pass the ARN of the secret, and read it where it is used.',
        severity: 'warning',
      },
    },
    references: [
      'AWS Secrets Manager user guide: Best practices',
      'AWS CloudFormation user guide: Get a secret or secret value from Secrets Manager',
      'AWS Step Functions developer guide: Call HTTPS APIs in Step Functions workflows',
    ],
  },
  {
    machine({ declarations }, context) {
      for (const declaration of declarations) {
        const { substitutions, name } = declaration;
        if (substitutions === undefined) continue;
        const field = (written: string): string => `DefinitionSubstitutions.${written}`;
        for (const secret of secretsWithin(substitutions, [], { isResolved: true })) {
          const report = reportOf(`State machine "${name}"`, { ...secret, field: field(secret.field) });
          context.report({ ...report, declaration });
        }
      }
    },
    anyMachine(machine, context) {
      const owner = machine.owner === undefined ? `State machine "${machine.name}"` : `State "${machine.owner.name}"`;
      const secrets = secretsWithin(machine.node, ['States'], { isResolved: isInTemplate(machine) });
      for (const secret of secrets) context.report(reportOf(owner, secret));
    },
    state(state, context) {
      const parseJsonata = state.queryLanguage === 'JSONata' ? context.analyses.parseJsonata : undefined;
      const reading = { isResolved: isInTemplate(state.machine), parseJsonata };
      const secrets = secretsWithin(state.node, memberMachines(state), reading);
      for (const secret of secrets) context.report(reportOf(`State "${state.name}"`, secret));
    },
  },
);

function reportOf(owner: string, { kind, what, node, range, field }: WrittenSecret): Report {
  const message = kind === 'named' || kind === 'resolved' ? kind : 'known';
  return { at: { slice: node, range }, message, data: { owner, what, field } };
}

/** Only there does CloudFormation see the text. */
function isInTemplate({ declarations }: Machine): boolean {
  const isInline = ({ definition, resource }: Declaration): boolean =>
    definition.kind === 'inline' && resource !== undefined;
  return declarations.some(isInline);
}

/** Fields that hold machines, which are walked for themselves. */
function memberMachines(state: State): readonly string[] {
  return nestedMachines(state).length > 0 ? ['Branches', 'ItemProcessor', 'Iterator'] : [];
}
