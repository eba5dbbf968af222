/**
 * The same definition in every host gives the same findings at the same places. Each pure JSON fixture is wrapped by
 * machine; where its parts then stand is known from the wrapping itself, not from the reader under test. That a host
 * holds the definition it was given is judged by other readers.
 */
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/engine/diagnostic.ts';
import { lintFiles } from '../support/lint-files.ts';
import type { FileTable } from '../support/memory-files.ts';
import { TEMPLATE_RULES } from '../support/template-rules.ts';
import { HOSTS } from './hosts.ts';
import type { Host, Rehosted } from './hosts.ts';
import { PLAIN_FIXTURES, PLAIN_FIXTURES_BY_RULE } from '../support/plain-fixtures.ts';
import type { PlainFixture } from '../support/plain-fixtures.ts';
import { markedPart } from './plain-text.ts';
import { readBack } from './read-back.ts';
import { Random } from './random.ts';
import type { Span } from './encoding.ts';
import type { MarkedPart } from './written.ts';

interface Finding {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly state: string | undefined;
  readonly pointer: string | undefined;
}

const OPTIONS = { preset: 'all', skip: TEMPLATE_RULES } as const;

async function findingsOf(files: FileTable): Promise<readonly Diagnostic[]> {
  const { diagnostics } = await lintFiles(files, OPTIONS);
  return [...diagnostics].sort((a, b) => compare(sortKey(a), sortKey(b)) || a.primary.start - b.primary.start);
}

function sortKey({ pointer, rule, message }: Diagnostic): string {
  return `${pointer ?? ''} ${rule} ${message}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Each host names the machine in its own way. */
function withoutPlace({ rule, severity, message, state, pointer, machine }: Diagnostic): Finding {
  const nameless = message.replace(`State machine "${machine ?? ''}"`, 'State machine');
  return { rule, severity, message: nameless, state, pointer };
}

interface Baseline {
  readonly findings: readonly Finding[];
  /** What each of them marks. */
  readonly parts: readonly MarkedPart[];
}

const baselines = new Map<string, Promise<Baseline>>();

function baselineOf({ text }: PlainFixture): Promise<Baseline> {
  const known = baselines.get(text);
  if (known !== undefined) return known;
  const made = findingsOf({ 'machine.asl.json': text }).then((found) => ({
    findings: found.map(withoutPlace),
    parts: found.map(({ pointer, primary }) => markedPart(text, pointer ?? '', primary)),
  }));
  baselines.set(text, made);
  return made;
}

/** One comparison for all of a case: there are so many cases that each call of `expect` counts. */
async function checkHost(host: Host, fixture: PlainFixture): Promise<void> {
  const rehosted = host.write(fixture.definition, new Random(`${host.name} ${fixture.text}`));
  const { findings, parts } = await baselineOf(fixture);
  const spans = parts.map((part) => rehosted.locate(part));
  const found = await findingsOf(rehosted.files);
  expect({
    definition: readBack(rehosted),
    findings: found.map(withoutPlace),
    places: found.map(({ primary }, i) => ({
      file: primary.file.path,
      start: primary.start,
      text: markedText(rehosted, primary, spans[i]?.isBlock),
    })),
  }).toEqual({
    definition: fixture.definition,
    findings,
    places: spans.map((span) => ({
      file: rehosted.file,
      start: span.start,
      text: markedText(rehosted, span, span.isBlock),
    })),
  });
}

/** Which blank lines at its end belong to a block is not at issue. */
function markedText({ files, file }: Rehosted, { start, end }: Span, isBlock = false): string {
  const text = String(files[file]).slice(start, end);
  return isBlock ? text.trimEnd() : text;
}

describe.each(PLAIN_FIXTURES_BY_RULE)('%s', (_rule, fixtures) => {
  it.each(HOSTS.map((host) => [host.name, host] as const))('in %s', async (_, host) => {
    for (const fixture of fixtures) {
      await checkHost(host, fixture).catch((error: unknown) => {
        throw new Error(`${fixture.name} in ${host.name}: ${String(error)}`, { cause: error });
      });
    }
  });
});

describe('a host', () => {
  it('is tried with findings at keys, values and parts of strings', async () => {
    const parts = (await Promise.all(PLAIN_FIXTURES.map(baselineOf))).flatMap((baseline) => baseline.parts);
    const kinds = parts.map(({ part }) => (typeof part === 'string' ? part : 'text'));
    expect(PLAIN_FIXTURES.length).toBeGreaterThan(150);
    expect(new Set(kinds)).toEqual(new Set(['key', 'value', 'text']));
  });
});
