/**
 * Whether the integration that a Task names exists, as far as the tables tell: a name that is known not to be real, a
 * near miss of a real one, or one that the dated tables do not have, which may be newer than they are.
 */
import type { Integration } from '../asl/integrations.ts';
import { NOT_REAL, OPTIMISED_SERVICES } from '../aws/optimised-integrations.ts';
import type { OptimisedAction, OptimisedService } from '../aws/optimised-integrations.ts';
import { FROZEN_MODELS, MISSPELT_SERVICES } from '../aws/services/overlay.ts';
import { TABLES_DATE } from '../aws/services/service-index.ts';
import type { ServiceModel } from '../aws/services/service-model.ts';
import { listedServices } from '../aws/services/tables.ts';
import type { ServiceTables } from '../aws/services/tables.ts';
import { nearName } from '../text/near-name.ts';

export type IntegrationStatus =
  | { readonly kind: 'known' }
  /** Certainly not real; `instead` is what to write after `states:::`, the best first, `near` what may be meant. */
  | { readonly kind: 'notReal'; readonly instead: readonly string[]; readonly near?: string | undefined }
  | { readonly kind: 'forMapOnly' }
  /** An action that the table of a known service does not have. */
  | { readonly kind: 'unknownAction'; readonly date: string }
  | { readonly kind: 'unknownService' };

type Call = Extract<Integration, { service: string }>;

const KNOWN: IntegrationStatus = { kind: 'known' };

export function integrationStatus(call: Call, services: ServiceTables): IntegrationStatus {
  return call.kind === 'sdk' ? sdkStatus(call, services) : optimisedStatus(call, services);
}

export function optimisedService(name: string): OptimisedService | undefined {
  return OPTIMISED_SERVICES.find(({ service }) => service === name);
}

export function optimisedAction(service: OptimisedService, name: string): OptimisedAction | undefined {
  return service.actions.find(({ action }) => action === name);
}

function optimisedStatus({ service, action }: Call, services: ServiceTables): IntegrationStatus {
  const listed = NOT_REAL.find(({ written }) => written === `${service}:${action}` || written === `${service}:*`);
  if (listed !== undefined) {
    return { kind: 'notReal', instead: insteadOf(listed.instead, action, services) };
  }
  const known = optimisedService(service);
  if (known !== undefined) return actionStatus(known, action);
  const near = OPTIMISED_SERVICES.find((candidate) => normalise(candidate.service) === normalise(service));
  return near === undefined
    ? { kind: 'unknownService' }
    : {
        kind: 'notReal',
        instead: [
          `${near.service}:${
            nearest(
              action,
              near.actions.map((one) => one.action),
            ) ?? action
          }`,
        ],
      };
}

/** Of several services that may be meant, those that have the action, or all where no table has it. */
function insteadOf(listed: readonly string[], action: string, services: ServiceTables): readonly string[] {
  const written = listed.map((text) => text.replace('*', action));
  const known = listed.filter((text) => {
    const [, service = ''] = text.split(':');
    return services.service(service)?.action(action) !== undefined;
  });
  return known.length === 0 ? written : known.map((text) => text.replace('*', action));
}

function actionStatus(service: OptimisedService, action: string): IntegrationStatus {
  const known = optimisedAction(service, action);
  if (known !== undefined) return known.isForMapOnly === true ? { kind: 'forMapOnly' } : KNOWN;
  const names = service.actions.map((one) => one.action);
  const same = nearest(action, names);
  if (same !== undefined) return { kind: 'notReal', instead: [`${service.service}:${same}`] };
  const near = nearName(action, names);
  return service.isClosed
    ? { kind: 'notReal', instead: [], near: near && `${service.service}:${near}` }
    : { kind: 'unknownAction', date: TABLES_DATE };
}

function sdkStatus({ service, action }: Call, services: ServiceTables): IntegrationStatus {
  const meant = MISSPELT_SERVICES.get(service) ?? listedService(service);
  if (meant !== undefined && meant !== service) {
    const actions = services.service(meant)?.actionNames ?? [];
    return { kind: 'notReal', instead: [`aws-sdk:${meant}:${nearest(action, actions) ?? action}`] };
  }
  if (meant === undefined) return { kind: 'unknownService' };
  const table = services.service(service);
  if (table === undefined || table.action(action) !== undefined) return KNOWN;
  const near = nearest(action, table.actionNames);
  return near === undefined
    ? { kind: 'unknownAction', date: modelDate(table) }
    : { kind: 'notReal', instead: [`aws-sdk:${service}:${near}`] };
}

/** A table is dated by when its package was fetched; the models of some packages were frozen long before. */
export function modelDate({ source, date }: ServiceModel): string {
  return source.startsWith(FROZEN_MODELS.source) ? FROZEN_MODELS.date : date;
}

export type PatternStatus = 'offered' | 'notOffered' | 'disputed';

/** Whether a call offers the pattern that it is asked for; a service of which nothing is known may offer any. */
export function patternStatus({ kind, service, action, pattern }: Call): PatternStatus {
  if (pattern === 'requestResponse') return 'offered';
  if (kind === 'sdk') return pattern === 'waitForTaskToken' ? 'offered' : 'notOffered';
  const known = optimisedService(service);
  if (known === undefined) return 'offered';
  const one = optimisedAction(known, action);
  if (one?.disputed?.includes(pattern) === true) return 'disputed';
  return (one?.patterns ?? known.patterns).includes(pattern) ? 'offered' : 'notOffered';
}

function listedService(token: string): string | undefined {
  const listed = listedServices();
  return listed.has(token) ? token : nearest(token, [...listed]);
}

/** The name itself or the one that differs only by case and hyphens. */
function nearest(name: string, names: readonly string[]): string | undefined {
  if (names.includes(name)) return name;
  const normal = normalise(name);
  return names.find((candidate) => normalise(candidate) === normal);
}

function normalise(name: string): string {
  return name.toLowerCase().replaceAll('-', '');
}
