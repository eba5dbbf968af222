/**
 * How handlers run agents themselves, as of 2026-11: classes of agent libraries, words by which a loop hands the results of
 * tools back to a model, and which tools of the libraries a harness has of its own.
 * Sources: Strands Agents documentation (Agent, Amazon Bedrock model provider, community tools package); Bedrock API reference,
 * Converse (tool use); AgentCore developer guide and API reference, Harness.
 */

/** Names under which a class of an agent can be imported, in Python and in JavaScript. */
export const AGENT_CLASSES: readonly string[] = ['strands.Agent', 'strands.agent.Agent', '@strands-agents/sdk.Agent'];

/** Classes that say which Bedrock model an agent uses. */
export const AGENT_MODEL_CLASSES: readonly string[] = [
  'strands.models.BedrockModel',
  'strands.models.bedrock.BedrockModel',
  '@strands-agents/sdk.BedrockModel',
];

/** Packages whose functions and classes call models by themselves, as their names begin. */
export const MODEL_LIBRARIES: Readonly<Record<'python' | 'javascript', RegExp>> = {
  python: /^(?:langchain|langgraph|llama_index|strands|crewai|anthropic|openai|litellm|haystack)\w*\b/,
  javascript: /^(?:@?langchain\b|@ai-sdk\/|ai\.|@anthropic-ai\/|@strands-agents\/|openai\b|llamaindex\b)/,
};

/** Methods that run an agent, where it is not called itself. */
export const AGENT_METHODS: readonly string[] = ['invoke', 'stream', 'invoke_async', 'stream_async'];

/** How the same setting is called in the two languages. */
export const AGENT_SETTINGS = {
  model: ['model'],
  modelId: ['model_id', 'modelId'],
  systemPrompt: ['system_prompt', 'systemPrompt'],
  tools: ['tools'],
} as const;

/** Keys and types of the messages with which a handler gives a model what a tool returned. */
export const TOOL_RESULT_WORDS: readonly string[] = ['toolResult', 'tool_result'];

/** Packages whose tools are not the handler's own. */
export const TOOL_PACKAGES: readonly string[] = ['strands_tools'];

/** Tools of those packages, by the type that a harness offers for the same work. */
export const HARNESS_TOOLS: Readonly<Record<string, string>> = {
  AgentCoreBrowser: 'agentcore_browser',
  AgentCoreCodeInterpreter: 'agentcore_code_interpreter',
  browser: 'agentcore_browser',
  code_interpreter: 'agentcore_code_interpreter',
  python_repl: 'agentcore_code_interpreter',
  use_browser: 'agentcore_browser',
};

/** Tools of those packages whose work every harness can do without being told. */
export const BUILT_IN_TOOLS: readonly string[] = ['editor', 'file_read', 'file_write', 'shell'];

/** What a proposed harness call is bound by; chosen so that the limits of the services hold with room to spare. */
export const PROPOSED_HARNESS = {
  rounds: 25,
  /** Of the agent, at most; a task waits 900 seconds for one. */
  seconds: 870,
  /** In an Express machine, which ends after 300 seconds. */
  expressSeconds: 240,
  /** Of the agent, where the function does not say. */
  defaultSeconds: 300,
  /** That the state waits on after the agent should have ended. */
  marginSeconds: 30,
  /** Before a call whose quota is used up is made again. */
  waitSeconds: 60,
  /** Of the name of the state in the names of new ones, which have at most 80. */
  nameCharacters: 60,
} as const;
