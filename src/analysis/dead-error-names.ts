/**
 * Names in `ErrorEquals` that the integration of a Task can never raise. Speaks of calls whose names are known: AI calls,
 * SDK integrations with a table, the function integration, and optimised ones that were recorded. Quiet where code of
 * the user's own chooses the names: Activities and task tokens.
 */
import { invokesFunction } from '../asl/integrations.ts';
import type { Integration } from '../asl/integrations.ts';
import type { TaskState } from '../asl/model.ts';
import { AI_ERRORS } from '../aws/ai-errors.ts';
import {
  CLIENT_ERRORS,
  ERROR_SUFFIX,
  LAMBDA_ERRORS,
  OPTIMISED_ERROR_PREFIXES,
  SERVICE_PREFIXES,
  STATES_ERRORS,
  THROTTLING_NAMES,
} from '../aws/error-names.ts';
import type { ServiceModel } from '../aws/services/service-model.ts';
import type { ServiceTables } from '../aws/services/tables.ts';
import { nearName } from '../text/near-name.ts';

/** Why a name is never raised; `instead`: the real name that is meant, where one is near. */
export type DeadName =
  | { readonly kind: 'misspelt'; readonly instead: string }
  /** A service's name on a function's task, which raises the names of the function's own exceptions. */
  | { readonly kind: 'serviceNameOnFunction'; readonly instead: string }
  /** A name without the prefix that all errors of the call carry. */
  | { readonly kind: 'bare'; readonly prefix: string; readonly instead: string | undefined }
  /** The prefix of another integration. */
  | { readonly kind: 'foreign'; readonly prefix: string; readonly instead: string | undefined };

/** What is known of the names that a call raises. */
interface Vocabulary {
  /** The first one is the usual one. */
  readonly prefixes: readonly string[];
  /** Names that exist, without prefix; there may be others. */
  readonly names: readonly string[];
  /** Names of other operations of the service, which are told from slips. */
  readonly isOfService: (name: string) => boolean;
  /** Whether anything under another prefix, or none, is known not to come up. */
  readonly isClosed: boolean;
  /** Whether the spelling of the names is certain to the letter, and which of them says "too many requests". */
  readonly isExact: boolean;
}

export function deadName(task: TaskState, name: string, services: ServiceTables): DeadName | undefined {
  const { integration } = task;
  if (integration.kind === 'lambda') return functionName(name, services);
  if (integration.kind !== 'optimised' && integration.kind !== 'sdk') return undefined;
  if (integration.pattern === 'waitForTaskToken' || task.aiCall?.exists === false) return undefined;
  if (name.startsWith('States.') || name.startsWith('State.')) return misspelt(name, STATES_ERRORS);
  // What the SDK integration raises for an exception of the function is not recorded.
  if (invokesFunction(integration)) return integration.kind === 'sdk' ? undefined : functionName(name, services);
  const vocabulary = vocabularyOf(task, integration, services);
  return vocabulary === undefined ? undefined : callName(name, vocabulary);
}

/** The two spellings of one prefix, of which nobody documents when which is used. */
const TWO_SPELLINGS = ['Bedrock', 'BedrockRuntime'] as const;

/**
 * Whether a dead name does no harm, because the entries of the state have what it stands for under every name that is in
 * question: those of a function beside those of the call that took its place, or one error in both spellings. `names` are
 * undefined where some of them are not known.
 */
export function isKeptBeside(
  task: TaskState,
  dead: Pick<DeadName, 'kind'> & { readonly name: string },
  names: ReadonlySet<string> | undefined,
): boolean {
  const { aiCall } = task;
  if (aiCall === undefined || (dead.kind !== 'foreign' && dead.kind !== 'bare')) return false;
  if (names === undefined) return true;
  const [one, other] = TWO_SPELLINGS;
  if (aiCall.operation.sdkService === 'bedrockruntime') {
    return [...names].some((name) => name.startsWith(`${one}.`) && names.has(`${other}.${name.slice(one.length + 1)}`));
  }
  const isOfFunction = dead.kind === 'bare' || split(dead.name)[0] === 'Lambda';
  return isOfFunction && [...names].some((name) => aiCall.errorPrefixes.includes(split(name)[0]));
}

function misspelt(name: string, known: readonly string[]): DeadName | undefined {
  if (known.includes(name)) return undefined;
  const near = nearName(name, known);
  return near === undefined ? undefined : { kind: 'misspelt', instead: near };
}

/** The exceptions of a function have names that nobody knows here; those of services are not among them. */
function functionName(name: string, services: ServiceTables): DeadName | undefined {
  const [prefix, rest] = split(name);
  if (prefix === 'States' || prefix === 'State') return misspelt(name, STATES_ERRORS);
  if (prefix === 'Lambda') {
    const errors = services.service('lambda')?.action('invoke')?.errors ?? [];
    const known = [...LAMBDA_ERRORS, ...errors.map((error) => `Lambda.${error}`)];
    // The tables write `Kms` where an older client wrote `KMS`; which of them this integration uses is not recorded.
    return differsInCase(name, known) ? undefined : misspelt(name, known);
  }
  const isOfService = SERVICE_PREFIXES.includes(prefix) && rest.endsWith(ERROR_SUFFIX);
  return isOfService ? { kind: 'serviceNameOnFunction', instead: rest } : undefined;
}

function callName(name: string, vocabulary: Vocabulary): DeadName | undefined {
  const { prefixes, isClosed } = vocabulary;
  const [prefix, rest] = split(name);
  const own = prefixes[0] ?? '';
  if (prefixes.includes(prefix)) return ownName(prefix, rest, vocabulary);
  if (!isClosed && !isOtherService(prefix)) return undefined;
  const instead = realName(prefix === '' ? name : rest, vocabulary);
  const full = instead === undefined ? undefined : `${own}.${instead}`;
  if (prefix === '') return { kind: 'bare', prefix: own, instead: full };
  if (!differsInCase(prefix, prefixes)) return { kind: 'foreign', prefix: own, instead: full };
  // Of other services the tables may have the prefix in another case than the integration.
  return SERVICE_PREFIXES.includes(own) ? { kind: 'misspelt', instead: `${own}.${instead ?? rest}` } : undefined;
}

/** A name under the call's own prefix. */
function ownName(prefix: string, name: string, vocabulary: Vocabulary): DeadName | undefined {
  const instead = realName(name, vocabulary);
  if (instead === undefined || instead === name || vocabulary.isOfService(name)) return undefined;
  if (!vocabulary.isExact && differsInCase(name, [instead])) return undefined;
  return { kind: 'misspelt', instead: `${prefix}.${instead}` };
}

function differsInCase(name: string, known: readonly string[]): boolean {
  const lower = name.toLowerCase();
  return !known.includes(name) && known.some((candidate) => candidate.toLowerCase() === lower);
}

function isOtherService(prefix: string): boolean {
  return prefix === 'Lambda' || SERVICE_PREFIXES.includes(prefix);
}

/** The name itself when it exists, else the one that is meant: a suffix added, a slip, another word for throttling. */
function realName(name: string, { names, isExact }: Vocabulary): string | undefined {
  if (names.includes(name)) return name;
  const suffixed = `${name}${ERROR_SUFFIX}`;
  if (names.includes(suffixed)) return suffixed;
  const near = nearName(name, names) ?? nearName(suffixed, names);
  if (near !== undefined) return near;
  const isThrottling = THROTTLING_NAMES.includes(name) || THROTTLING_NAMES.includes(suffixed);
  return isThrottling && isExact ? names.find((known) => THROTTLING_NAMES.includes(known)) : undefined;
}

function split(name: string): readonly [prefix: string, rest: string] {
  const dot = name.indexOf('.');
  return dot < 0 ? ['', name] : [name.slice(0, dot), name.slice(dot + 1)];
}

type Call = Extract<Integration, { service: string }>;

function vocabularyOf(task: TaskState, call: Call, services: ServiceTables): Vocabulary | undefined {
  if (task.aiCall !== undefined) {
    const { operation, errorPrefixes } = task.aiCall;
    const listed = tabledErrors(services, operation.sdkService, operation.action);
    const known = AI_ERRORS[operation.name].map((error) => error.name);
    const table = services.service(operation.sdkService);
    return { ...vocabulary(errorPrefixes, [...known, ...listed], table), isExact: true };
  }
  if (call.kind === 'sdk') {
    const table = services.service(call.service);
    if (table?.action(call.action) === undefined) return undefined;
    const own = vocabulary([table.exceptionPrefix], tabledErrors(services, call.service, call.action), table);
    return { ...own, isExact: EXACT_SERVICES.includes(call.service) };
  }
  const prefix = OPTIMISED_ERROR_PREFIXES.get(call.service);
  if (prefix === undefined)
    return { prefixes: sameNames(call.service), names: [], isOfService: no, isClosed: false, isExact: false };
  // Whether these integrations add the suffix to a name is not recorded: no name of theirs counts as misspelt.
  return { prefixes: [prefix], names: [], isOfService: no, isClosed: true, isExact: false };
}

/** Services beside those of AI calls whose names were read in their own documentation. */
const EXACT_SERVICES: readonly string[] = ['s3vectors'];

/** Prefixes that may be those of an optimised service whose own is not recorded. */
function sameNames(service: string): readonly string[] {
  return SERVICE_PREFIXES.filter((prefix) => prefix.toLowerCase().startsWith(service.replaceAll('-', '')));
}

function tabledErrors(services: ServiceTables, service: string, action: string): readonly string[] {
  return services.service(service)?.action(action)?.errors ?? [];
}

function vocabulary(
  prefixes: readonly string[],
  names: readonly string[],
  table: ServiceModel | undefined,
): Vocabulary {
  const own = prefixes.map((prefix) => `${prefix}${ERROR_SUFFIX}`);
  const isOfService = (name: string): boolean =>
    table?.actionNames.some((action) => table.action(action)?.errors?.includes(name) === true) === true;
  return {
    prefixes,
    names: [...new Set([...names, ...CLIENT_ERRORS, ...own])],
    isOfService,
    isClosed: true,
    isExact: false,
  };
}

function no(): boolean {
  return false;
}
