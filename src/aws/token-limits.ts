/**
 * Where the output of a call is bounded, as of 2026-08. Sources: Bedrock user guide, pages on the request parameters of
 * each model family; API reference of InvokeHarness.
 */

/** Members of an InvokeModel body, or of its inference configuration, that bound the output, in all model families. */
export const BODY_TOKEN_LIMITS: readonly string[] = [
  'max_tokens',
  'max_tokens_to_sample',
  'max_completion_tokens',
  'max_new_tokens',
  'max_gen_len',
  'maxTokenCount',
  'maxTokens',
  'max_output_tokens',
];

/** Families that stop at 512 tokens when the body says nothing. */
export const BOUNDED_BY_DEFAULT: readonly string[] = ['llama', 'titan-text'];

/** Members that only a request for text has, and not one of the families above. */
export const TEXT_BODY_KEYS: readonly string[] = ['messages', 'message'];

/** Parameters of InvokeHarness, and properties of a harness, that bound a run. */
export const HARNESS_LIMITS: readonly string[] = ['MaxIterations', 'MaxTokens'];

/** The kinds of model that a harness call can name, each with a limit of its own. */
export const MODEL_CONFIGS: readonly string[] = [
  'BedrockModelConfig',
  'OpenAiModelConfig',
  'GeminiModelConfig',
  'LiteLlmModelConfig',
];

/**
 * Where the largest output of a call can be read off its arguments, by operation. `MaxTokens` of InvokeHarness itself is
 * none of these: sources differ on what it counts.
 */
export const OUTPUT_TOKEN_LIMITS: Readonly<Partial<Record<string, readonly (readonly string[])[]>>> = {
  InvokeModel: [
    ['Body', 'max_tokens'],
    ['Body', 'max_gen_len'],
  ],
  Converse: [['InferenceConfig', 'MaxTokens']],
};
