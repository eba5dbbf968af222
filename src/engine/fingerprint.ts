/**
 * Gives each finding a name that outlives edits elsewhere in the file, for baselines and code-scanning services.
 * Made of rule, file, machine, state path and the finding's own data; lines and columns play no part.
 *
 * Limits: findings alike in all of these are told apart only by their order, so taking one away renames those after it.
 */
import { createHash } from 'node:crypto';
import type { Diagnostic } from './diagnostic.ts';

const LENGTH = 32;

/** One fingerprint per diagnostic, in the same order: 32 lower-case hex digits. */
export function fingerprints(diagnostics: readonly Diagnostic[]): readonly string[] {
  const seen = new Map<string, number>();
  return diagnostics.map((diagnostic) => {
    const identity = identityOf(diagnostic);
    const ordinal = seen.get(identity) ?? 0;
    seen.set(identity, ordinal + 1);
    return createHash('sha256').update(`${identity}\n${ordinal}`).digest('hex').slice(0, LENGTH);
  });
}

/** JSON keeps the parts apart, and unpaired surrogates distinct where UTF-8 would not. */
function identityOf({ rule, primary, machine, statePath, state, data }: Diagnostic): string {
  const path = [...statePath, ...(state === undefined ? [] : [state])].map(normalise);
  return JSON.stringify([rule, normalise(primary.file.path), normalise(machine ?? ''), path, normaliseData(data)]);
}

function normaliseData(data: Diagnostic['data']): readonly (readonly [string, string | number])[] {
  return Object.entries(data)
    .map(([key, value]) => [normalise(key), typeof value === 'string' ? normalise(value) : value] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function normalise(text: string): string {
  return text.normalize('NFC');
}
