/**
 * Retriers and catchers that no error can reach, because entries before them take all that they name. The service asks
 * the entries in order and takes the first that matches. What `States.TaskFailed` takes of the `States.` names is not
 * certain: such an entry is not shadowed. Nor is what only an earlier `States.ALL` takes: the service refuses a
 * `States.ALL` that is not last, which the rule `misplaced-states-all` says.
 */
import type { Catcher, ErrorMatcher, Machine, State } from '../asl/model.ts';
import type { Node } from '../tree/node.ts';
import { reachableFrom, startState } from './graph.ts';

export interface ShadowedEntry<M extends ErrorMatcher> {
  readonly matcher: M;
  /** What takes the errors before it, one for each of its names, each once. */
  readonly by: readonly Node[];
}

export function shadowedEntries<M extends ErrorMatcher>(matchers: readonly M[]): readonly ShadowedEntry<M>[] {
  const taken = new Map<string, Node>();
  const shadowed: ShadowedEntry<M>[] = [];
  for (const matcher of matchers) {
    const by = takersOf(matcher, taken);
    if (by !== undefined) shadowed.push({ matcher, by });
    for (const entry of matcher.errors) {
      if (entry.kind === 'string' && entry.value !== WILDCARD && !taken.has(entry.value)) taken.set(entry.value, entry);
    }
  }
  return shadowed;
}

/** What takes each name of an entry; undefined when one name is left, or is not known. */
function takersOf(matcher: ErrorMatcher, taken: ReadonlyMap<string, Node>): readonly Node[] | undefined {
  if (!matcher.errorsKnown || matcher.errors.length === 0) return undefined;
  const by = new Set<Node>();
  for (const entry of matcher.errors) {
    const taker = entry.kind === 'string' ? takerOf(entry.value, taken) : undefined;
    if (taker === undefined) return undefined;
    by.add(taker);
  }
  return [...by];
}

const WILDCARD = 'States.ALL';
const NEVER_HANDED_ON = 'States.Runtime';

function takerOf(name: string, taken: ReadonlyMap<string, Node>): Node | undefined {
  if (name === NEVER_HANDED_ON) return undefined;
  return taken.get(name) ?? (name.startsWith('States.') ? undefined : taken.get('States.TaskFailed'));
}

/** The states that a machine certainly reaches from its start by other ways than its shadowed catchers. */
export function reachedByActingCatchers(machine: Machine): ReadonlySet<State> {
  const start = startState(machine);
  if (start === undefined) return new Set();
  const shadowed = new Set<Catcher>();
  for (const state of machine.states) {
    if (!('catchers' in state)) continue;
    for (const { matcher } of shadowedEntries(state.catchers)) shadowed.add(matcher);
  }
  return reachableFrom(machine, [start], ({ catcher }) => catcher === undefined || !shadowed.has(catcher));
}
