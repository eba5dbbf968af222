/** Findings as the lines of an expected file: `LINE:COL-LINE:COL SEVERITY RULE: MESSAGE`, in a project with the file. */
import type { Diagnostic } from '../../src/engine/diagnostic.ts';

export function findingLine({ primary, severity, rule, message }: Diagnostic, withFile: boolean): string {
  const start = primary.file.position(primary.start);
  const end = primary.file.position(primary.end);
  const place = `${start.line}:${start.column}-${end.line}:${end.column}`;
  return `${withFile ? `${primary.file.path}:` : ''}${place} ${severity} ${rule}: ${message}`;
}
