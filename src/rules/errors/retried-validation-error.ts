/** A retrier repeats a model or agent call after an error that no repetition can mend. */
import { firstMatch } from '../../analysis/error-matching.ts';
import { aiErrorNames } from '../../analysis/raised-errors.ts';
import type { AiCall } from '../../asl/integrations.ts';
import type { Retrier, TaskState } from '../../asl/model.ts';
import { AI_ERRORS } from '../../aws/ai-errors.ts';
import type { ArrayNode, Node } from '../../tree/node.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix, Intent } from '../../fixers/fix.ts';
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
    fix: 'unsafe',
    fixSafety: 'The permanent errors fail the state, or reach its catchers, at once instead of after the retries.',
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
        const fix = stopRetrying(state, state.aiCall, retried);
        const data = { state: state.name, attempts: upToTimes(retried.retrier.maxAttempts) };
        const first = retried.names[0] ?? '';
        if (retried.byName) {
          context.report({ at: retried.entry, message: 'byName', data: { ...data, error: first }, fix });
          continue;
        }
        const wildcard = retried.entry.kind === 'string' ? retried.entry.value : 'a wildcard';
        const errors = enumerate(retried.names.map(withoutPrefix));
        context.report({
          at: retried.entry,
          message: 'byWildcard',
          data: { ...data, wildcard, errors, names: enumerate(retried.names) },
          fix,
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

/** What the mending of a state's retriers has to know of them. */
interface Retries {
  readonly list: ArrayNode;
  readonly permanent: ReadonlySet<string>;
  /** The first retrier with a wildcard that may take what it is handed. */
  readonly wildcard: Retrier | undefined;
  /** What goes into a retrier without attempts in front of it, in every spelling. */
  readonly excluded: readonly string[];
}

/** All findings of one retrier offer the same fix, so that they are mended together. */
function stopRetrying(state: TaskState, call: AiCall, { retrier, byName }: Retried): Fix | undefined {
  const list = state.node.get('Retry');
  if (list?.kind !== 'array') return undefined;
  const permanent = new Set(aiErrorNames(call, ['permanent']));
  const wildcard = state.retriers.find((other) => hasWildcard(other) && other.maxAttempts !== 0);
  const excluded = excludedFrom(state.retriers, wildcard, call);
  const retries = { list, permanent, wildcard, excluded };
  if (!byName) return { title: exclusionTitle(excluded), safety: 'unsafe', edits: exclusion(retries) };
  return { safety: 'unsafe', ...withoutNames(state, retrier, retries) };
}

/** The names go, and a retrier that they leave empty; one that keeps them from a wildcard stays, without attempts. */
function withoutNames(state: TaskState, retrier: Retrier, retries: Retries): Omit<Fix, 'safety'> {
  const { list, permanent, wildcard } = retries;
  if (isEmptied(retrier, permanent)) {
    if (wildcard !== undefined) {
      return { title: 'Set MaxAttempts to 0', edits: [edit.set(retrier.node, 'MaxAttempts', 0)] };
    }
    const isLast = state.retriers.every((other) => isEmptied(other, permanent));
    const removal = isLast ? edit.remove(state.node, 'Retry') : edit.removeItem(list, retrier.node);
    return { title: isLast ? 'Remove Retry' : 'Remove the retrier', edits: [removal] };
  }
  const names = retrier.node.get('ErrorEquals');
  const dropped = namedIn(retrier, permanent);
  const removals = names?.kind === 'array' ? dropped.map((entry) => edit.removeItem(names, entry)) : [];
  const texts = new Set(dropped.flatMap((entry) => (entry.kind === 'string' ? [entry.value] : [])));
  return { title: `Remove ${enumerate([...texts])} from ErrorEquals`, edits: [...removals, ...exclusion(retries)] };
}

function exclusion({ list, wildcard, excluded }: Retries): readonly Intent[] {
  if (wildcard === undefined || excluded.length === 0) return [];
  return [edit.insertItem(list, list.items.indexOf(wildcard.node), { ErrorEquals: excluded, MaxAttempts: 0 })];
}

function exclusionTitle(excluded: readonly string[]): string {
  return `Exclude ${enumerate([...new Set(excluded.map(withoutPrefix))])} from the retries`;
}

function namedIn({ errors }: Retrier, names: ReadonlySet<string>): readonly Node[] {
  return errors.filter((entry) => entry.kind === 'string' && names.has(entry.value));
}

/** Whether nothing is left of a retrier when the findings about it are mended. */
function isEmptied(retrier: Retrier, permanent: ReadonlySet<string>): boolean {
  if (!retrier.errorsKnown || (retrier.maxAttempts ?? 0) <= 0) return false;
  return namedIn(retrier, permanent).length === retrier.errors.length;
}

const WILDCARDS: readonly string[] = ['States.ALL', 'States.TaskFailed'];

function hasWildcard({ errors }: Retrier): boolean {
  return errors.some((entry) => entry.kind === 'string' && WILDCARDS.includes(entry.value));
}

/** The permanent errors, in every spelling, that no retrier before the wildcard takes out, now or when it is mended. */
function excludedFrom(retriers: readonly Retrier[], wildcard: Retrier | undefined, call: AiCall): readonly string[] {
  if (wildcard === undefined) return [];
  const permanent = new Set(aiErrorNames(call, ['permanent']));
  const without = retriers
    .slice(0, retriers.indexOf(wildcard))
    .filter((other) => other.maxAttempts === 0 || isEmptied(other, permanent));
  const spellings = AI_ERRORS[call.operation.name]
    .filter(({ kind }) => kind === 'permanent')
    .map(({ name }) => call.errorPrefixes.map((prefix) => `${prefix}.${name}`))
    .filter((names) => !names.some((name) => firstMatch(without, name).kind === 'match'));
  return call.errorPrefixes.flatMap((_, i) => spellings.map((names) => names[i] ?? ''));
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}
