/** A Task that waits for its call in a way that the call or the machine does not offer. */
import { optimisedService, patternStatus } from '../../analysis/integration-status.ts';
import type { Integration } from '../../asl/integrations.ts';
import type { Machine, TaskState } from '../../asl/model.ts';
import type { Fix } from '../../fixers/fix.ts';
import { removePattern } from '../../fixers/retarget.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'unsupported-integration-pattern',
    category: 'integrations',
    summary: 'A Task waits for its call in a way that is not offered.',
    why:
      'Waiting for a job (`.sync`) or for a task token (`.waitForTaskToken`) is offered by some optimised ' +
      'integrations, a task token by SDK integrations too, and neither in EXPRESS machines. Step Functions refuses ' +
      'a definition that asks for more, so the deployment fails.',
    remedy: 'Remove the suffix and wait in another way, or use a machine of type STANDARD.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',
    needsTemplate: true,
    messages: {
      notOffered: {
        text: 'State "{state}" calls {call} with .{pattern}, which is not offered for it: Step Functions refuses the definition.',
        help: 'Remove .{pattern}.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      disputed: {
        text: 'State "{state}" calls {call} with .{pattern}, of which the documentation says yes in one place and no in another.',
        help: 'Remove .{pattern}: there is nothing to hand the token to.',
        severity: 'warning',
      },
      express: {
        text: 'State "{state}" uses {what}, which machines of type EXPRESS do not offer: Step Functions refuses the definition.',
        help: 'Make the machine STANDARD, or call without waiting.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      expressChild: {
        text: 'State "{state}" uses {what} in the item processor of a Distributed Map whose executions are EXPRESS, which do not offer it.',
        help: 'Set ExecutionType to STANDARD, or call without waiting.',
        severity: 'warning',
      },
    },
    references: ['AWS Step Functions developer guide: Discover service integration patterns in Step Functions'],
  },
  {
    task(state, context) {
      const { integration, machine } = state;
      const resource = state.node.get('Resource');
      if (resource === undefined) return;
      const what = machine.type === 'EXPRESS' ? standardOnly(integration) : undefined;
      const verdict = isCall(integration) ? patternStatus(integration) : 'offered';
      const fix = verdict === 'notOffered' ? withoutPattern(state) : undefined;
      if (what !== undefined && (verdict === 'offered' || !isInMapRun(machine))) {
        context.report({ at: resource, message: expressMessage(machine), data: { state: state.name, what }, fix });
        return;
      }
      if (!isCall(integration) || verdict === 'offered') return;
      const prefix = integration.kind === 'sdk' ? 'aws-sdk:' : '';
      const call = `${prefix}${integration.service}:${integration.action}`;
      const data = { state: state.name, call, pattern: integration.pattern };
      context.report({ at: resource, message: verdict, data, fix });
    },
    map(state, context) {
      if (state.machine.type !== 'EXPRESS' || state.mode !== 'DISTRIBUTED') return;
      context.report({
        at: { key: state.key },
        message: expressMessage(state.machine),
        data: { state: state.name, what: 'a Distributed Map' },
      });
    },
  },
);

/** Waiting for what answers at once is the call itself; what starts a job has to be waited for in another way. */
function withoutPattern(state: TaskState): Fix | undefined {
  const { integration } = state;
  if (!isCall(integration) || !integration.pattern.startsWith('sync')) return undefined;
  const { kind, service, action } = integration;
  const offered = optimisedService(service)?.patterns ?? [];
  const isOptimised = kind === 'optimised';
  const sync = { ...integration, pattern: 'sync' } as const;
  if (integration.pattern === 'sync:2' && isOptimised && patternStatus(sync) === 'offered') {
    return rewrite(state, 'Write .sync', '.sync');
  }
  if (answersAtOnce(state, integration, offered)) return rewrite(state, `Remove .${integration.pattern}`, '');
  const other = { ...sync, kind: 'optimised' } as const;
  const hasOther = !isOptimised && offered.length > 0 && patternStatus(other) === 'offered';
  const title = hasOther
    ? `Call ${service}:${action}.sync`
    : `Remove .${integration.pattern} and ask whether the job is done`;
  return { title, safety: 'plan', edits: [] };
}

function answersAtOnce(
  { aiCall }: TaskState,
  { kind, action }: Extract<Integration, { service: string }>,
  offered: readonly string[],
): boolean {
  return aiCall?.exists === true || READS.test(action) || (kind === 'optimised' && !offered.includes('sync'));
}

const READS = /^(?:get|list|describe|batchGet|query|scan|head)(?=[A-Z]|$)/;

function rewrite(state: TaskState, title: string, pattern: string): Fix | undefined {
  const change = removePattern(state, pattern);
  return change && { title, safety: 'safe', edits: [change] };
}

function standardOnly(integration: Integration): string | undefined {
  if (integration.kind === 'activity') return 'an activity';
  if (!isCall(integration)) return undefined;
  return integration.pattern === 'requestResponse' ? undefined : `.${integration.pattern}`;
}

/** The verdict of the service is recorded for whole machines; for the executions of a Distributed Map it is not. */
function expressMessage(machine: Machine): 'express' | 'expressChild' {
  return isInMapRun(machine) ? 'expressChild' : 'express';
}

/** Whether a machine runs as an execution of its own for each item of a Distributed Map. */
function isInMapRun(machine: Machine): boolean {
  for (let owner = machine.owner; owner !== undefined; owner = owner.machine.owner) {
    if (owner.type === 'Map' && owner.mode === 'DISTRIBUTED') return true;
  }
  return false;
}

function isCall(integration: Integration): integration is Extract<Integration, { service: string }> {
  return integration.kind === 'optimised' || integration.kind === 'sdk';
}
