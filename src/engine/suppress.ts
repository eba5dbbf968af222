/**
 * The filter between the rules and the result: which findings a suppression covers, and which suppressions cover
 * nothing. Of several that cover a finding the innermost counts as used. Plain data in, plain data out.
 *
 * Limits: says nothing of a suppression where a run sees less than there is: its rule is switched off there or failed,
 * some of its messages belong to another preset, or a definition or its template was not read.
 */
import { INVALID_SUPPRESSION, RESERVED_RULES, SUPPRESSIBLE_RESERVED, UNUSED_SUPPRESSION } from '../rules/reserved.ts';
import type { RuleMeta } from '../rules/rule.ts';
import { IntervalIndex } from '../suppression/interval-index.ts';
import type { FaultySuppression, Scope, Suppression, Suppressions } from '../suppression/suppression.ts';
import type { HostSpan } from '../text/layer.ts';
import { NearNames } from '../text/near-name.ts';
import type { Range } from '../text/source-file.ts';

import type { Diagnostic, SuppressedDiagnostic } from './diagnostic.ts';
import { bareDiagnostic, formatHelp, formatMessage } from './report.ts';
import type { RuleSelection } from './selection.ts';
import { removalFix } from './suppression-removal.ts';

/** What a run knows that decides whether nothing found means that there is nothing. */
export interface RunFacts {
  readonly selection: RuleSelection;
  /** Rules that failed somewhere. */
  readonly failed: ReadonlySet<string>;
  /** Places of what was not read, and of the declarations whose definition was not. */
  readonly unread: readonly HostSpan[];
}

export interface Filtered {
  readonly kept: readonly Diagnostic[];
  readonly suppressed: readonly SuppressedDiagnostic[];
}

/** Findings of the suppressions themselves are among those that are kept. */
export function filterSuppressed(
  diagnostics: readonly Diagnostic[],
  read: readonly Suppressions[],
  facts: RunFacts,
): Filtered {
  if (read.length === 0) return { kept: diagnostics, suppressed: [] };
  const filter = new SuppressionFilter(facts);
  for (const { suppressions, faults } of read) {
    for (const suppression of suppressions) filter.add(suppression);
    for (const fault of faults) filter.addFault(fault);
  }
  return filter.apply(diagnostics);
}

/** Enough to name the right id for hundreds of different misspelt ones. */
const MOST_COMPARISONS = 100_000;

interface Covering extends Range {
  readonly suppression: Suppression;
  isUsed: boolean;
}

/** What is suppressed of one rule in one file. */
class RuleScopes {
  readonly nodes = new IntervalIndex<Covering>();
  readonly stretches = new IntervalIndex<Covering>();
  readonly declarations = new IntervalIndex<Covering>();

  add(covering: Covering, kind: Scope['kind']): void {
    if (kind === 'stretch') this.stretches.add(covering);
    else this.nodes.add(covering);
    if (kind === 'declaration') this.declarations.add(covering);
  }

  at({ start, end }: HostSpan): Covering | undefined {
    const node = this.nodes.innermost({ start, end });
    const stretch = this.stretches.innermost({ start, end: start + 1 });
    if (node === undefined || stretch === undefined) return node ?? stretch;
    return stretch.start > node.start ? stretch : node;
  }
}

class SuppressionFilter {
  readonly #facts: RunFacts;
  readonly #nearIds: NearNames;
  readonly #all: Covering[] = [];
  readonly #own: Diagnostic[] = [];
  readonly #byFile = new Map<string, Map<string, RuleScopes>>();

  constructor(facts: RunFacts) {
    this.#facts = facts;
    this.#nearIds = new NearNames(facts.selection.knownIds, MOST_COMPARISONS);
  }

  add(suppression: Suppression): void {
    const { rule, scope, id } = suppression;
    if (!this.#facts.selection.knownIds.has(rule)) {
      this.#addUnknown(rule, id);
      return;
    }
    if (isUnsuppressible(rule)) {
      this.#report(INVALID_SUPPRESSION, 'notSuppressible', id, { rule });
      return;
    }
    const { start, end } = scope.span;
    const covering: Covering = { start, end, suppression, isUsed: false };
    this.#all.push(covering);
    const byRule = emplace(this.#byFile, scope.span.file.path, () => new Map<string, RuleScopes>());
    emplace(byRule, rule, () => new RuleScopes()).add(covering, scope.kind);
  }

  addFault({ fault, span, data, removal = span }: FaultySuppression): void {
    if (fault === 'endsNothing') this.#report(UNUSED_SUPPRESSION, fault, span, data, { removal });
    else this.#report(INVALID_SUPPRESSION, fault, span, data);
  }

  apply(diagnostics: readonly Diagnostic[]): Filtered {
    const kept: Diagnostic[] = [];
    const suppressed: SuppressedDiagnostic[] = [];
    for (const diagnostic of diagnostics) {
      const covering = this.#covering(diagnostic);
      if (covering === undefined) kept.push(diagnostic);
      else {
        covering.isUsed = true;
        suppressed.push({ diagnostic, kind: 'inSource', reason: covering.suppression.reason });
      }
    }
    for (const covering of this.#all) if (!covering.isUsed) this.#addUnused(covering.suppression);
    return { kept: [...kept, ...this.#own], suppressed };
  }

  #covering({ rule, primary, anchor, declaredAt }: Diagnostic): Covering | undefined {
    const at = (span: HostSpan): RuleScopes | undefined => this.#byFile.get(span.file.path)?.get(rule);
    return (
      at(primary)?.at(primary) ??
      (anchor === undefined ? undefined : at(anchor)?.at(anchor)) ??
      (declaredAt === undefined ? undefined : at(declaredAt)?.declarations.innermost(declaredAt))
    );
  }

  #addUnknown(rule: string, at: HostSpan): void {
    const near = this.#nearIds.near(rule);
    if (near === undefined) this.#report(INVALID_SUPPRESSION, 'unknownRule', at, { rule });
    else this.#report(INVALID_SUPPRESSION, 'misspeltRule', at, { rule, near });
  }

  #addUnused(suppression: Suppression): void {
    const { rule, scope, id, sight } = suppression;
    if (sight === 'placeholders' || !this.#hasRun(rule, scope)) return;
    if (sight === 'definitionAlone' && this.#facts.selection.needsTemplate(rule)) return;
    this.#report(UNUSED_SUPPRESSION, 'unused', id, { rule }, suppression);
  }

  /** Whether the rule has looked at all that a suppression covers. */
  #hasRun(rule: string, { span }: Scope): boolean {
    const { selection, failed, unread } = this.#facts;
    if (failed.has(rule) || !selection.runsThroughout(rule, span.file.path)) return false;
    return !unread.some(({ file, start, end }) => file.path === span.file.path && start < span.end && end > span.start);
  }

  #report(
    meta: RuleMeta,
    message: string,
    at: HostSpan,
    data: Diagnostic['data'],
    unused?: Pick<Suppression, 'removal' | 'valueChange'>,
  ): void {
    const severity = this.#facts.selection.reserved(meta, at.file.path);
    if (severity === undefined) return;
    const text = formatMessage(meta, message, data);
    const help = formatHelp(meta, message, data);
    const fix = unused === undefined ? {} : removalFix(unused);
    this.#own.push({ ...bareDiagnostic(meta.id, severity, text, at), help, data, ...fix });
  }
}

function isUnsuppressible(rule: string): boolean {
  return RESERVED_RULES.some(({ id }) => id === rule) && !SUPPRESSIBLE_RESERVED.includes(rule);
}

function emplace<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
