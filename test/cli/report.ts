/** The `json` report as the contract words it, for tests to read. */
import type { Run } from './workspace.ts';

export interface JsonPosition {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

export interface JsonPlace {
  readonly file: string;
  readonly start: JsonPosition;
  readonly end: JsonPosition;
}

export interface JsonFinding extends JsonPlace {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'note';
  readonly message: string;
  readonly machine?: string;
  readonly state?: string;
  readonly pointer?: string;
  readonly related: readonly (JsonPlace & { readonly message: string })[];
  readonly fixes: readonly {
    readonly title: string;
    readonly safety: string;
    readonly edits: readonly (JsonPlace & { readonly text: string })[];
  }[];
}

export interface JsonReport {
  readonly findings: readonly JsonFinding[];
  readonly summary: Readonly<Record<string, unknown>>;
}

export interface PrintedMachines {
  readonly machines: readonly { readonly name: string; readonly file: string; readonly definition: unknown }[];
}

export function reportOf({ out }: Run): JsonReport {
  return JSON.parse(out) as JsonReport;
}

export function findingsOf(run: Run): readonly JsonFinding[] {
  return reportOf(run).findings;
}

/** The ids of the rules that found something, sorted, each once. */
export function rulesIn(run: Run): readonly string[] {
  return [...new Set(findingsOf(run).map(({ rule }) => rule))].sort();
}

/** `rule file:line:column` of every finding, in the order of the report. */
export function placesIn(run: Run): readonly string[] {
  return findingsOf(run).map(({ rule, file, start }) => `${rule} ${file}:${start.line}:${start.column}`);
}

export function machinesOf({ out }: Run): PrintedMachines['machines'] {
  return (JSON.parse(out) as PrintedMachines).machines;
}

/** The position of `text` in a file, counted here from the text alone: UTF-16 units, lines end at CRLF, LF or CR. */
export function positionOf(content: string, text: string): JsonPosition {
  const offset = content.indexOf(text);
  if (offset < 0) throw new Error(`not in the text: ${text}`);
  return positionAt(content, offset);
}

export function positionAt(content: string, offset: number): JsonPosition {
  const before = content.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: before.length, column: (before.at(-1) ?? '').length + 1, offset };
}
