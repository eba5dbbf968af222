/** A large model that is called for each item of a Map. */
import { isOnMainPath } from '../../analysis/error-flow.ts';
import { calledModel, isNamed } from '../../asl/called-model.ts';
import type { MapState, TaskState } from '../../asl/model.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'costly-model-in-map',
    category: 'cost',
    summary: 'A Map calls a large model for each of its items.',
    why:
      'A call inside a Map is paid once for each item. Large models cost ten to fifty times what small ones do, and most ' +
      'work per item, such as sorting, extracting and summarising, is what small ones are made for. Which tier a model ' +
      'belongs to is our own classification by its id; models of unknown tier are left alone.',
    remedy:
      'Call a smaller model for each item, and the large one for what that could not decide, or once for all results.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    options: {
      allowedModels: {
        type: 'strings',
        default: [],
        description:
          'Models that your machines may call for each item, whatever their tier: ids or ARNs, in which `*` stands for ' +
          'any characters.',
      },
    },
    messages: {
      large: {
        text: 'State "{state}" calls {model}, a large model, for each item of Map "{map}": the cost of every item is that of the dearest tier.',
        help: 'Call a smaller model for each item, and the large one only for what that leaves open.',
      },
      medium: {
        text: 'State "{state}" calls {model}, a medium model, for each item of Map "{map}": a small one may do for a part of the cost.',
        help: 'Try a small model for each item, and this one for what that leaves open.',
        severity: 'note',
        preset: 'strict',
      },
    },
    references: ['Amazon Bedrock user guide: Models at a glance', 'Amazon Bedrock pricing'],
  },
  {
    task(state, context) {
      const model = calledModel(state, context.facts.models);
      if (model?.tier === undefined || model.tier === 'small') return;
      if (isNamed(model, context.stringsOption('allowedModels'))) return;
      const map = mapAround(state);
      if (map === undefined || !isOnMainPath(state, context.analyses.mainPathStates)) return;
      const related = [{ at: { key: map.key }, note: 'once for each item of this Map' }];
      const data = { state: state.name, model: model.id, map: map.name };
      context.report({ at: model.node, message: model.tier, data, related });
    },
  },
);

function mapAround(state: TaskState): MapState | undefined {
  let { owner } = state.machine;
  while (owner !== undefined && owner.type !== 'Map') owner = owner.machine.owner;
  return owner;
}
