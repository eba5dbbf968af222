/**
 * Where prompts are written in the arguments of AI calls, as of 2026-08.
 * Sources: Bedrock user guide, pages on the inference parameters of each model family; API references of Converse
 * and InvokeHarness.
 */

/** Members of an InvokeModel body, at any depth, that hold text for the model. */
export const BODY_PROMPT_KEYS: readonly string[] = ['content', 'system', 'prompt', 'inputText', 'message', 'preamble'];

/** Members of content blocks in such a body: `{"type": "text", "text": "…"}`. */
export const BODY_TEXT_KEY = 'text';

/** Parameters of Converse and InvokeHarness whose blocks hold text for the model under `Text`. */
export const MESSAGE_PARAMETERS: readonly string[] = ['Messages', 'System', 'SystemPrompt'];

export const MESSAGE_TEXT_KEY = 'Text';

/** Where the system prompt stands among the arguments, by operation. */
export const SYSTEM_PROMPTS: Readonly<Partial<Record<string, readonly string[]>>> = {
  InvokeModel: ['Body', 'system'],
  Converse: ['System'],
  InvokeHarness: ['SystemPrompt'],
};
