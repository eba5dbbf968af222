/**
 * The `sarif` format: SARIF 2.1.0, one run, written so that GitHub code scanning shows everything it can.
 * The same result gives the same bytes: no times, no machine paths, no arguments.
 *
 * Limits: more findings than the service accepts are cut, the gravest kept, with a notification that says so; one fix
 * per result, since consumers take the last of a file; a plan is never offered as a fix, since it must not be applied
 * unread. What is suppressed is left out unless it is asked for, because services show it as if it were not. The category (`automationDetails`) is left to whoever uploads.
 */
import type {
  Artifact,
  ArtifactLocation,
  Fix,
  Invocation,
  Location,
  Log,
  Notification,
  PropertyBag,
  Region,
  ReportingDescriptor,
  Result,
} from 'sarif';
import { fingerprints } from '../engine/fingerprint.ts';
import type { Diagnostic, LintResult, RunNote } from '../engine/diagnostic.ts';
import type { Severity } from '../rules/rule.ts';
import type { HostSpan, TextEdit } from '../text/layer.ts';
import type { SourceFile } from '../text/source-file.ts';
import { artifactUri } from './artifact-uri.ts';
import { externalRegion } from './external-region.ts';
import { toJsonText } from './json-text.ts';
import { findingsToReport } from './reported-findings.ts';
import type { ReportedFinding } from './reported-findings.ts';
import type { Reporter, RenderOptions } from './reporter.ts';
import { safestFix } from './result-counts.ts';
import { lineHashes } from './sarif-line-hash.ts';
import { plainText, resultText } from './sarif-message.ts';
import { declareRules } from './sarif-rules.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const ROOT = '%SRCROOT%';
/** More results than this in a run, and the service refuses the whole file. */
const MOST_RESULTS = 25_000;
/** More related locations than this are not shown. */
const MOST_RELATED = 100;

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/** Findings that say something was not checked; they are notifications as well as results. */
const FAILURES: readonly string[] = ['internal-error', 'parse-error'];
const RUN_NOTE = 'run-note';

/** Sorted by id. */
const NOTIFICATIONS: ReportingDescriptor[] = [
  {
    id: 'internal-error',
    shortDescription: { text: 'A rule failed while it was checking a file.' },
    defaultConfiguration: { level: 'error' },
  },
  {
    id: 'parse-error',
    shortDescription: { text: 'A file could not be parsed.' },
    defaultConfiguration: { level: 'error' },
  },
  {
    id: RUN_NOTE,
    shortDescription: { text: 'Something about the run, such as a definition that was not read.' },
    defaultConfiguration: { level: 'note' },
  },
];

export const renderSarif: Reporter = (result, options) => toJsonText(toLog(result, options));

/** A diagnostic with its fingerprint, which depends on those left out as well. */
interface Finding extends ReportedFinding {
  readonly fingerprint: string;
}

function toLog(result: LintResult, options: RenderOptions): Log {
  const all = withFingerprints(result, options);
  const findings = keepGravest(all);
  const rules = declareRules(options.rules);
  const places = new Places(findings);
  const hashes = new HashCache();
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: toDriver(rules, options.version) },
        columnKind: 'utf16CodeUnits',
        newlineSequences: ['\r\n', '\n', '\r'],
        originalUriBaseIds: { [ROOT]: { description: { text: 'The root of the repository that was checked.' } } },
        invocations: [toInvocation(result, { reported: all.length, kept: findings.length }, options.exitCode, places)],
        artifacts: places.artifacts,
        results: toResults(findings, rules, places, hashes, result.hasBaseline === true),
      },
    ],
  };
}

function toDriver(rules: ReportingDescriptor[], version: string) {
  return {
    name: 'sfn-lint',
    fullName: `sfn-lint ${version}`,
    version,
    semanticVersion: version,
    rules,
    notifications: NOTIFICATIONS,
  };
}

function withFingerprints(result: LintResult, options: RenderOptions): readonly Finding[] {
  const all = fingerprints(result.found);
  const byDiagnostic = new Map(result.found.map((diagnostic, index) => [diagnostic, all[index] ?? '']));
  return findingsToReport(result, options).map(({ diagnostic, suppression }) => ({
    diagnostic,
    suppression,
    fingerprint: byDiagnostic.get(diagnostic) ?? '',
  }));
}

/** Drops the mildest when there are too many; what is kept stays in order. */
function keepGravest(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= MOST_RESULTS) return findings;
  const byRank = [...findings].sort((a, b) => RANK[a.diagnostic.severity] - RANK[b.diagnostic.severity]);
  const kept = new Set(byRank.slice(0, MOST_RESULTS));
  return findings.filter((finding) => kept.has(finding));
}

function toResults(
  findings: readonly Finding[],
  rules: readonly ReportingDescriptor[],
  places: Places,
  hashes: HashCache,
  hasBaseline: boolean,
): Result[] {
  const ruleIndex = new Map(rules.map(({ id }, index) => [id, index]));
  return findings.map(({ diagnostic, suppression, fingerprint }): Result => {
    const related = diagnostic.related.slice(0, MOST_RELATED);
    return {
      ruleId: diagnostic.rule,
      ruleIndex: ruleIndex.get(diagnostic.rule) ?? -1,
      level: diagnostic.severity,
      message: { text: resultText(diagnostic, related) },
      locations: [places.location(diagnostic.primary)],
      ...(related.length === 0
        ? {}
        : { relatedLocations: related.map((place, index) => toRelated(place, index, places)) }),
      partialFingerprints: {
        primaryLocationLineHash: hashes.lineHash(diagnostic.primary),
        'sfnLint/v1': fingerprint,
      },
      ...(suppression === undefined ? {} : { suppressions: [{ ...suppression, status: 'accepted' }] }),
      ...(hasBaseline ? { baselineState: suppression?.kind === 'external' ? 'unchanged' : 'new' } : {}),
      ...toFixes(diagnostic, places),
      properties: toProperties(diagnostic),
    };
  });
}

function toRelated(place: Diagnostic['related'][number], index: number, places: Places): Location {
  return { id: index + 1, ...places.location(place.span), message: { text: plainText(place.note) } };
}

function toFixes(diagnostic: Diagnostic, places: Places): { fixes?: Fix[] } {
  const fix = safestFix(diagnostic);
  if (fix === undefined || fix.safety === 'plan' || fix.edits.length === 0) return {};
  const byFile = new Map<SourceFile, TextEdit[]>();
  for (const edit of fix.edits) {
    const edits = byFile.get(edit.file);
    if (edits === undefined) byFile.set(edit.file, [edit]);
    else edits.push(edit);
  }
  const artifactChanges = [...byFile].map(([file, edits]) => ({
    artifactLocation: places.artifact(file),
    // A deletion states its empty text, because consumers read it without looking whether it is there.
    replacements: edits.map((edit) => ({
      deletedRegion: toRegion({ ...edit, exact: true }),
      insertedContent: { text: edit.text },
    })),
  }));
  return { fixes: [{ description: { text: plainText(fix.title) }, artifactChanges }] };
}

function toProperties(diagnostic: Diagnostic): PropertyBag {
  const { pointer, state, machine } = diagnostic;
  const fix = safestFix(diagnostic);
  return {
    ...(pointer === undefined ? {} : { jsonPointer: pointer }),
    ...(state === undefined ? {} : { stateName: state }),
    ...(machine === undefined ? {} : { stateMachine: machine }),
    ...(fix === undefined ? {} : { fixSafety: fix.safety }),
  };
}

function toInvocation(
  result: LintResult,
  { reported, kept }: { readonly reported: number; readonly kept: number },
  exitCode: number,
  places: Places,
): Invocation {
  const failures = result.diagnostics.filter(({ rule }) => FAILURES.includes(rule));
  const leftOut = reported - kept;
  return {
    executionSuccessful: failures.length === 0,
    exitCode,
    toolExecutionNotifications: [
      ...failures.map(({ rule, message, primary }) => toNotification(rule, 'error', message, primary, places)),
      ...(leftOut === 0 ? [] : [leftOutNotification(leftOut, places)]),
      ...result.notes.map(({ text, span }: RunNote) => toNotification(RUN_NOTE, 'note', text, span, places)),
    ],
  };
}

function leftOutNotification(count: number, places: Places): Notification {
  const text = `${count} findings of the lowest severity were left out; a run may hold ${MOST_RESULTS} results.`;
  return toNotification(RUN_NOTE, 'warning', text, undefined, places);
}

function toNotification(
  id: string,
  level: Severity,
  text: string,
  span: HostSpan | undefined,
  places: Places,
): Notification {
  return {
    level,
    message: { text: plainText(text) },
    ...(span === undefined ? {} : { locations: [places.location(span)] }),
    descriptor: { id, index: NOTIFICATIONS.findIndex((descriptor) => descriptor.id === id) },
  };
}

function toRegion(span: HostSpan): Region {
  return { ...externalRegion(span) };
}

/** Locations in files, with the table of files that have results. */
class Places {
  readonly artifacts: Artifact[] = [];
  readonly #indexes = new Map<string, number>();

  constructor(findings: readonly Finding[]) {
    for (const { diagnostic } of findings) this.#enter(diagnostic.primary.file);
  }

  #enter(file: SourceFile): void {
    if (this.#indexes.has(file.path)) return;
    this.#indexes.set(file.path, this.artifacts.length);
    this.artifacts.push({ location: toArtifactLocation(file) });
  }

  artifact(file: SourceFile): ArtifactLocation {
    const index = this.#indexes.get(file.path);
    return { ...toArtifactLocation(file), ...(index === undefined ? {} : { index }) };
  }

  location(span: HostSpan): Location {
    return { physicalLocation: { artifactLocation: this.artifact(span.file), region: toRegion(span) } };
  }
}

/** A base together with an absolute URI would contradict each other. */
function toArtifactLocation(file: SourceFile): ArtifactLocation {
  const { uri, isRelative } = artifactUri(file.path);
  return isRelative ? { uri, uriBaseId: ROOT } : { uri };
}

/** Line hashes, computed once per file and only for files with results. */
class HashCache {
  readonly #byFile = new Map<SourceFile, readonly string[]>();

  lineHash(span: HostSpan): string {
    let hashes = this.#byFile.get(span.file);
    if (hashes === undefined) {
      hashes = lineHashes(span.file.text);
      this.#byFile.set(span.file, hashes);
    }
    return hashes[externalRegion(span).startLine - 1] ?? '';
  }
}
