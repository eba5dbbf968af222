/** A machine whose template switches tracing off, or leaves it off. */
import { tracingOf } from '../../analysis/declared-settings.ts';
import { mayAllow } from '../../analysis/permissions/missing-permissions.ts';
import { rolePoliciesOf } from '../../analysis/permissions/role-policies.ts';
import type { Declaration } from '../../asl/model.ts';
import { TRACE_ACTIONS } from '../../aws/observing-permissions.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import { grant, isSam, writtenProperties } from '../../fixers/template-resource.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'missing-tracing',
    category: 'operations',
    summary: 'A state machine is declared without X-Ray tracing.',
    why:
      'A trace shows how long each call of an execution took, and what the called functions and services did meanwhile. ' +
      'Without it the time that a slow model call costs has to be put together from the logs of every part.',
    remedy: 'Set `Tracing` (SAM) or `TracingConfiguration` (CloudFormation) to `Enabled: true`.',
    severity: 'note',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety:
      'Executions are traced and billed for it; a role that the template writes is given the right to send traces.',
    messages: {
      absent: {
        text: 'State machine "{machine}" is declared without tracing: X-Ray sees nothing of its executions.',
        help: 'Set {property} to Enabled: true.',
      },
      off: {
        text: 'State machine "{machine}" has its tracing switched off: X-Ray sees nothing of its executions.',
        help: 'Set {switch} to true.',
      },
    },
    references: ['AWS Step Functions developer guide: Trace Step Functions request data in AWS X-Ray'],
  },
  {
    declaration(declaration, context) {
      const { name, resource, construct } = declaration;
      const tracing = tracingOf(declaration);
      if (resource === undefined || tracing.kind === 'on' || tracing.kind === 'unknown') return;
      const property = isSam(declaration) ? 'Tracing' : 'TracingConfiguration';
      const data = { machine: name, property, switch: construct === undefined ? 'Enabled' : 'tracingEnabled' };
      const at = tracing.kind === 'absent' ? { key: resource.key } : tracing.node;
      context.report({ at, message: tracing.kind, data, fix: enable(declaration, property) });
    },
  },
);

function enable(declaration: Declaration, property: string): Fix | undefined {
  const properties = writtenProperties(declaration);
  if (declaration.construct !== undefined) return enableInSource(declaration);
  if (properties === undefined) return undefined;
  const written = properties.get(property);
  // What is not written here comes from Globals, and is for all machines.
  if (written === undefined && declaration.settings?.tracing !== undefined) return undefined;
  const set =
    written?.kind === 'object' && declaration.settings?.tracing?.kind === 'object'
      ? edit.set(written, 'Enabled', true)
      : edit.set(properties, property, { Enabled: true });
  return { title: `Set ${property} to Enabled: true`, safety: 'unsafe', edits: [set, ...traceRights(declaration)] };
}

/** CDK gives the right to send traces to the role. */
function enableInSource({ settings }: Declaration): Fix | undefined {
  if (settings?.tracing?.kind !== 'object') return undefined;
  return {
    title: 'Set tracingEnabled to true',
    safety: 'unsafe',
    edits: [edit.set(settings.tracing, 'Enabled', true)],
  };
}

/** SAM gives the right to a role that it makes; a role elsewhere is not for this template to change. */
function traceRights(declaration: Declaration): Fix['edits'] {
  if (declaration.settings?.role === undefined) return [];
  const policies = rolePoliciesOf(declaration);
  if (policies?.isComplete !== true) return [];
  if (TRACE_ACTIONS.every((action) => policies.statements.some((one) => mayAllow(one, action)))) return [];
  const right = grant(declaration, { policyName: 'Traces', actions: TRACE_ACTIONS, resources: ['*'] });
  return right === undefined ? [] : [right];
}
