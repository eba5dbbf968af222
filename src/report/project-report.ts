/** Gathers the reports of a run: machines as they are looked at, and their findings once the run is over. */
import type { Analyses } from '../analysis/index.ts';
import type { Machine } from '../asl/model.ts';
import type { Diagnostic, LintResult } from '../engine/diagnostic.ts';
import type { MigrationOf } from '../fixers/task-migration.ts';
import { reportFindings, reportMachine, withFindings } from './build-report.ts';
import type { MachineReport, ProjectReport } from './machine-report.ts';

export class ReportBuilder {
  readonly #reports: MachineReport[] = [];
  /** Which report a finding belongs to, by its place in the list. */
  readonly #owners = new Map<Diagnostic, number>();
  /** The same by where a machine is declared and by which name. */
  readonly #declared = new Map<string, number>();

  readonly add = (
    machine: Machine,
    analyses: Analyses,
    found: readonly Diagnostic[],
    migrationOf: MigrationOf,
  ): void => {
    const index = this.#reports.length;
    const report = reportMachine(machine, analyses, migrationOf);
    this.#reports.push(report);
    for (const diagnostic of found) this.#owners.set(diagnostic, index);
    for (const { name, place } of report.declarations) this.#declared.set(declarationKey(place.file, name), index);
  };

  finish({ diagnostics }: LintResult, version: string): ProjectReport {
    const found = this.#reports.map((): Diagnostic[] => []);
    const others: Diagnostic[] = [];
    for (const diagnostic of diagnostics) (found[this.#ownerOf(diagnostic) ?? -1] ?? others).push(diagnostic);
    const machines = this.#reports.map((report, i) => withFindings(report, found[i] ?? []));
    return { version, machines: machines.sort(byPlace), others: reportFindings(others) };
  }

  #ownerOf(diagnostic: Diagnostic): number | undefined {
    const owner = this.#owners.get(diagnostic);
    if (owner !== undefined || diagnostic.machine === undefined) return owner;
    return this.#declared.get(declarationKey(diagnostic.primary.file.path, diagnostic.machine));
  }
}

function declarationKey(file: string, name: string): string {
  return JSON.stringify([file, name]);
}

function byPlace({ place: a, name: x }: MachineReport, { place: b, name: y }: MachineReport): number {
  return compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(x, y);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
