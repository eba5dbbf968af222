/** Fields of a Map that newer ones have taken the place of. */
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'legacy-iterator',
    category: 'migration',
    summary: 'A Map uses `Iterator` or `Parameters`, the old names of `ItemProcessor` and `ItemSelector`.',
    why:
      'Step Functions still accepts both and calls them deprecated. Everything that Maps have learnt since is ' +
      'documented for `ItemProcessor` and `ItemSelector` only, and `Parameters` does not exist in JSONata states, so ' +
      'that it has to go before a Map is converted.',
    remedy:
      'Rename `Iterator` to `ItemProcessor` and `Parameters` to `ItemSelector`; what stands in them stays the same.',
    severity: 'note',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',
    messages: {
      old: {
        text: 'Map "{state}" uses {old}, the deprecated name of {replacement}; it runs as before.',
        help: 'Rename it to {replacement}.',
      },
    },
    references: ['AWS Step Functions developer guide: Using Map state in Inline mode'],
  },
  {
    map(state, context) {
      for (const [old, replacement] of Object.entries(REPLACEMENTS)) {
        const entry = state.node.entry(old);
        // Both at once cannot be deployed, and Parameters is refused in JSONata: other rules speak of that.
        if (entry === undefined || state.node.get(replacement) !== undefined) continue;
        if (old === 'Parameters' && state.queryLanguage !== 'JSONPath') continue;
        const fix: Fix = {
          title: `Rename it to ${replacement}`,
          safety: 'safe',
          edits: [edit.rename(entry.key, replacement)],
        };
        context.report({ at: { key: entry.key }, message: 'old', data: { state: state.name, old, replacement }, fix });
      }
    },
  },
);

const REPLACEMENTS: Readonly<Record<string, string>> = { Iterator: 'ItemProcessor', Parameters: 'ItemSelector' };
