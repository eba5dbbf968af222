/**
 * What a handler says of an agent that it runs itself: made with an agent library, hosted by a service that the handler asks, or
 * a loop that calls a model with tools until it wants none. It takes down model, instructions, question and tools, as
 * far as they can be seen, for a proposal; nothing here says that anything is the same.
 */
import {
  AGENT_CLASSES,
  AGENT_MODEL_CLASSES,
  AGENT_SETTINGS,
  MODEL_LIBRARIES,
  TOOL_PACKAGES,
  TOOL_RESULT_WORDS,
} from '../aws/agent-libraries.ts';
import type { HandlerCall } from '../aws/handler-calls.ts';
import type { Range } from '../text/source-file.ts';
import type { Findings } from './follow/findings.ts';
import type { Run } from './follow/run.ts';
import type { CallArgument } from './dialect.ts';
import type { AgentFacts, AgentTool, Expr } from './ir.ts';
import type { Expression, SourceTree } from './syntax.ts';
import type { Value } from './values.ts';

/** Whether a source names what a loop hands back to a model: the result of a tool. */
export function returnsToolResults(tree: SourceTree): boolean {
  return mentions(tree.body);
}

function mentions(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if (Array.isArray(part)) return part.some(mentions);
  if ('kind' in part && part.kind === 'literal' && 'value' in part)
    return typeof part.value === 'string' && TOOL_RESULT_WORDS.includes(part.value);
  return Object.values(part).some(mentions);
}

// ---- agent libraries ------------------------------------------------------------------------------------------------

interface Setting {
  readonly value: Value;
  readonly source: Expression;
}

/** Whatever is done with them later, the function stays: they are told where they are made. */
const AGENT_MADE = 'the function runs an agent of its own: a library calls the model and the tools, again and again';
const MODEL_MADE = 'the model of an agent library is made here';

/** What a class of an agent library makes; undefined for anything else. */
export function agentValue(run: Run, name: string, args: readonly CallArgument[], range: Range): Value | undefined {
  const isModel = AGENT_MODEL_CLASSES.includes(name);
  if (!isModel && !AGENT_CLASSES.includes(name)) return undefined;
  const settings = settingsOf(run, args);
  if (isModel) {
    run.block('one-call', MODEL_MADE, HOST_IT, range);
    return { kind: 'settings', settings: new Map([...settings].map(([key, { value }]) => [key, value])) };
  }
  // One reason is enough for both.
  const told = run.findings.blockers.filter(({ message }) => message !== MODEL_MADE);
  run.findings.blockers.splice(0, run.findings.blockers.length, ...told);
  run.block('one-call', AGENT_MADE, HOST_IT, range);
  const given = settingIn(settings, AGENT_SETTINGS.tools);
  const tools = given === undefined ? [] : toolsOf(run, given);
  return {
    kind: 'agent',
    agent: {
      kind: 'library',
      model: modelOf(run, settingIn(settings, AGENT_SETTINGS.model)),
      systemPrompt: seen(run, settingIn(settings, AGENT_SETTINGS.systemPrompt)),
      prompt: undefined,
      tools: tools ?? [],
      toolsKnown: tools !== undefined,
      start: range.start,
      end: range.end,
    },
  };
}

/** By name: keywords in Python, the members of one object in JavaScript. */
function settingsOf(run: Run, args: readonly CallArgument[]): ReadonlyMap<string, Setting> {
  const found = new Map<string, Setting>();
  for (const { name, value, source } of args) {
    if (name !== undefined) found.set(name, { value, source });
    const box = name === undefined ? run.boxOf(value) : undefined;
    if (box?.kind !== 'dict') continue;
    for (const item of box.items)
      if (item.kind === 'entry') found.set(item.key, { value: item.value, source: memberOf(source, item.key) });
  }
  return found;
}

function memberOf(source: Expression, key: string): Expression {
  if (source.kind !== 'dict') return source;
  for (const item of source.items) {
    if (item.kind === 'entry' && item.entry.key.kind === 'literal' && item.entry.key.value === key)
      return item.entry.value;
  }
  return source;
}

function settingIn(settings: ReadonlyMap<string, Setting>, names: readonly string[]): Setting | undefined {
  return names.map((name) => settings.get(name)).find((setting) => setting !== undefined);
}

/** An id, or an object that has one. */
function modelOf(run: Run, setting: Setting | undefined): Expr | undefined {
  if (setting?.value.kind !== 'settings') return seen(run, setting);
  const { settings } = setting.value;
  const id = AGENT_SETTINGS.modelId.map((name) => settings.get(name)).find((value) => value !== undefined);
  return id === undefined ? undefined : seen(run, { value: id, source: setting.source });
}

function seen(run: Run, setting: Setting | undefined): Expr | undefined {
  if (setting === undefined) return undefined;
  const expr = run.data(setting.value, setting.source);
  return expr.kind === 'opaque' ? undefined : expr;
}

/** Undefined where the list cannot be seen. */
function toolsOf(run: Run, { value, source }: Setting): readonly AgentTool[] | undefined {
  const box = run.boxOf(value);
  if (box?.kind !== 'list') return undefined;
  return box.items.map((item, i) => {
    const written = source.kind === 'list' ? source.items[i] : undefined;
    const own = written?.kind === 'name' ? written.name : undefined;
    const { start, end } = (own === undefined ? undefined : run.findings.wrapped.get(own)?.range) ?? written ?? source;
    const last = item.kind === 'module' ? item.name.split('.').at(-1) : undefined;
    const isLibrary = item.kind === 'module' && TOOL_PACKAGES.some((name) => item.name.startsWith(`${name}.`));
    const name = last ?? own ?? (item.kind === 'function' ? item.name : 'a tool that is made there');
    return { name, library: isLibrary ? item.name.split('.')[0] : undefined, start, end };
  });
}

/** An agent of a library is asked. */
export function askAgent(run: Run, agent: AgentFacts, [first]: readonly CallArgument[], { start, end }: Range): Value {
  const prompt = first === undefined ? undefined : seen(run, first);
  run.findings.agents.push({ ...agent, prompt });
  const { inLoop, isConditional } = run.around;
  run.findings.calls.push({ name: 'Agent', operation: 'Agent', inLoop, isConditional, client: undefined, start, end });
  return run.opaque('one-call', 'the answer of an agent is used', HOST_IT, { start, end });
}

export const HOST_IT =
  'Host the agent as an AgentCore harness, and let the state call it by bedrockagentcore:invokeHarness.';

/** A library that calls models by itself is called: the handler is one that calls a model, though nothing says which. */
export function noteLibrary(run: Run, name: string, { start, end }: Range): void {
  if (!MODEL_LIBRARIES[run.dialect.language].test(name)) return;
  const { inLoop, isConditional } = run.around;
  run.findings.calls.push({ name, operation: 'Library', inLoop, isConditional, client: undefined, start, end });
}

// ---- calls ----------------------------------------------------------------------------------------------------------

/** Takes down a call that asks an agent, or that offers tools to a model. */
export function noteAgentCall(
  run: Run,
  call: HandlerCall,
  parameters: ReadonlyMap<string, Value> | undefined,
  range: Range,
): void {
  const facts = parameters === undefined ? undefined : factsOf(run, call, parameters, range);
  if (facts !== undefined) run.findings.agents.push(facts);
}

function factsOf(
  run: Run,
  call: HandlerCall,
  parameters: ReadonlyMap<string, Value>,
  { start, end }: Range,
): AgentFacts | undefined {
  const read = (name: string): Expr | undefined => {
    const value = parameters.get(name);
    return value === undefined ? undefined : seen(run, { value, source: { kind: 'undefined', start, end } });
  };
  const none = { model: undefined, systemPrompt: undefined, tools: [], toolsKnown: false, start, end };
  switch (call.operation) {
    case 'InvokeAgent':
      return { kind: 'bedrockAgent', ...none, prompt: read('inputText') };
    case 'InvokeInlineAgent':
      return {
        ...none,
        kind: 'inlineAgent',
        model: read('foundationModel'),
        systemPrompt: read('instruction'),
        prompt: read('inputText'),
        toolsKnown: !parameters.has('actionGroups'),
      };
    case 'InvokeHarness':
      return {
        ...none,
        kind: 'harness',
        prompt: undefined,
        parameters: new Map([...parameters.keys()].map((name) => [name, read(name)])),
      };
    case 'InvokeAgentRuntime':
      return { kind: 'agentRuntime', ...none, prompt: promptOfPayload(read('payload')) };
    case 'Converse': {
      const tools = toolSpecs(entryIn(read('toolConfig'), 'tools'));
      if (!parameters.has('toolConfig')) return undefined;
      const prompt = firstQuestion(read('messages'));
      const systemPrompt = textOfBlocks(read('system'));
      return { ...none, kind: 'toolLoop', model: read('modelId'), systemPrompt, prompt, ...tools };
    }
    case 'InvokeModel': {
      const body = bodyIn(read('body'));
      const offered = entryIn(body, 'tools');
      if (offered === undefined) return undefined;
      const prompt = firstQuestion(entryIn(body, 'messages'));
      const systemPrompt = textOfBlocks(entryIn(body, 'system'));
      return { ...none, kind: 'toolLoop', model: read('modelId'), systemPrompt, prompt, ...toolSpecs(offered) };
    }
    default:
      return undefined;
  }
}

/** The agent that the handler is: one that it asks, or a loop of calls with tools. */
export function agentIn({ agents, calls }: Findings): AgentFacts | undefined {
  const asked = agents.find(({ kind }) => kind !== 'toolLoop');
  if (asked !== undefined) return asked;
  const isLoop = agents.some(({ start }) => calls.some((call) => call.start === start && call.inLoop));
  return isLoop ? agents[0] : undefined;
}

/** The value of the last entry with that key, where an object is written out. */
function entryIn(expr: Expr | undefined, key: string): Expr | undefined {
  if (expr?.kind !== 'object') return undefined;
  const item = expr.items.findLast((one) => one.kind === 'spread' || one.key === key);
  return item?.kind === 'entry' ? item.value : undefined;
}

function bodyIn(expr: Expr | undefined): Expr | undefined {
  return expr?.kind === 'jsonText' ? expr.of : expr;
}

function promptOfPayload(payload: Expr | undefined): Expr | undefined {
  const body = bodyIn(payload);
  return ['prompt', 'input', 'message', 'question', 'query']
    .map((key) => entryIn(body, key))
    .find((expr) => expr !== undefined);
}

/** `[{"toolSpec": {"name": …}}]` of Converse, `[{"name": …}]` of a body. */
function toolSpecs(list: Expr | undefined): Pick<AgentFacts, 'tools' | 'toolsKnown'> {
  if (list?.kind !== 'array') return { tools: [], toolsKnown: false };
  const tools = list.items.flatMap((item): readonly AgentTool[] => {
    const name = entryIn(entryIn(item, 'toolSpec') ?? item, 'name');
    if (name?.kind !== 'literal' || typeof name.value !== 'string') return [];
    return [{ name: name.value, library: undefined, start: name.start, end: name.end }];
  });
  return { tools, toolsKnown: tools.length === list.items.length };
}

/** The text of the first message, if it is one text. */
function firstQuestion(messages: Expr | undefined): Expr | undefined {
  if (messages?.kind !== 'array') return undefined;
  return textOfBlocks(entryIn(messages.items[0], 'content'));
}

/** A text, or the one text block of a list. */
function textOfBlocks(content: Expr | undefined): Expr | undefined {
  if (content?.kind !== 'array') return content;
  const [only, ...more] = content.items;
  return more.length === 0 ? entryIn(only, 'text') : undefined;
}
