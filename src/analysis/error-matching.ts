/**
 * Which retrier or catcher takes an error: the first whose `ErrorEquals` names it, or a wildcard that covers it.
 * Three answers: a definite entry, none, or unknown when a name that is not known could take it before.
 */
import type { ErrorMatcher } from '../asl/model.ts';
import type { Node } from '../tree/node.ts';

export type Match<M extends ErrorMatcher> =
  | { readonly kind: 'match'; readonly matcher: M; readonly entry: Node; readonly byName: boolean }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' };

export function firstMatch<M extends ErrorMatcher>(matchers: readonly M[], error: string): Match<M> {
  for (const matcher of matchers) {
    if (!matcher.errorsKnown) return { kind: 'unknown' };
    const match = matchOne(matcher, error);
    if (match.kind !== 'none') return match;
  }
  return { kind: 'none' };
}

function matchOne<M extends ErrorMatcher>(matcher: M, error: string): Match<M> {
  let unknown = false;
  for (const entry of matcher.errors) {
    if (entry.kind === 'string') {
      const covers = coverage(entry.value, error);
      if (covers === 'yes') return { kind: 'match', matcher, entry, byName: entry.value === error };
      unknown ||= covers === 'unknown';
    } else {
      unknown ||= entry.kind === 'unknown';
    }
  }
  return unknown ? { kind: 'unknown' } : { kind: 'none' };
}

function coverage(name: string, error: string): 'yes' | 'no' | 'unknown' {
  if (name === error) return 'yes';
  switch (name) {
    case 'States.ALL':
      // The documentation and recordings of the service disagree on DataLimitExceeded; Runtime is never taken.
      if (error === 'States.Runtime') return 'no';
      return error === 'States.DataLimitExceeded' ? 'unknown' : 'yes';
    case 'States.TaskFailed':
      if (error === 'States.Timeout') return 'no';
      return error.startsWith('States.') ? 'unknown' : 'yes';
    default:
      return 'no';
  }
}
