/**
 * The tables of service integrations, one per service, each read when a definition uses its service. This module does
 * no I/O: whoever makes the tables supplies the texts, from `src/aws/services/data` or from where the build copied it.
 */
import { decodeService } from './decode.ts';
import { SERVICES_WITHOUT_TABLE, TABLE_INDEX } from './service-index.ts';
import type { ServiceModel } from './service-model.ts';

/** The text of `<token>.json`; undefined when there is no such file. Called at most once for a token. */
export type LoadServiceText = (token: string) => string | undefined;

export interface ServiceTables {
  /** Undefined when nothing is known of the service, which may exist all the same. */
  service(token: string): ServiceModel | undefined;
}

let tabled: ReadonlyMap<string, number> | undefined;
let listed: ReadonlySet<string> | undefined;

/** Service tokens that have a table, with the number of their actions. */
export function tabledServices(): ReadonlyMap<string, number> {
  tabled ??= new Map(
    linesOf(TABLE_INDEX)
      .map((line) => line.split(' '))
      .map(([token = '', count]) => [token, Number(count)]),
  );
  return tabled;
}

/** Every service token that Step Functions lists, with or without a table, sorted. */
export function listedServices(): ReadonlySet<string> {
  listed ??= new Set([...tabledServices().keys(), ...linesOf(SERVICES_WITHOUT_TABLE)].sort());
  return listed;
}

function linesOf(text: string): readonly string[] {
  return text.trim().split('\n');
}

/** Keeps what it has decoded. Never asks for a token that has no table: tokens come from definitions. */
export function serviceTables(load: LoadServiceText): ServiceTables {
  const decoded = new Map<string, ServiceModel | undefined>();
  const read = (token: string): ServiceModel | undefined => {
    const text = tabledServices().has(token) ? load(token) : undefined;
    return text === undefined ? undefined : decodeService(text);
  };
  const service = (token: string): ServiceModel | undefined => {
    if (!decoded.has(token)) decoded.set(token, read(token));
    return decoded.get(token);
  };
  return { service };
}
