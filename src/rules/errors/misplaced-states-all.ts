/** `States.ALL` beside other names, or before other entries. */
import { handlerEntriesOf } from '../../asl/model.ts';
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
    fix: 'none',
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
        if (matcher.errors.some(isOtherName)) context.report({ at: all, message: 'beside', data });
        else if (matcher.errors.filter(isStatesAll).length > 1) context.report({ at: all, message: 'twice', data });
        if (!isLast) context.report({ at: all, message: 'before', data });
      }
    },
  },
);

/** A name that is not known may be left out, or be `States.ALL` itself. */
function isOtherName(node: Node): boolean {
  return node.kind === 'string' && node.value !== 'States.ALL' && !hasPlaceholder(node.value);
}

function isStatesAll(node: Node): boolean {
  return node.kind === 'string' && node.value === 'States.ALL';
}
