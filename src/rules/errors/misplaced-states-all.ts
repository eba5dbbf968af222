/** `States.ALL` beside other names, or before other entries. */
import { shadowedEntries } from '../../analysis/shadowed-entries.ts';
import { handlerEntriesOf } from '../../asl/model.ts';
import type { ErrorMatcher, HandlerEntry, State } from '../../asl/model.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import { hasPlaceholder } from '../../text/placeholders.ts';
import type { Node } from '../../tree/node.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'misplaced-states-all',
    category: 'errors',
    summary: '`States.ALL` stands beside other names or before other entries.',
    why:
      '`States.ALL` takes every error, so what stands beside or after it could never matter. Step Functions refuses ' +
      'such a definition, and the deployment fails.',
    remedy: 'Give `States.ALL` a retrier or catcher of its own, and put that last.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',
    fixSafety:
      'An entry for `States.ALL` alone is put behind the others, which keep their order, where every other entry then ' +
      'acts. Where one would still be taken by another, or names stand beside `States.ALL`, there are two ways to mend ' +
      'it, and the fix is a plan.',
    messages: {
      beside: {
        text: 'State "{state}" names States.ALL beside other errors in one {entry}: Step Functions refuses the definition.',
        help: 'Keep States.ALL alone, or the other names without it.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      before: {
        text: 'State "{state}" has a {entry} for States.ALL that is not the last one: Step Functions refuses the definition.',
        help: 'Move it to the end.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      twice: {
        text: 'State "{state}" names States.ALL twice in one {entry}, where it is to stand alone.',
        help: 'Keep one of the two.',
        severity: 'warning',
      },
    },
    references: ['AWS Step Functions developer guide: Handling errors in Step Functions workflows'],
  },
  {
    state(state, context) {
      for (const { kind, matcher, isLast } of handlerEntriesOf(state)) {
        const all = matcher.errors.find(isStatesAll);
        if (all === undefined) continue;
        const data = { state: state.name, entry: kind };
        if (matcher.errors.some(isOtherName)) context.report({ at: all, message: 'beside', data, fix: SEPARATE });
        else if (matcher.errors.filter(isStatesAll).length > 1)
          context.report({ at: all, message: 'twice', data, fix: namedOnce(matcher) });
        if (!isLast) context.report({ at: all, message: 'before', data, fix: movedLast(state, kind, matcher) });
      }
    },
  },
);

const SEPARATE: Fix = { title: 'Keep States.ALL alone, or the other names without it', safety: 'plan', edits: [] };

function movedLast(state: State, kind: HandlerEntry['kind'], matcher: ErrorMatcher): Fix | undefined {
  const list = state.node.get(kind === 'retrier' ? 'Retry' : 'Catch');
  const entries = handlerEntriesOf(state).filter((entry) => entry.kind === kind);
  const others = entries.map((entry) => entry.matcher).filter((other) => other !== matcher);
  if (list?.kind !== 'array' || !matcher.errors.every(isStatesAll) || !others.every(isKnown)) return undefined;
  const title = `Move the ${kind} to the end`;
  const isEachReached = !others.some(({ errors }) => errors.some(isStatesAll)) && shadowedEntries(others).length === 0;
  if (!isEachReached) return { title, safety: 'plan', edits: [] };
  return { title, safety: 'safe', edits: [edit.moveLast(list, matcher.node)] };
}

function isKnown({ errors, errorsKnown }: ErrorMatcher): boolean {
  return errorsKnown && errors.every((error) => error.kind === 'string' && !hasPlaceholder(error.value));
}

function namedOnce({ node, errors }: ErrorMatcher): Fix | undefined {
  const list = node.get('ErrorEquals');
  if (list?.kind !== 'array') return undefined;
  const edits = errors.slice(1).map((error) => edit.removeItem(list, error));
  return errors.every(isStatesAll) ? { title: 'Name States.ALL once', safety: 'safe', edits } : undefined;
}

/** A name that is not known may be left out, or be `States.ALL` itself. */
function isOtherName(node: Node): boolean {
  return node.kind === 'string' && node.value !== 'States.ALL' && !hasPlaceholder(node.value);
}

function isStatesAll(node: Node): boolean {
  return node.kind === 'string' && node.value === 'States.ALL';
}
