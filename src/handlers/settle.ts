/**
 * Takes the branches apart in which a handler goes on although its call failed: what it gives where the call succeeds,
 * and what in each of these branches. Tests that are decided by that are taken out.
 */
import { truthOf } from './evaluate.ts';
import type { Ending, Failing } from './failing.ts';
import { mayFail } from './fallible.ts';
import { SAME_ERROR } from './follow/findings.ts';
import type { Collected } from './follow/findings.ts';
import type { CallFailures, Check, Expr, FailureCourse, Rescue } from './ir.ts';
import { kindOfJson } from './kinds.ts';
import { rewrite } from './rewrite.ts';

export interface Followed {
  readonly failing: Failing;
  readonly after: readonly Check[];
}

export interface Settled {
  /** Of a call that succeeds. */
  readonly after: readonly Check[];
  readonly result: Expr | undefined;
  readonly failures: CallFailures | undefined;
}

export function settleFailures({ failing, after }: Followed, result: Expr | undefined): Settled {
  const { endings, range } = failing;

  if (endings === undefined || range === undefined || result === undefined)
    return { after, result, failures: undefined };
  const rescues: Rescue[] = [];
  const ends = new Map<number, FailureCourse['end']>();
  for (const [branch, level] of failing.levelOfBranch) {
    const checks = after
      .filter(({ within }) => within?.includes(level) !== true)
      .flatMap((one) => settled(one, branch));
    const always = checks.find((check) => check.kind === 'refuse' && isTrue(check.when));
    if (always?.kind === 'refuse') {
      ends.set(branch, always.error === SAME_ERROR ? { kind: 'again' } : { kind: 'raise', error: always.error });
      continue;
    }
    ends.set(branch, { kind: 'rescue', rescue: rescues.length });
    rescues.push({ checks, result: settle(result, branch), start: result.start, end: result.end });
  }
  const courses = coursesOf(endings, ends);
  const isPlain = courses.every(({ attempts, end }) => attempts === 1 && end.kind === 'again');
  const { retriedWithin, caughtWithin, alsoWithin, unknownOwn } = failing;
  const own = { retriedWithin, caughtWithin, alsoWithin, unknown: unknownOwn };
  return {
    after: after.flatMap((one) => settled(one, undefined)),
    result: settle(result, undefined),
    failures: isPlain && unknownOwn === undefined ? undefined : { courses, rescues, own, ...range },
  };
}

function coursesOf(
  endings: readonly Ending[],
  ends: ReadonlyMap<number, FailureCourse['end']>,
): readonly FailureCourse[] {
  const found = new Map<string, FailureCourse>();
  for (const { failure, attempts, waits, end } of endings) {
    const [first = 0, second = first] = waits;
    const course: FailureCourse = {
      failures: [failure],
      attempts,
      firstWaitSeconds: first,
      backoffRate: first > 0 ? second / first : 1,
      longestWaitSeconds: Math.max(0, ...waits),
      end: end.kind === 'branch' ? (ends.get(end.branch) ?? { kind: 'again' }) : end,
    };
    const key = JSON.stringify({ ...course, failures: [] });
    const known = found.get(key);
    found.set(key, known === undefined ? course : { ...known, failures: [...known.failures, failure] });
  }
  return [...found.values()];
}

function settled(check: Check, branch: number | undefined): readonly Check[] {
  const when = check.when === undefined ? undefined : settle(check.when, branch);
  if (when?.kind === 'literal' && when.value === false) return [];
  if (check.kind === 'refuse') return [{ ...check, when: when ?? check.when }];
  const value = settle(check.value, branch);
  return mayFail(value) ? [{ ...check, value, when: when !== undefined && isTrue(when) ? undefined : when }] : [];
}

function isTrue(expr: Expr): boolean {
  return expr.kind === 'literal' && expr.value === true;
}

/** With the tests for one branch decided; without one, for a call that succeeds. */
function settle(expr: Expr, branch: number | undefined): Expr {
  return rewrite(expr, (part) => {
    const { start, end } = part;
    if (part.kind === 'failed') return { kind: 'literal', value: part.branch === branch, start, end };
    return decided(part) ?? part;
  });
}

function decided(part: Expr): Expr | undefined {
  const truth = (value: boolean): Expr => ({ kind: 'literal', value, start: part.start, end: part.end });
  switch (part.kind) {
    case 'conditional':
      return part.test.kind !== 'literal' ? undefined : part.test.value === true ? part.then : part.otherwise;
    case 'not':
      return part.of.kind === 'literal' ? truth(part.of.value !== true) : undefined;
    case 'both':
      return part.left.kind !== 'literal' ? undefined : isTrue(part.left) ? part.right : truth(false);
    case 'any':
      return part.left.kind !== 'literal' ? undefined : isTrue(part.left) ? truth(true) : part.right;
    case 'truth':
      return truthOfExpr(part.of, part.language, truth);
    case 'isKind':
      if (part.of.kind === 'undefined') return truth(part.kinds.includes('missing'));
      return part.of.kind === 'literal' ? truth(part.kinds.includes(kindOfJson(part.of.value))) : undefined;
    case 'equals':
      if (part.of.kind !== 'literal') return undefined;
      return kindOfJson(part.of.value) === kindOfJson(part.value) || part.value === null || part.of.value === null
        ? truth(part.of.value === part.value)
        : undefined;
    default:
      return undefined;
  }
}

function truthOfExpr(
  of: Expr,
  language: Parameters<typeof truthOf>[1],
  truth: (value: boolean) => Expr,
): Expr | undefined {
  if (of.kind === 'literal') return truth(truthOf(of.value, language));
  if (of.kind === 'undefined') return truth(false);
  if (of.kind === 'object')
    return language === 'javascript' || of.items.some(({ kind }) => kind === 'entry') ? truth(true) : undefined;
  if (of.kind === 'array') return truth(language === 'javascript' || of.items.length > 0);
  return undefined;
}

/** What one item adds to the results: once in every way through the loop, or it cannot be told. */
export function itemResult(collected: readonly Collected[], failing: Failing): Expr | undefined {
  const main = addedIn(collected, undefined, undefined);
  let result = main;
  for (const [branch, level] of failing.levelOfBranch) {
    const added = addedIn(collected, branch, level);
    if (added === undefined || result === undefined) return undefined;
    const { start, end } = added;
    const test: Expr = { kind: 'failed', branch, start, end };
    result = { kind: 'conditional', test, then: added, otherwise: result, start, end };
  }
  return result;
}

function addedIn(
  collected: readonly Collected[],
  branch: number | undefined,
  level: number | undefined,
): Expr | undefined {
  const reached = collected.flatMap(({ value, when, within }) => {
    if (level !== undefined && within?.includes(level) === true) return [];
    const test = when === undefined ? undefined : settle(when, branch);
    return test?.kind === 'literal' && test.value === false ? [] : [{ value, test }];
  });
  const [only] = reached;
  if (only === undefined || reached.length > 1 || (only.test !== undefined && !isTrue(only.test))) return undefined;
  return only.value;
}
