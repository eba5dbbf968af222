/** A model or agent call without a bound on what it may write. */
import { calledModel, memberAt } from '../../asl/called-model.ts';
import type { CalledModel } from '../../asl/called-model.ts';
import { hasMember } from '../../asl/payload.ts';
import type { Member } from '../../asl/payload.ts';
import { HARNESS_RESOURCE_TYPE } from '../../asl/harness.ts';
import type { TaskState } from '../../asl/model.ts';
import type { OwnModel } from '../../aws/models.ts';
import {
  BODY_TOKEN_LIMITS,
  BOUNDED_BY_DEFAULT,
  HARNESS_LIMITS,
  MODEL_CONFIGS,
  TEXT_BODY_KEYS,
} from '../../aws/token-limits.ts';
import { boundBody, boundConverse, boundRounds } from '../../fixers/output-bounds.ts';
import type { Node, ObjectNode, UnknownNode } from '../../tree/node.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'missing-token-limit',
    category: 'cost',
    summary: 'An AI task has no bound on its output or its rounds.',
    why:
      'Output tokens are the dearer part of a call. Without a limit, a model writes until it is done or its own maximum ' +
      'is reached, and an agent goes on for up to 75 rounds; the cost of one odd input has no upper bound, and long ' +
      'answers come close to the 256 KiB that a state can pass on.',
    remedy:
      'Set `InferenceConfig.MaxTokens` (Converse), the limit of the model family in `Body` (`max_tokens`, ' +
      '`inferenceConfig.maxTokens`), or `MaxIterations` and `MaxTokens` (InvokeHarness) to what a good ' +
      'answer needs.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety: 'Answers that are longer than the limit are cut off, and agents that need more rounds stop.',
    options: {
      maxTokens: {
        type: 'integer',
        default: 2048,
        description: 'The limit on output tokens to suggest.',
      },
      maxIterations: {
        type: 'integer',
        default: 25,
        description: 'The `MaxIterations` to suggest for agents.',
      },
    },
    messages: {
      converse: {
        text: 'State "{state}" sets no limit on the output of its model: one odd input can cost as much as the model is able to write.',
        help: 'Set InferenceConfig.MaxTokens.',
      },
      body: {
        text: 'State "{state}" sets no limit on the output of its model: one odd input can cost as much as the model is able to write.',
        help: 'Set {field} in Body.',
      },
      agent: {
        text: 'State "{state}" bounds neither the rounds nor the tokens of its agent: unless the harness does, it may go on for {rounds} rounds of any length.',
        help: 'Set MaxIterations or MaxTokens in the arguments of the call.',
      },
      harness: {
        text: 'Neither state "{state}" nor its harness "{harness}" bounds the rounds or the tokens of the agent: it may go on for {rounds} rounds of any length.',
        help: 'Set MaxIterations or MaxTokens in the call or on the harness.',
      },
    },
    references: [
      'Amazon Bedrock API reference: Converse, InferenceConfiguration',
      'Amazon Bedrock user guide: Inference request parameters and response fields for foundation models',
      'Amazon Bedrock AgentCore API reference: InvokeHarness',
    ],
  },
  {
    task(state, context) {
      const at = { key: state.key };
      const { models } = context.facts;
      const tokens = context.integerOption('maxTokens');
      switch (state.aiCall?.operation.name) {
        case 'Converse':
          if (isConverseUnbounded(state, models))
            context.report({
              at,
              message: 'converse',
              data: { state: state.name },
              fix: boundConverse(state, tokens),
            });
          return;
        case 'InvokeModel': {
          const field = unboundedField(state, models);
          if (field === undefined) return;
          const fix = boundBody(state, field, tokens, models);
          context.report({ at, message: 'body', data: { state: state.name, field }, fix });
          return;
        }
        case 'InvokeHarness': {
          const harness = unboundedHarness(state);
          if (harness === undefined) return;
          const message = harness === '' ? 'agent' : 'harness';
          const rounds = context.facts.limits.harnessDefaultRounds;
          context.report({
            at,
            message,
            data: { state: state.name, harness, rounds },
            fix: boundRounds(state, context.integerOption('maxIterations')),
          });
          return;
        }
        default:
      }
    },
  },
);

/** A prompt of the prompt library may have a limit of its own. */
function isConverseUnbounded(state: TaskState, models: readonly OwnModel[]): boolean {
  if (state.arguments?.kind !== 'object') return false;
  if (memberAt(state, ['InferenceConfig', 'MaxTokens']).kind !== 'absent') return false;
  if (mayBoundOutput(memberAt(state, ['AdditionalModelRequestFields']))) return false;
  if (memberAt(state, ['PromptVariables']).kind !== 'absent') return false;
  const model = calledModel(state, models);
  return !mayNamePrompt(state, model) && model?.writesText !== false;
}

function mayNamePrompt(state: TaskState, known: CalledModel | undefined): boolean {
  if (known !== undefined || NOT_WITH_PROMPTS.some((name) => isThere(state, name))) return false;
  const { arguments: template } = state;
  const model = template?.kind === 'object' ? template.get('ModelId') : undefined;
  const text = model?.kind === 'string' ? model.value : model?.kind === 'unknown' ? model.template : undefined;
  return text === undefined || !NO_PROMPT.test(text);
}

/** What a call with a prompt of the library cannot have, for the prompt has its own. */
const NOT_WITH_PROMPTS = ['AdditionalModelRequestFields', 'InferenceConfig', 'System', 'ToolConfig'] as const;

function isThere(state: TaskState, name: string): boolean {
  const member = memberAt(state, [name]);
  return member.kind === 'literal' || member.kind === 'computed';
}

const NO_PROMPT = /^arn:.*:(?:foundation-model|inference-profile|application-inference-profile|provisioned-model)\//;

function mayBoundOutput(member: Member): boolean {
  if (member.kind === 'literal') return mayHold(member.node, BODY_TOKEN_LIMITS);
  return member.kind !== 'absent';
}

/** The member that would bound the output of a body without a bound. */
function unboundedField(state: TaskState, models: readonly OwnModel[]): string | undefined {
  const body = memberAt(state, ['Body']);
  if (body.kind !== 'literal' || body.node.kind !== 'object' || mayHold(body.node, BODY_TOKEN_LIMITS)) return undefined;
  const model = calledModel(state, models);
  if (model?.writesText === false || isBoundedByDefault(model)) return undefined;
  const isForText = model?.family !== undefined || TEXT_BODY_KEYS.some((key) => hasMember(body.node, key));
  return isForText ? fieldFor(model) : undefined;
}

function isBoundedByDefault(model: CalledModel | undefined): boolean {
  return model?.family !== undefined && BOUNDED_BY_DEFAULT.includes(model.family);
}

/** Whether a limit stands anywhere in the body, or may do so. */
function mayHold(node: Node, names: readonly string[]): boolean {
  if (node.kind !== 'object') return false;
  if (node.isOpen) return true;
  return node.entries.some(({ key, value }) => {
    const isComputed = key.value.endsWith('.$');
    const name = isComputed ? key.value.slice(0, -2) : key.value;
    if (names.includes(name)) return true;
    if (!CONFIG_KEYS.includes(name)) return false;
    return value.kind === 'object' ? mayHold(value, names) : true;
  });
}

const CONFIG_KEYS: readonly string[] = ['inferenceConfig', 'textGenerationConfig', 'inference_config'];

function fieldFor(model: CalledModel | undefined): string {
  return model?.family === 'nova' ? 'inferenceConfig.maxTokens' : 'max_tokens';
}

/** The name of the harness where it is in the template, empty where it is a literal ARN; undefined when bounded. */
function unboundedHarness(state: TaskState): string | undefined {
  if (state.arguments?.kind !== 'object') return undefined;
  if (HARNESS_LIMITS.some((name) => memberAt(state, [name]).kind !== 'absent')) return undefined;
  if (MODEL_CONFIGS.some((config) => memberAt(state, ['Model', config, 'MaxTokens']).kind !== 'absent'))
    return undefined;
  const arn = state.arguments.get('HarnessArn');
  if (arn?.kind === 'string') return /^arn:[^{<]*$/.test(arn.value) ? '' : undefined;
  return arn?.kind === 'unknown' ? unboundedResource(arn) : undefined;
}

function unboundedResource({ reference }: UnknownNode): string | undefined {
  if (reference?.resource.type !== HARNESS_RESOURCE_TYPE) return undefined;
  const { properties, logicalId } = reference.resource;
  if (properties === undefined || properties.isOpen || HARNESS_LIMITS.some((name) => properties.get(name)))
    return undefined;
  return holdsModelLimit(properties) ? undefined : logicalId;
}

function holdsModelLimit(properties: ObjectNode): boolean {
  const model = properties.get('Model');
  if (model === undefined) return false;
  if (model.kind !== 'object' || model.isOpen) return true;
  return model.entries.some(
    ({ value }) => value.kind !== 'object' || value.isOpen || value.get('MaxTokens') !== undefined,
  );
}
