/** A retrier repeats a model or agent call after an error that no repetition can mend. */
import { firstMatch } from '../../analysis/error-matching.ts';
import type { AiCall } from '../../asl/integrations.ts';
import type { Retrier, TaskState } from '../../asl/model.ts';
import { AI_ERRORS } from '../../aws/ai-errors.ts';
import type { Node } from '../../tree/node.ts';
import { defineRule } from '../rule.ts';
import { upToTimes, enumerate } from '../wording.ts';

export default defineRule(
  {
    id: 'retried-validation-error',
    category: 'errors',
    summary: 'A retrier repeats an AI task after an error that no retry can mend.',
    why:
      'A validation, access or not-found error of a model or agent call says that the request, the rights or the ' +
      'resource are wrong. Every attempt fails in the same way: the retries cost time and state transitions, ' +
      'use up request quota, and hold back the catcher that could do something about it.',
    remedy:
      'Name the errors that are worth another attempt, such as throttling, in `ErrorEquals`. Where a wildcard is ' +
      'wanted, put a retrier with `"MaxAttempts": 0` and the permanent errors in front of it.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      byName: {
        text: 'State "{state}" retries {error} {attempts}, but the same call fails the same way every time.',
        help: 'Take {error} out of ErrorEquals.',
      },
      byWildcard: {
        text: 'State "{state}" retries {errors} {attempts} through {wildcard}, although these calls can only fail again.',
        help: 'Put a retrier with "MaxAttempts": 0 for {names} before this one.',
      },
    },
    references: [
      'AWS Step Functions developer guide: Handling errors in Step Functions workflows',
      'Amazon Bedrock user guide: Troubleshooting Amazon Bedrock API error codes',
    ],
  },
  {
    task(state, context) {
      if (state.aiCall === undefined || !state.retriersKnown) return;
      for (const retried of findRetried(state, state.aiCall)) {
        const data = { state: state.name, attempts: upToTimes(retried.retrier.maxAttempts) };
        const first = retried.names[0] ?? '';
        if (retried.byName) {
          context.report({ at: retried.entry, message: 'byName', data: { ...data, error: first } });
          continue;
        }
        const wildcard = retried.entry.kind === 'string' ? retried.entry.value : 'a wildcard';
        const errors = enumerate(retried.names.map((name) => name.slice(name.indexOf('.') + 1)));
        context.report({
          at: retried.entry,
          message: 'byWildcard',
          data: { ...data, wildcard, errors, names: enumerate(retried.names) },
        });
      }
    },
  },
);

interface Retried {
  readonly retrier: Retrier;
  readonly entry: Node;
  readonly byName: boolean;
  /** Full names of the permanent errors that this entry retries. */
  readonly names: readonly string[];
}

/** One item for each entry that names a permanent error, one for each wildcard with all that it takes. */
function findRetried(state: TaskState, call: AiCall): readonly Retried[] {
  const found = new Map<Node, Retried>();
  for (const error of AI_ERRORS[call.operation.name]) {
    if (error.kind !== 'permanent') continue;
    for (const retried of retriersOf(state, call, error.name)) {
      const known = found.get(retried.entry);
      const names = [...(known?.names ?? []), ...retried.names];
      found.set(retried.entry, { ...retried, names });
    }
  }
  return [...found.values()];
}

/**
 * The entries that retry one permanent error. Under several possible spellings of the error, a name counts by itself,
 * a wildcard only when no spelling is taken out of it.
 */
function retriersOf(state: TaskState, call: AiCall, error: string): readonly Retried[] {
  const matches = call.errorPrefixes.map((prefix) => {
    const name = `${prefix}.${error}`;
    return { name, match: firstMatch(state.retriers, name) };
  });
  const retried = matches.flatMap(({ name, match }) => {
    if (match.kind !== 'match' || match.matcher.maxAttempts === undefined || match.matcher.maxAttempts <= 0) return [];
    return [{ retrier: match.matcher, entry: match.entry, byName: match.byName, names: [name] }];
  });
  const byName = retried.filter((candidate) => candidate.byName);
  if (byName.length > 0) return byName;
  return retried.length === matches.length ? retried.slice(0, 1) : [];
}
