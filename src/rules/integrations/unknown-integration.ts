/** A Task whose resource names an integration that does not exist. */
import { integrationStatus } from '../../analysis/integration-status.ts';
import type { IntegrationStatus } from '../../analysis/integration-status.ts';
import { integrationOfCall } from '../../asl/integrations.ts';
import type { TaskState } from '../../asl/model.ts';
import type { Fix } from '../../fixers/fix.ts';
import { retarget } from '../../fixers/retarget.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';

export default defineRule(
  {
    id: 'unknown-integration',
    category: 'integrations',
    summary: 'A Task calls an integration that does not exist.',
    why:
      'Step Functions offers a closed list of optimised integrations, and the API actions of many services under ' +
      '`aws-sdk:`. A service token has neither capitals nor hyphens, an action is written in camel case. It refuses ' +
      'a definition with any other name, so the deployment fails.',
    remedy: 'Write the resource of an integration that exists.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',
    messages: {
      instead: {
        text: 'State "{state}" calls {call}, which does not exist: Step Functions refuses the definition.',
        help: 'Write {instead} after states:::.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      nothing: {
        text: 'State "{state}" calls {call}, which does not exist: Step Functions refuses the definition.',
        help: 'Call the service through a Lambda function, or use another action.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      near: {
        text: 'State "{state}" calls {call}, which does not exist: Step Functions refuses the definition.',
        help: 'Perhaps {near} is meant, after states:::.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      forMapOnly: {
        text: 'State "{state}" calls {call}, which exists only in the ItemReader or ResultWriter of a Map: Step Functions refuses the definition.',
        help: 'Write aws-sdk:{call} after states:::.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      action: {
        text: 'State "{state}" calls {call}, and the tables of {date} have no such action of this service.',
        help: 'Check the name; an action that is newer than the tables is fine.',
        severity: 'warning',
      },
      service: {
        text: 'State "{state}" calls {call}, a service of which nothing is known here.',
        help: 'Check the name; a service that is newer than the tables is fine.',
        severity: 'note',
      },
    },
    references: [
      'AWS Step Functions developer guide: Integrating optimized services with Step Functions',
      'AWS Step Functions developer guide: Learning to use AWS service SDK integrations in Step Functions',
    ],
  },
  {
    task(state, context) {
      const { integration } = state;
      const resource = state.node.get('Resource');
      if ((integration.kind !== 'optimised' && integration.kind !== 'sdk') || resource === undefined) return;
      const prefix = integration.kind === 'sdk' ? 'aws-sdk:' : '';
      const data = { state: state.name, call: `${prefix}${integration.service}:${integration.action}` };
      const status = integrationStatus(integration, context.analyses.services);
      switch (status.kind) {
        case 'known':
          return;
        case 'notReal': {
          context.report({
            at: resource,
            message: notReal(status),
            data: { ...data, instead: status.instead.join(' or '), near: status.near ?? '' },
            fix: callInstead(state, status, context),
          });
          return;
        }
        case 'forMapOnly':
          context.report({
            at: resource,
            message: 'forMapOnly',
            data,
            fix: call(state, `aws-sdk:${data.call}`, context),
          });
          return;
        case 'unknownAction':
          context.report({ at: resource, message: 'action', data: { ...data, date: status.date } });
          return;
        case 'unknownService':
          context.report({ at: resource, message: 'service', data });
      }
    },
  },
);

/** Sure where there is one that is certainly meant, and the parameters are its own. */
function callInstead(state: TaskState, { instead, near }: NotReal, context: RuleContext): Fix | undefined {
  const [only, ...others] = instead;
  if (only !== undefined && others.length === 0) return call(state, only, context);
  const meant = only === undefined ? near : instead.join(' or ');
  return meant === undefined ? undefined : { title: `Call ${meant}`, safety: 'plan', edits: [] };
}

function call(state: TaskState, target: string, { analyses }: RuleContext): Fix {
  const isReal = exists(target, analyses);
  const edits = isReal ? retarget(state, target, analyses.calledParameters) : undefined;
  const title = `Call ${target}`;
  return edits === undefined ? { title, safety: 'plan', edits: [] } : { title, safety: 'safe', edits };
}

function exists(target: string, { services }: RuleContext['analyses']): boolean {
  const integration = integrationOfCall(target);
  if (integration.kind !== 'optimised' && integration.kind !== 'sdk') return false;
  return integrationStatus(integration, services).kind === 'known';
}

type NotReal = Extract<IntegrationStatus, { kind: 'notReal' }>;

function notReal({ instead, near }: NotReal): 'instead' | 'near' | 'nothing' {
  if (instead.length > 0) return 'instead';
  return near === undefined ? 'nothing' : 'near';
}
