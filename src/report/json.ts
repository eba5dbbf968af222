/** The `json` format: the data of the report as it is. */
import { toJsonText } from '../reporters/json-text.ts';
import type { ProjectReport } from './machine-report.ts';

export function renderJson({ machines, others }: ProjectReport): string {
  return toJsonText({ machines, others });
}
