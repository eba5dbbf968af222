/**
 * What is known of the parameters that a call takes: the input of the API action or the integration's own, and what
 * this integration adds to it or leaves open. Undefined for a call that no table describes.
 */
import type { Integration } from '../asl/integrations.ts';
import { OWN_PARAMETERS_DATE } from '../aws/optimised-integrations.ts';
import type { ParameterSource } from '../aws/optimised-integrations.ts';
import { ACTION_CONSTRAINTS, SERVICES_OF_BOTH_SPELLINGS } from '../aws/services/overlay.ts';
import type { Constraint } from '../aws/services/overlay.ts';
import type { MemberModel, StructureShape } from '../aws/services/service-model.ts';
import type { ServiceTables } from '../aws/services/tables.ts';
import { modelDate, optimisedAction, optimisedService } from './integration-status.ts';

export interface CalledParameters {
  /** As it stands behind `states:::`, without pattern. */
  readonly call: string;
  readonly input: StructureShape;
  /** When what is known of them was true. */
  readonly date: string;
  /** Whether a name that is not known is worth a word. */
  readonly isClosed: boolean;
  /** How names inside a parameter that differ by case alone are to be called. */
  readonly innerCase: 'wrong' | 'doubtful';
  /** How the API's own spelling of a member is to be called, where the integration writes another. */
  readonly apiSpelling: 'fine' | 'doubtful';
  /** What a text in place of an object is: the older integrations make an object of some texts. */
  readonly textForObject: 'wrong' | 'doubtful' | 'fine';
  /** Names beside those of the input. */
  readonly added: readonly string[];
  /** Places where any JSON may stand. */
  readonly anyJson: ReadonlySet<string>;
  /** Sets of which exactly one is given. */
  readonly oneOf: readonly (readonly string[])[];
  /** Sets of which at least one is given. */
  readonly anyOf: readonly (readonly string[])[];
  /** Sets of which all are given or none. */
  readonly together: readonly (readonly string[])[];
  readonly constraints: ReadonlyMap<string, readonly Constraint[]>;
}

type Call = Extract<Integration, { service: string }>;

/** A session id of a harness has a rule of its own. */
const JUDGED_ELSEWHERE: ReadonlyMap<string, readonly string[]> = new Map([
  ['bedrockagentcore:invokeHarness', ['RuntimeSessionId']],
]);

/** Reads what is known of a call once, however many states make it. */
export class CalledParametersTable {
  readonly #services: ServiceTables;
  readonly #known = new Map<string, CalledParameters | undefined>();

  constructor(services: ServiceTables) {
    this.#services = services;
  }

  of(call: Call): CalledParameters | undefined {
    const key = `${call.kind} ${call.service}:${call.action}`;
    if (!this.#known.has(key)) this.#known.set(key, readCall(call, this.#services));
    return this.#known.get(key);
  }
}

function readCall(call: Call, services: ServiceTables): CalledParameters | undefined {
  return call.kind === 'sdk' ? sdkParameters(call, services) : optimisedParameters(call, services);
}

function sdkParameters({ service, action }: Call, services: ServiceTables): CalledParameters | undefined {
  const table = services.service(service);
  const model = table?.action(action);
  if (table === undefined || model === undefined) return undefined;
  return {
    ...BASE,
    call: `aws-sdk:${service}:${action}`,
    input: withoutJudged(model.input, service, action),
    date: modelDate(table),
    apiSpelling: SERVICES_OF_BOTH_SPELLINGS.includes(service) ? 'fine' : 'doubtful',
    constraints: byPath(constraintsOf(service, action)),
  };
}

function optimisedParameters({ service, action }: Call, services: ServiceTables): CalledParameters | undefined {
  const known = optimisedService(service);
  const one = known === undefined ? undefined : optimisedAction(known, action);
  if (one === undefined || one.isForMapOnly === true) return undefined;
  return fromSource(`${service}:${action}`, one.parameters, services);
}

function fromSource(call: string, source: ParameterSource, services: ServiceTables): CalledParameters | undefined {
  switch (source.kind) {
    case 'unknown':
      return undefined;
    case 'own':
      return {
        ...BASE,
        call,
        input: source.input,
        date: OWN_PARAMETERS_DATE,
        isClosed: false,
        anyOf: source.anyOf ?? [],
        constraints: byPath(source.constraints ?? []),
      };
    case 'api': {
      const table = services.service(source.service);
      const model = table?.action(source.action);
      if (table === undefined || model === undefined) return undefined;
      return {
        ...BASE,
        call,
        input: withoutJudged(model.input, source.service, source.action),
        date: modelDate(table),
        innerCase: source.isPascalThroughout === true ? 'wrong' : 'doubtful',
        textForObject: textForObject(source),
        added: [...(source.added ?? []), ...(source.unconfirmed ?? [])],
        anyJson: new Set([...(source.json ?? []), ...(source.unconfirmed ?? [])]),
        oneOf: source.oneOf ?? [],
        together: source.together ?? [],
        constraints: byPath(constraintsOf(source.service, source.action)),
      };
    }
  }
}

const BASE = {
  isClosed: true,
  innerCase: 'wrong',
  apiSpelling: 'fine',
  textForObject: 'wrong',
  added: [],
  anyJson: new Set<string>(),
  oneOf: [],
  anyOf: [],
  together: [],
} as const;

function textForObject(source: Extract<ParameterSource, { kind: 'api' }>): CalledParameters['textForObject'] {
  if (source.takesTextForObject === true) return 'fine';
  return source.isPascalThroughout === true ? 'wrong' : 'doubtful';
}

function constraintsOf(service: string, action: string): readonly Constraint[] {
  const elsewhere = JUDGED_ELSEWHERE.get(`${service}:${action}`) ?? [];
  const entries = ACTION_CONSTRAINTS.filter((entry) => entry.service === service && entry.action === action);
  return entries.flatMap(({ constraints }) => constraints).filter(({ path }) => !elsewhere.includes(path));
}

function byPath(constraints: readonly Constraint[]): ReadonlyMap<string, readonly Constraint[]> {
  const paths = new Map<string, Constraint[]>();
  for (const constraint of constraints) {
    const known = paths.get(constraint.path);
    if (known === undefined) paths.set(constraint.path, [constraint]);
    else known.push(constraint);
  }
  return paths;
}

/** The same input, in which a member that another rule asks for is not required. */
function withoutJudged(input: StructureShape, service: string, action: string): StructureShape {
  const elsewhere = JUDGED_ELSEWHERE.get(`${service}:${action}`);
  if (elsewhere === undefined) return input;
  const members = Array.from(input.members, ([name, member]): [string, MemberModel] => [
    name,
    elsewhere.includes(name) ? { ...member, isRequired: false } : member,
  ]);
  return { ...input, members: new Map(members) };
}
