/** The service tables as files of a folder, each read when a definition uses its service. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { serviceTables } from '../aws/services/tables.ts';
import type { ServiceTables } from '../aws/services/tables.ts';

export function readServiceTables(folder: string): ServiceTables {
  return serviceTables((token) => {
    try {
      return readFileSync(path.join(folder, `${token}.json`), 'utf8');
    } catch {
      // Without its table a service is unknown, and nothing is said of it.
      return undefined;
    }
  });
}
