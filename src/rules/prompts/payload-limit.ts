/** Data of a state that is larger than a state may take or leave. */
import { collectedText } from '../../analysis/data-flow/collected-text.ts';
import { utf8Length } from '../../analysis/data-flow/shape.ts';
import type { MapState, State } from '../../asl/model.ts';
import { isJsonata } from '../../asl/payload.ts';
import type { Node } from '../../tree/node.ts';
import type { Fix } from '../../fixers/fix.ts';
import { defineRule } from '../rule.ts';

/** Fields whose literal parts become data of the state. */
const DATA_FIELDS: readonly string[] = [
  ...['Parameters', 'Arguments', 'Result', 'ResultSelector', 'Output', 'ItemSelector', 'Items', 'Assign'],
];

export default defineRule(
  {
    id: 'payload-limit',
    category: 'prompts',
    summary: 'The data of a state is, or is allowed to become, larger than 256 KiB.',
    why:
      'What a task, a state or an execution takes and leaves may be 256 KiB of UTF-8 at most. Beyond that the state ' +
      'fails with `States.DataLimitExceeded`: for the answers that a Map collects, after every item has been done and ' +
      'paid for.\n\nA token is counted as 4 bytes. Where the number of items or the token limit of a call is not ' +
      'written in the definition, nothing is said.',
    remedy: 'Write large texts to S3 and hand on the key; give a Distributed Map a `ResultWriter`.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'plan',
    fixSafety: 'It takes a bucket, and states that write to it and read from it.',
    messages: {
      literal: {
        text: 'State "{state}" holds {size} KiB of data in {field}, and a state may have {limit} KiB: it fails with States.DataLimitExceeded.',
        help: 'Put the text into S3, and read it from there.',
      },
      collected: {
        text: 'State "{state}" collects the answers to {items} items, each of up to {tokens} tokens: {size} KiB at {bytes} bytes a token, where a state may leave {limit} KiB.',
        help: 'Write each answer to S3 and collect the keys, or lower the token limit.',
      },
    },
    references: ['AWS Step Functions developer guide: Step Functions service quotas'],
  },
  {
    state(state, context) {
      if (state.queryLanguage === 'unknown') return;
      const most = context.facts.limits.stateDataBytes;
      for (const { key, value } of state.node.entries) {
        if (!DATA_FIELDS.includes(key.value)) continue;
        const size = literalBytes(value, state);
        if (size <= most) continue;
        const data = { state: state.name, field: key.value, size: kibibytes(size), limit: shownLimit(most) };
        context.report({ at: { key }, message: 'literal', data, fix: STORE });
      }
    },
    map(state, context) {
      if (!keepsResult(state)) return;
      const collected = collectedText(state, context.analyses.dataFlow);
      if (collected === undefined) return;
      const { items, tokens, calls } = collected;
      const most = context.facts.limits.stateDataBytes;
      const { bytesPerToken } = context.facts.estimates;
      const bytes = items * tokens * bytesPerToken;
      if (bytes <= most) return;
      const sizes = { size: kibibytes(bytes), bytes: bytesPerToken, limit: shownLimit(most) };
      const data = { state: state.name, items, tokens, ...sizes };
      const related = calls.map((call) => ({ at: { key: call.key }, note: 'an answer comes from here' }));
      context.report({ at: { key: state.key }, message: 'collected', data, related, fix: STORE });
    },
  },
);

const STORE: Fix = { title: 'Store it in S3 and pass the key', safety: 'plan', edits: [] };

/** Of a result that is selected from, dropped or written to S3, only a part is left. */
function keepsResult({ node, queryLanguage }: MapState): boolean {
  if (node.isOpen || queryLanguage === 'unknown') return false;
  const isReduced = ['ResultSelector', 'ResultWriter', 'Output'].some((field) => node.get(field) !== undefined);
  const path = node.get('ResultPath');
  return !isReduced && (path === undefined || path.kind === 'string');
}

/** The least size as JSON of what is written out; what is computed, or not known, counts for nothing. */
function literalBytes(node: Node, state: State): number {
  switch (node.kind) {
    case 'string':
      return state.queryLanguage === 'JSONata' && isJsonata(node.value) ? 0 : utf8Length(node.value) + 2;
    case 'array':
      return node.items.reduce((sum, item) => sum + literalBytes(item, state) + 1, 1);
    case 'object':
      return node.entries.reduce((sum, { key, value }) => {
        const isComputed = state.queryLanguage === 'JSONPath' && key.value.endsWith('.$');
        return sum + utf8Length(key.value) + 4 + (isComputed ? 0 : literalBytes(value, state));
      }, 1);
    case 'unknown':
      return 0;
    default:
      return 1;
  }
}

function kibibytes(bytes: number): number {
  return Math.ceil(bytes / 1024);
}

/** Whole where it is, else with two digits. */
function shownLimit(bytes: number): number {
  return Math.round((bytes / 1024) * 100) / 100;
}
