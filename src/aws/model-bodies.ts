/**
 * What an InvokeModel body holds in each model family, as of 2026-08 (Bedrock user guide, pages on the request parameters
 * of each family). Members that the pages call optional are not listed.
 */
import type { BodyFamily } from './models.ts';

export interface BodyShape {
  /** In words, for messages. */
  readonly name: string;
  readonly required: readonly string[];
  /** Members of other families' bodies that this one does not take. */
  readonly foreign: readonly string[];
}

export const BODY_SHAPES: Readonly<Record<BodyFamily, BodyShape>> = {
  claude: {
    name: 'Claude',
    required: ['anthropic_version', 'max_tokens', 'messages'],
    foreign: ['inputText', 'textGenerationConfig', 'prompt', 'max_gen_len', 'max_tokens_to_sample', 'inferenceConfig'],
  },
  nova: {
    name: 'Nova',
    required: ['messages'],
    foreign: ['anthropic_version', 'max_tokens', 'inputText', 'textGenerationConfig', 'prompt', 'max_gen_len'],
  },
  llama: {
    name: 'Llama',
    required: ['prompt'],
    foreign: ['anthropic_version', 'messages', 'max_tokens', 'inputText', 'textGenerationConfig', 'inferenceConfig'],
  },
  'command-r': {
    name: 'Command R',
    required: ['message'],
    foreign: ['anthropic_version', 'messages', 'prompt', 'inputText', 'textGenerationConfig', 'inferenceConfig'],
  },
  'titan-text': {
    name: 'Titan Text',
    required: ['inputText'],
    foreign: ['anthropic_version', 'messages', 'max_tokens', 'prompt', 'max_gen_len', 'inferenceConfig'],
  },
};

export const ANTHROPIC_VERSION = 'bedrock-2023-05-31';
