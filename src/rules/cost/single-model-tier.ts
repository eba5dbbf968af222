/** Several model calls that all use models of one dear tier. */
import { calledModel, isNamed } from '../../asl/called-model.ts';
import type { CalledModel } from '../../asl/called-model.ts';
import { machinesWithin } from '../../asl/model.ts';
import type { Machine, State } from '../../asl/model.ts';
import type { ModelTier, OwnModel } from '../../aws/models.ts';
import { defineRule } from '../rule.ts';

const FEWEST_CALLS = 3;
const MOST_PLACES = 5;

export default defineRule(
  {
    id: 'single-model-tier',
    category: 'cost',
    summary: 'Three or more model calls all use models of the same medium or large tier.',
    why:
      'Steps of a workflow differ: to sort a request, to extract a field and to write the final answer do not need the ' +
      'same model. When all of them use a dear one, most of the bill pays for ability that is not used. Which tier a ' +
      'model belongs to is our own classification by its id.',
    remedy: 'Try a small model for the simple steps, and keep the large one for those that need it.',
    severity: 'note',
    preset: 'strict',
    since: '0.1.0',
    fix: 'none',
    options: {
      allowedModels: {
        type: 'strings',
        default: [],
        description:
          'Models that your machines may call for anything: ids or ARNs, in which `*` stands for any characters. A ' +
          'machine that calls one of them is left alone.',
      },
    },
    messages: {
      single: {
        text: 'State machine "{machine}" makes {count} model calls, all of them with {tier} models: simple steps are paid like the hardest one.',
        help: 'Try a small model for the simple steps.',
      },
    },
    references: ['Amazon Bedrock user guide: Models at a glance', 'Amazon Bedrock pricing'],
  },
  {
    machine(machine, context) {
      const start = machine.node.entry('StartAt');
      const calls = [...machinesWithin(machine)].flatMap((within) => textCalls(within, context.facts.models));
      const tier = commonTier(calls);
      if (start === undefined || calls.length < FEWEST_CALLS || tier === undefined || tier === 'small') return;
      const allowed = context.stringsOption('allowedModels');
      if (calls.some(({ model }) => model !== undefined && isNamed(model, allowed))) return;
      const places = calls.flatMap(({ model }) => (model === undefined ? [] : [model])).slice(0, MOST_PLACES);
      const related = places.map(({ node, id }) => ({ at: node, note: id }));
      const data = { machine: machine.name, count: calls.length, tier };
      context.report({ at: { key: start.key }, message: 'single', data, related });
    },
  },
);

interface TextCall {
  /** Undefined when it is not known which model, or that it is one. */
  readonly model: CalledModel | undefined;
}

const ANY_CALL: readonly TextCall[] = [{ model: undefined }];

/** Every task that may make a model write text: knowledge-base searches, embeddings and images left out. */
function textCalls(machine: Machine, models: readonly OwnModel[]): readonly TextCall[] {
  const states = machine.node.get('States');
  const seen = machine.states.flatMap((state) => {
    if (mayHoldMore(state)) return ANY_CALL;
    if (state.type !== 'Task') return [];
    const operation = state.aiCall?.operation.name;
    if (operation === undefined && state.integration.kind !== 'unknown') return [];
    if (operation !== undefined && WITHOUT_TEXT.includes(operation)) return [];
    const model = calledModel(state, models);
    return model?.writesText === false ? [] : [{ model }];
  });
  return states?.kind === 'object' && !states.isOpen ? seen : [...seen, ...ANY_CALL];
}

/** A state of unknown type may be a call, and machines that are not seen may make some. */
function mayHoldMore(state: State): boolean {
  if (state.type === 'untyped') return true;
  if (state.type === 'Map') return state.processor === undefined;
  if (state.type !== 'Parallel') return false;
  const branches = state.node.get('Branches');
  return branches?.kind !== 'array' || branches.items.length !== state.branches.length;
}

const WITHOUT_TEXT: readonly string[] = ['Retrieve', 'Rerank', 'GenerateQuery', 'StartAsyncInvoke'];

function commonTier(calls: readonly TextCall[]): ModelTier | undefined {
  const tier = calls[0]?.model?.tier;
  return calls.every(({ model }) => model?.tier === tier) ? tier : undefined;
}
