/** A Map goes over what is certainly no list. */
import { describeKind, describeSource } from '../../analysis/data-flow/describe-shape.ts';
import { kindsOf } from '../../analysis/data-flow/shape.ts';
import type { Shape } from '../../analysis/data-flow/shape.ts';
import type { MapState } from '../../asl/model.ts';
import type { Fix } from '../../fixers/fix.ts';
import { defineRule } from '../rule.ts';
import type { Target } from '../rule.ts';

export default defineRule(
  {
    id: 'items-not-array',
    category: 'integrations',
    summary: 'A Map goes over a text, a number or an object instead of a list.',
    why:
      'A Map runs its states once for each element of a list. A model answers with text, even where the text is a JSON ' +
      'list, and the output of a nested execution called with `.sync` is text as well: over anything that is no list an ' +
      'Inline Map fails, and all that was done and paid for before it is lost. A Distributed Map takes an object too.',
    remedy:
      'Parse the text first: `States.StringToJson` in `ResultSelector` or a Pass state, `$parse` in JSONata. Where the ' +
      'list is a member of an object, name the member.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'plan',
    fixSafety:
      'Where the text is parsed, and what becomes of one that is no JSON, is for the owner of the workflow to say.',
    messages: {
      modelText: {
        text: 'State "{state}" maps over {source}, which is text that a model wrote, not a list: the Map fails.',
        help: 'Parse it first, with {parse}, and ask the model for JSON alone.',
      },
      jsonText: {
        text: 'State "{state}" maps over {source}, which is JSON as text, not a list: the Map fails.',
        help: 'Parse it first, with {parse}.',
      },
      noList: {
        text: 'State "{state}" maps over {kind}, not over a list: the Map fails.',
        help: 'Name the list that is meant.',
      },
      noListOf: {
        text: 'State "{state}" maps over {source}, which is {kind}, not a list: the Map fails.',
        help: 'Name the list that is meant.',
      },
    },
    references: [
      'AWS Step Functions developer guide: Using Map state in Inline mode',
      'AWS Step Functions developer guide: Using Map state in Distributed mode',
    ],
  },
  {
    map(state, context) {
      const { dataFlow } = context.analyses;
      if (state.node.isOpen || state.queryLanguage === 'unknown' || dataFlow.inputOf(state) === undefined) return;
      // A literal of the wrong type is wrong-value-type's.
      if (['number', 'boolean', 'null'].includes(state.node.get('Items')?.kind ?? '')) return;
      const items = dataFlow.itemsOf(state);
      if (!isNoList(items, state)) return;
      const [source] = items.sources;
      const parse = state.queryLanguage === 'JSONata' ? '$parse' : 'States.StringToJson';
      const described = source === undefined ? '' : describeSource(source, state);
      const data = { state: state.name, kind: describeKind(items) ?? '', source: described, parse };
      const related =
        source === undefined || source.state === state
          ? []
          : [{ at: { key: source.state.key }, note: 'the value comes from here' }];
      context.report({ at: targetOf(state), message: messageOf(items), data, related, fix: parseFirst(items, parse) });
    },
  },
);

function parseFirst({ text }: Shape, parse: string): Fix | undefined {
  const isParsable = text !== undefined && text.content !== 'plain';
  return isParsable ? { title: `Parse the items with ${parse} first`, safety: 'plan', edits: [] } : undefined;
}

/** A Distributed Map goes over the members of an object; of an unknown mode nothing is said. */
function isNoList(items: Shape, state: MapState): boolean {
  const kinds = kindsOf(items);
  if (kinds === undefined || kinds.length === 0 || items.missing || kinds.includes('array')) return false;
  if (state.mode === 'INLINE') return true;
  return state.mode === 'DISTRIBUTED' && !kinds.includes('object');
}

function messageOf(items: Shape): string {
  if (items.sources.length === 0) return 'noList';
  if (items.text?.content === 'model') return 'modelText';
  return items.text?.content === 'json' ? 'jsonText' : 'noListOf';
}

function targetOf({ node, key }: MapState): Target {
  const field = node.get('Items') ?? node.get('ItemsPath');
  return field ?? { key };
}
