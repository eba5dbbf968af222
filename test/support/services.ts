/** The service tables as the repository holds them. */
import path from 'node:path';
import { readServiceTables } from '../../src/cli/service-files.ts';

export const SERVICES = readServiceTables(path.resolve(import.meta.dirname, '../../src/aws/services/data'));
