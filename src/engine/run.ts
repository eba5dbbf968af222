/**
 * Runs rules over the machines of a project: one walk for all rules, each machine dropped when it is done. Findings
 * come back as plain data. No I/O; a rule that throws becomes one `internal-error` finding and the others go on.
 */
import { MachineAnalyses } from '../analysis/index.ts';
import type { Analyses } from '../analysis/index.ts';
import { machinesWithin } from '../asl/model.ts';
import type { Declaration, Machine } from '../asl/model.ts';
import { SHIPPED_FACTS } from '../aws/facts.ts';
import type { Facts } from '../aws/facts.ts';
import type { ServiceTables } from '../aws/services/tables.ts';
import type { MigrationOf, TaskMigrations } from '../fixers/task-migration.ts';
import type { ParseJsonata } from '../expr/jsonata/expression.ts';
import type { ProjectItem } from '../project/load.ts';
import { INTERNAL_ERROR, PARSE_ERROR } from '../rules/reserved.ts';
import { readCommentFields } from '../suppression/comment-fields.ts';
import { DIRECTIVE_MARK } from '../suppression/directive.ts';
import type { Sight, Suppressions } from '../suppression/suppression.ts';
import type { HostSpan, Layer } from '../text/layer.ts';
import { isScriptPath } from '../text/script-path.ts';
import { hasPlaceholder } from '../text/placeholders.ts';
import { spanOf } from '../tree/node.ts';
import type { Place } from '../tree/node.ts';
import type { Diagnostic, LintResult, RunNote } from './diagnostic.ts';
import { DispatchTable } from './dispatch.ts';
import { bareDiagnostic, formatMessage, sortDiagnostics } from './report.ts';
import type { ActiveRule, RuleSelection } from './selection.ts';
import { filterSuppressed } from './suppress.ts';

/** Sees each machine after the rules, while its tree is still there. */
export type MachineObserver = (
  machine: Machine,
  analyses: Analyses,
  found: readonly Diagnostic[],
  migrationOf: MigrationOf,
) => void;

/** Looks at the code behind the Lambda tasks of a machine, before the rules do. */
export type Migrate = (machine: Machine, analyses: Analyses) => Promise<TaskMigrations>;

export interface LintExtras {
  readonly observe?: MachineObserver | undefined;
  readonly facts?: Facts | undefined;
  readonly migrate?: Migrate | undefined;
}

export async function lint(
  items: AsyncIterable<ProjectItem>,
  selection: RuleSelection,
  services: ServiceTables,
  extras: LintExtras = {},
): Promise<LintResult> {
  const run = new LintRun(selection, services, extras);
  for await (const item of items) await run.add(item);
  return run.result();
}

class LintRun {
  readonly #selection: RuleSelection;
  readonly #services: ServiceTables;
  readonly #facts: Facts;
  readonly #observe: MachineObserver | undefined;
  readonly #migrate: Migrate | undefined;
  readonly #table: DispatchTable;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #notes: RunNote[] = [];
  readonly #files = new Set<string>();
  /** What was said of the machines that are made at a place. */
  readonly #saidAt = new Map<string, Map<string, Saying>>();
  /** What was said of machines in source code, by the place that makes them. */
  readonly #foundInSource = new Map<string, Set<string>>();
  readonly #saidOfOptions = new Set<string>();
  /** What is said of machines made at one place, by each finding that says it. */
  readonly #sayings = new Map<Diagnostic, Saying>();
  readonly #suppressions: Suppressions[] = [];
  readonly #failed = new Set<string>();
  /** Places of texts that cannot be read. */
  readonly #unreadable: HostSpan[] = [];
  /** Declarations whose definition has not come yet. */
  readonly #undefined = new Set<Declaration>();
  #marked: { readonly layer: Layer; readonly isMarked: boolean } | undefined;
  readonly #groups = new Map<string, readonly string[]>();
  #machineCount = 0;
  #stateCount = 0;
  #parseJsonata: ParseJsonata | undefined;

  constructor(selection: RuleSelection, services: ServiceTables, extras: LintExtras) {
    const { observe, migrate, facts = SHIPPED_FACTS } = extras;
    this.#selection = selection;
    this.#services = services;
    this.#observe = observe;
    this.#migrate = migrate;
    this.#facts = facts;
    this.#table = new DispatchTable(selection.active, facts);
  }

  async add(item: ProjectItem): Promise<void> {
    switch (item.kind) {
      case 'file':
        this.#files.add(item.path);
        return;
      case 'note':
        this.#notes.push({ text: item.text, span: item.span });
        return;
      case 'program':
        if (item.paths.length > 1) this.#groups.set(item.paths.join('\0'), item.paths);
        return;
      case 'suppressions':
        this.#suppressions.push(item.read);
        return;
      case 'problem':
        this.#unreadable.push(item.span);
        this.#addProblem(item);
        return;
      case 'declaration':
        this.#addDeclaration(item.declaration);
        return;
      case 'machine':
        await this.#addMachine(item.machine);
        return;
    }
  }

  result(): LintResult {
    const facts = { selection: this.#selection, failed: this.#failed, unread: this.#unread };
    const { kept, suppressed } = filterSuppressed(this.#counted(), this.#suppressions, facts);
    const hidden = new Map(suppressed.map((entry) => [entry.diagnostic, entry]));
    const found = sortDiagnostics([...kept, ...hidden.keys()]);
    return {
      diagnostics: hidden.size === 0 ? found : found.filter((diagnostic) => !hidden.has(diagnostic)),
      suppressed: hidden.size === 0 ? [] : found.flatMap((diagnostic) => hidden.get(diagnostic) ?? []),
      found,
      notes: this.#notes,
      files: [...this.#files].sort(),
      unread: new Set(this.#unreadable.map(({ file }) => file.path)),
      fileGroups: [...this.#groups.values()],
      machineCount: this.#machineCount,
      stateCount: this.#stateCount,
    };
  }

  get #unread(): readonly HostSpan[] {
    const undefinedAt = [...this.#undefined].flatMap(({ resource }) =>
      resource === undefined ? [] : [spanOf(resource.key)],
    );
    return [...this.#unreadable, ...undefinedAt];
  }

  #addProblem({ span, message: problem, machine, fault }: Extract<ProjectItem, { kind: 'problem' }>): void {
    const what = machine === undefined ? span.file.path : `The definition of "${machine}"`;
    const data = { what, problem };
    const severity = this.#selection.reserved(PARSE_ERROR, span.file.path);
    if (severity === undefined) {
      this.#notes.push({ text: `${what} cannot be read, and parse-error is switched off`, span });
      return;
    }
    const message = formatMessage(PARSE_ERROR, fault, data);
    const serviceCode = PARSE_ERROR.messages[fault]?.serviceCode;
    this.#diagnostics.push({ ...bareDiagnostic(PARSE_ERROR.id, severity, message, span), serviceCode, machine, data });
  }

  #addDeclaration(declaration: Declaration): void {
    const resource = declaration.resource;
    if (declaration.definition.kind !== 'none') this.#undefined.add(declaration);
    const span = resource?.key.layer.toHost(resource.key);
    const onFailure = (rule: ActiveRule, error: unknown): void => {
      if (span !== undefined) this.#addFailure(rule, error, declaration.name, span);
    };
    this.#addAll(this.#firstAt(this.#table.declaration(declaration, onFailure)));
  }

  async #addMachine(machine: Machine): Promise<void> {
    this.#machineCount++;
    for (const declaration of machine.declarations) this.#undefined.delete(declaration);
    if (this.#isMarked(machine.written.layer)) this.#addCommentFields(machine);
    const analyses = new MachineAnalyses(machine, await this.#loadJsonata(machine), this.#services, this.#facts);
    const span = machine.node.layer.toHost({ start: machine.node.start, end: machine.node.start + 1 });
    const onFailure = (rule: ActiveRule, error: unknown): void => this.#addFailure(rule, error, machine.name, span);
    const migrationOf = await this.#migrationOf(machine, analyses);
    const { diagnostics, stateCount } = this.#table.machine(machine, { analyses, migrationOf }, onFailure);
    this.#addAll(this.#notInSource(machine, this.#newAt(machine, diagnostics)));
    this.#addGroup(machine);
    this.#stateCount += stateCount;
    this.#observe?.(machine, analyses, diagnostics, migrationOf);
  }

  /** Where reading the handlers fails, the rules that ask for them fail. */
  async #migrationOf(machine: Machine, analyses: Analyses): Promise<MigrationOf> {
    try {
      const found = await this.#migrate?.(machine, analyses);
      return (state) => found?.get(state);
    } catch (error) {
      return () => {
        throw error;
      };
    }
  }

  /** What is said of source code is not said again of what CDK makes of it. */
  #notInSource({ declarations: [declaration] }: Machine, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
    const own = declaration?.resource?.key;
    const made = declaration?.source?.machine;
    if (own !== undefined && isScriptPath(spanOf(own).file.path)) {
      const said = this.#foundInSource.get(siteOf(own)) ?? new Set<string>();
      for (const diagnostic of diagnostics) said.add(subjectOf(diagnostic));
      this.#foundInSource.set(siteOf(own), said);
    }
    const said = made === undefined ? undefined : this.#foundInSource.get(siteOf(made));
    return said === undefined ? diagnostics : diagnostics.filter((diagnostic) => !said.has(subjectOf(diagnostic)));
  }

  /** Source code may make several machines at one place: what holds for all of them is said once. */
  #newAt({ declarations }: Machine, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
    const key = declarations[0]?.resource?.key;
    if (key === undefined) return diagnostics;
    const { file, start } = spanOf(key);
    if (!isScriptPath(file.path)) return diagnostics;
    const site = `${start}:${file.path}`;
    const said = this.#saidAt.get(site) ?? new Map<string, Saying>();
    this.#saidAt.set(site, said);
    const added = diagnostics.filter((diagnostic) => !said.has(wording(diagnostic)));
    for (const [text, same] of byWording(diagnostics)) {
      const fixes = writtenFixes(same);
      const saying = said.get(text) ?? { times: 0, fixes, differs: false };
      saying.times += 1;
      saying.differs ||= saying.fixes !== fixes;
      said.set(text, saying);
      for (const diagnostic of same) this.#sayings.set(diagnostic, saying);
    }
    return added;
  }

  /** What is said of an option is said once, however many machines the code makes there. */
  #firstAt(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
    return diagnostics.filter(({ rule, primary }) => {
      if (!isScriptPath(primary.file.path)) return true;
      const key = `${rule} ${primary.start} ${primary.file.path}`;
      return !this.#saidOfOptions.has(key) && this.#saidOfOptions.add(key);
    });
  }

  #counted(): readonly Diagnostic[] {
    if (this.#sayings.size === 0) return this.#diagnostics;
    return this.#diagnostics.map((diagnostic) => {
      const { times: timesSaid = 1, differs = false } = this.#sayings.get(diagnostic) ?? {};
      const own = differs ? withoutFixes(diagnostic) : diagnostic;
      return timesSaid === 1 ? own : { ...own, timesSaid };
    });
  }

  /** Asked once for all machines in a row that share a text. */
  #isMarked(layer: Layer): boolean {
    if (this.#marked?.layer !== layer) this.#marked = { layer, isMarked: layer.text.includes(DIRECTIVE_MARK) };
    return this.#marked.isMarked;
  }

  #addCommentFields(machine: Machine): void {
    this.#suppressions.push(readCommentFields(machine, sightOf(machine)));
  }

  #addGroup(machine: Machine): void {
    const files = new Set(
      [machine.written, ...machine.declarations.flatMap(({ template }) => template ?? [])].map(fileOf),
    );
    if (files.size > 1) this.#groups.set([...files].join('\0'), [...files]);
  }

  /** One by one: a call takes only so many arguments. */
  #addAll(diagnostics: readonly Diagnostic[]): void {
    for (const diagnostic of diagnostics) this.#diagnostics.push(diagnostic);
  }

  /** The JSONata parser is loaded for the first machine that has such states. */
  async #loadJsonata(machine: Machine): Promise<ParseJsonata | undefined> {
    if (!usesJsonata(machine)) return undefined;
    this.#parseJsonata ??= (await import('../expr/jsonata/parse.ts')).parseJsonata;
    return this.#parseJsonata;
  }

  #addFailure(rule: ActiveRule, error: unknown, machine: string, span: HostSpan): void {
    this.#failed.add(rule.module.meta.id);
    const problem = describe(error);
    const data = { rule: rule.module.meta.id, machine, problem };
    const message = formatMessage(INTERNAL_ERROR, 'failed', data);
    this.#diagnostics.push({ ...bareDiagnostic(INTERNAL_ERROR.id, 'error', message, span), machine, data });
  }
}

function siteOf(place: Place): string {
  const { file, start } = spanOf(place);
  return `${start}:${file.path}`;
}

/** What a finding is about, wherever the definition is written. */
function subjectOf({ rule, statePath, pointer }: Diagnostic): string {
  return JSON.stringify([rule, statePath, pointer]);
}

function byWording(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, readonly Diagnostic[]> {
  const found = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const text = wording(diagnostic);
    const known = found.get(text);
    if (known === undefined) found.set(text, [diagnostic]);
    else known.push(diagnostic);
  }
  return found;
}

/** What is said of several machines that source code makes at one place. */
interface Saying {
  /** Of how many of them. */
  times: number;
  /** What is offered for the first one. */
  readonly fixes: string;
  /** Whether something else is offered for another. */
  differs: boolean;
}

function writtenFixes(diagnostics: readonly Diagnostic[]): string {
  const fixes = diagnostics.flatMap((diagnostic) => diagnostic.fixes);
  return JSON.stringify(
    fixes.map(({ title, edits, files = [] }) => [
      title,
      edits.map(({ file, start, end, text }) => [file.path, start, end, text]),
      files,
    ]),
  );
}

/** One edit cannot be right for machines of which each wants another. */
function withoutFixes(diagnostic: Diagnostic): Diagnostic {
  const reason = 'the code makes several state machines here, and they would need different changes';
  const gone = diagnostic.fixes
    .filter(({ edits }) => edits.length > 0)
    .map(({ title, safety }) => ({ title, safety, reason }));
  const fixes = diagnostic.fixes.filter(({ edits }) => edits.length === 0);
  return { ...diagnostic, fixes, refusedFixes: [...diagnostic.refusedFixes, ...gone] };
}

function wording({ rule, message, primary }: Diagnostic): string {
  return `${rule} ${primary.start} ${primary.file.path} ${message}`;
}

function sightOf({ declarations, written }: Machine): Sight {
  if (declarations.some(({ resource }) => resource !== undefined)) return 'full';
  return hasPlaceholder(written.layer.text) ? 'placeholders' : 'definitionAlone';
}

function fileOf(place: Place): string {
  return spanOf(place).file.path;
}

function usesJsonata(machine: Machine): boolean {
  if (machine.queryLanguage === 'JSONata') return true;
  for (const nested of machinesWithin(machine)) {
    if (nested.states.some((state) => state.queryLanguage === 'JSONata')) return true;
  }
  return false;
}

/** What was thrown may be anything, even something that cannot be made text. */
function describe(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const message = 'message' in error ? error.message : undefined;
  return typeof message === 'string' ? message : 'something that is no error was thrown';
}
