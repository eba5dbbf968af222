/**
 * Handlers that run an agent: each gets a plan with the harness and the states written out. The states are run and judged by our
 * own rules, the resource by the property types that CDK takes from the CloudFormation schema.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { CfnHarness } from 'aws-cdk-lib/aws-bedrockagentcore';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/handlers/ir.ts';
import type { Proposal } from '../../src/migration/agent/proposal.ts';
import type { Decision } from '../../src/migration/outcome.ts';
import { withEdit } from '../../src/migration/migrate-tasks.ts';
import { renderJson, renderText } from '../../src/migration/render.ts';
import { lintFiles } from '../support/lint-files.ts';
import { StateError, execute } from './asl-evaluator.ts';
import { decisionOn } from './decide-task.ts';
import { ScriptHost } from './script-host.ts';
import { BY_ARN, statesWith } from './task-forms.ts';
import { byName } from './task-run.ts';

type Fields = Readonly<Record<string, Json>>;

interface AgentCase {
  readonly name: string;
  readonly handler?: string;
  readonly timeout?: number;
  /** Undefined where it becomes a parameter of the template. */
  readonly model: string | undefined;
  readonly systemPrompt: string | undefined;
  readonly hosted?: readonly string[];
  /** Tools that are left out, with the line that is named. */
  readonly own?: readonly string[];
  readonly input: Json;
  readonly prompt: string;
}

const CASES: readonly AgentCase[] = [
  {
    name: 'agent_strands.py',
    handler: 'lambda_handler',
    model: 'us.anthropic.claude-sonnet-4-20250514-v1:0',
    systemPrompt: 'You answer questions of customers about their orders.\nNever promise a refund.',
    hosted: ['agentcore_code_interpreter'],
    own: ['order_status:16', 'current_time:23'],
    input: { customer: { name: 'Ann' }, question: 'where is it?' },
    prompt: 'Customer Ann asks: where is it?',
  },
  {
    name: 'agent_tool_loop.py',
    timeout: 900,
    model: 'anthropic.claude-3-5-sonnet-20240620-v1:0',
    systemPrompt: 'You plan short trips.',
    own: ['get_weather:9', 'book_room:11'],
    input: { request: 'Rome, "two" days' },
    prompt: 'Rome, "two" days',
  },
  {
    name: 'agent_messages.py',
    handler: 'lambda_handler',
    model: 'eu.amazon.nova-pro-v1:0',
    systemPrompt: 'You are a careful researcher.',
    own: ['search:15'],
    input: { topic: 'tides' },
    prompt: 'Research: tides',
  },
  {
    name: 'agent_inline.py',
    model: 'amazon.nova-pro-v1:0',
    systemPrompt: 'You are an assistant of the claims department. Be exact.',
    input: { claim: { text: 'a broken pane' } },
    prompt: 'a broken pane',
  },
  {
    name: 'agent_runtime.py',
    handler: 'lambda_handler',
    model: undefined,
    systemPrompt: undefined,
    input: { prompt: 'hello', session: 's' },
    prompt: 'hello',
  },
  {
    name: 'agent_alias.py',
    handler: 'lambda_handler',
    model: undefined,
    systemPrompt: undefined,
    input: { inputText: 'hello', sessionId: 's' },
    prompt: 'hello',
  },
  {
    name: 'agent-tools.mjs',
    model: 'eu.amazon.nova-pro-v1:0',
    systemPrompt: 'You order spare parts.',
    own: ['stock:19'],
    input: { sku: 'X1', wish: 'two' },
    prompt: 'Order X1: two',
  },
  {
    name: 'agent-strands.ts',
    model: 'amazon.nova-lite-v1:0',
    systemPrompt: 'You count letters.',
    own: ['letterCount:14'],
    input: { word: 'tree' },
    prompt: 'How many letters has tree?',
  },
];

const ENVIRONMENT = {
  MODEL_ID: 'eu.amazon.nova-pro-v1:0',
  AGENT_ARN: 'arn',
  HARNESS_ARN: { 'Fn::GetAtt': ['Helper', 'Arn'] },
  AGENT_ID: 'A',
  ALIAS_ID: 'B',
  ORDERS: 'orders',
};

function decisionOf(
  name: string,
  handler = 'handler',
  timeout = 120,
  state: Fields = TASK,
  environment: Fields = ENVIRONMENT,
): Promise<Decision> {
  const folder = path.join(import.meta.dirname, name.endsWith('.py') ? 'python' : 'script', 'handlers');
  const text = readFileSync(path.join(folder, name), 'utf8');
  const states = { Ask: state, Store: { Type: 'Pass', End: true } };
  return decisionOn(states, { file: name, text, handler, environment, Timeout: timeout });
}

const TASK: Fields = { ...BY_ARN, Next: 'Store' };

function proposalOf({ outcome }: Decision): Proposal {
  if (outcome.kind !== 'plan' || outcome.proposal === undefined) throw new Error(JSON.stringify(outcome.kind));
  expect(outcome.subject).toBe('agent');
  return outcome.proposal;
}

/** The proposal as it would stand in a template, with what else its machine needs. */
function deployed({ parameters, resources, substitutions, permissions, ...proposal }: Proposal): string {
  const role = {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      Policies: [
        {
          PolicyName: 'Machine',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: permissions, Resource: Object.values(substitutions)[0] }],
          },
        },
      ],
    },
  };
  const states = { ...byName(proposal.states), Store: { Type: 'Pass', End: true } };
  const machine = {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      RoleArn: { 'Fn::GetAtt': ['MachineRole', 'Arn'] },
      DefinitionSubstitutions: substitutions,
      Definition: { StartAt: 'Ask', States: states },
    },
  };
  return JSON.stringify({ Parameters: parameters, Resources: { ...resources, MachineRole: role, Machine: machine } });
}

/** Settings of the machine as a whole, which a proposal has no say in. */
const OF_THE_MACHINE: readonly string[] = [
  'missing-logging',
  'missing-tracing',
  'missing-cost-tags',
  'missing-version-alias',
];

function camel(value: Json): unknown {
  if (Array.isArray(value)) return (value as readonly Json[]).map(camel);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Fields);
  // References to others are for the deployment.
  if (entries.length === 1 && /^(?:Ref$|Fn::)/u.test(entries[0]![0])) return JSON.stringify(value);
  return Object.fromEntries(entries.map(([key, inner]) => [key.charAt(0).toLowerCase() + key.slice(1), camel(inner)]));
}

function flattened(value: Json): Json {
  return JSON.parse(JSON.stringify(value), (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    const keys = Object.keys(inner);
    return keys.length === 1 && /^(?:Ref$|Fn::)/u.test(keys[0]!) ? JSON.stringify(inner) : inner;
  }) as Json;
}

describe('an agent in a function', () => {
  it.each(CASES.map((test) => [test.name, test] as const))('%s is told apart and described', async (name, test) => {
    const decision = await decisionOf(name, test.handler, test.timeout);
    const proposal = proposalOf(decision);
    const harness = (proposal.resources.AskHarness as { readonly Properties: Fields }).Properties;
    expect(harness.Model).toEqual({ BedrockModelConfig: { ModelId: test.model ?? { Ref: 'AskModelId' } } });
    expect(Object.hasOwn(proposal.parameters, 'AskModelId')).toBe(test.model === undefined);
    expect(harness.SystemPrompt).toEqual(test.systemPrompt === undefined ? undefined : [{ Text: test.systemPrompt }]);
    const types = ((harness.Tools ?? []) as readonly { readonly Type: string }[]).map(({ Type }) => Type);
    expect(types).toEqual([...(test.hosted ?? []), ...(test.own === undefined ? [] : ['agentcore_gateway'])]);
    const own = proposal.leftOut.map(({ message, span }) => {
      const tool = /the tool (\w+)/u.exec(message)?.[1] ?? '';
      return `${tool}:${span!.file.position(span!.start).line}`;
    });
    expect(own).toEqual(test.own ?? []);
  });

  it.each(CASES.map((test) => [test.name, test] as const))(
    '%s becomes states that ask the same',
    async (name, test) => {
      const proposal = proposalOf(await decisionOf(name, test.handler, test.timeout));
      const States = { ...byName(proposal.states), Store: { Type: 'Pass', End: true } };
      const asked: Json[] = [];
      const answer = (content: readonly string[], reason: string): Json => ({
        Output: { Message: { Role: 'assistant', Content: content.map((text) => ({ Text: text })) } },
        StopReason: reason,
      });
      const run = (reply: Json) =>
        execute({ StartAt: 'Ask', States }, test.input, (_resource, parameters) => {
          asked.push(parameters);
          return Promise.resolve(reply);
        });
      expect(await run(answer(['a', 'b'], 'end_turn'))).toEqual({ output: { text: 'ab' } });
      expect(await run(answer([], 'end_turn'))).toEqual({ output: { text: '' } });
      expect(await run(answer(['a'], 'max_iterations_exceeded'))).toEqual({ error: 'AgentNotFinished' });
      expect(asked[0]).toMatchObject({ Messages: [{ Role: 'user', Content: [{ Text: test.prompt }] }] });
      const { RuntimeSessionId: first } = asked[0] as Fields;
      const { RuntimeSessionId: second } = asked[1] as Fields;
      expect(first).toMatch(/^[a-z0-9-]{36}$/u);
      expect(second).not.toBe(first);
    },
  );

  it.each(CASES.map((test) => [test.name, test] as const))('%s has no finding as a harness', async (name, test) => {
    const proposal = proposalOf(await decisionOf(name, test.handler, test.timeout));
    const { diagnostics } = await lintFiles(
      { 'template.json': deployed(proposal) },
      { preset: 'strict', skip: [...OF_THE_MACHINE] },
    );
    expect(diagnostics.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });

  it.each(CASES.map((test) => [test.name, test] as const))('%s gives a resource of the schema', async (name, test) => {
    const { resources } = proposalOf(await decisionOf(name, test.handler, test.timeout));
    const { Type: type, Properties: properties } = resources.AskHarness as {
      readonly Type: string;
      readonly Properties: Fields;
    };
    expect(type).toBe(CfnHarness.CFN_RESOURCE_TYPE_NAME);
    const stack = new Stack(new App(), 'S');
    const harness = new CfnHarness(stack, 'H', camel(properties) as CfnHarness['_cfnProperties'] as never);
    const resolved = stack.resolve(harness._toCloudFormation()) as {
      readonly Resources: Readonly<Record<string, { Properties: Json }>>;
    };
    // What the schema does not have is dropped on the way.
    expect(Object.values(resolved.Resources)[0]?.Properties).toEqual(flattened(properties));
  });

  it('is judged by rules that see the states', async () => {
    const proposal = proposalOf(await decisionOf('agent_inline.py'));
    const [call, ...others] = proposal.states;
    const { Catch: _catch, Retry: _retry, Assign: _assign, ...bare } = call!.state as Fields;
    const broken = { ...proposal, states: [{ name: 'Ask', state: bare }, ...others] };
    const { diagnostics } = await lintFiles({ 'template.json': deployed(broken) }, { preset: 'strict' });
    const rules = diagnostics.map(({ rule }) => rule);
    expect(rules).toEqual(expect.arrayContaining(['missing-quota-fallback', 'missing-throttling-retry']));
  });

  it('keeps Retry, Catch and the place of the result', async () => {
    const decision = await decisionOf('agent_inline.py', 'handler', 30, {
      ...TASK,
      ResultPath: '$.made',
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Store' }],
    });
    const States = { ...byName(proposalOf(decision).states), Store: { Type: 'Pass', End: true } };
    const input = { claim: { text: 'a' } };
    const throttled = await execute({ StartAt: 'Ask', States }, input, () =>
      Promise.reject(new StateError('BedrockAgentCore.ThrottlingException')),
    );
    expect(throttled.output).toMatchObject({ claim: { text: 'a' }, failure: {} });
    const reply = { Output: { Message: { Content: [{ Text: 'b' }] } }, StopReason: 'end_turn' };
    const answered = await execute({ StartAt: 'Ask', States }, input, () => Promise.resolve(reply));
    expect(answered.output).toEqual({ claim: { text: 'a' }, made: { text: 'b' } });
  });

  it('is no loop over items that offers a tool for its form of answer', async () => {
    const { outcome } = await decisionOf('forced_tool.py');
    expect(outcome).toMatchObject({ kind: 'guarded', subject: 'model' });
  });

  it('is shown with what is left out, for people and for programs', async () => {
    const decision = await decisionOf('agent_strands.py', 'lambda_handler');
    const made = withEdit(decision, [], { removesFunctions: false, exists: () => false });
    const machines = [
      { name: 'Machine', file: 'template.json', tasks: [{ ...made, patch: undefined, refused: undefined }] },
    ];
    const text = renderText(machines, (shown) => shown);
    expect(text).toContain('"Type": "AWS::BedrockAgentCore::Harness"');
    expect(text).toContain('fn/agent_strands.py:16:1 the tool order_status runs inside the function');
    const [shown] = (JSON.parse(renderJson(machines)) as { machines: { tasks: Fields[] }[] }).machines;
    expect(shown?.tasks[0]).toMatchObject({ outcome: 'plan', subject: 'agent' });
    expect((shown?.tasks[0]?.proposal as Fields).leftOut).toMatchObject([{ line: 16 }, { line: 23 }]);
  });

  it('asks a model that the template names at deployment', async () => {
    const environment = { ...ENVIRONMENT, MODEL_ID: { 'Fn::Sub': '${Geo}.amazon.nova-pro-v1:0' } };
    const { resources, parameters } = proposalOf(
      await decisionOf('agent_messages.py', 'lambda_handler', 60, TASK, environment),
    );
    expect(parameters.AskModelId).toBeUndefined();
    expect(resources.AskHarness).toMatchObject({
      Properties: { Model: { BedrockModelConfig: { ModelId: { 'Fn::Sub': '${Geo}.amazon.nova-pro-v1:0' } } } },
    });
  });
});

const HARNESSES: readonly {
  readonly name: string;
  readonly input: Json;
  readonly request: Fields;
  readonly timeout: number;
}[] = [
  {
    name: 'agent_harness.py',
    input: { session_id: 's-1', ticket: { id: 'T1', text: 'no light' } },
    request: {
      HarnessArn: '${HARNESS_ARN}',
      RuntimeSessionId: 's-1',
      Messages: [{ Role: 'user', Content: [{ Text: 'Ticket T1: no light' }] }],
      MaxIterations: 12,
      TimeoutSeconds: 120,
    },
    timeout: 150,
  },
  {
    name: 'agent-harness.mjs',
    input: { question: 'why?' },
    request: {
      HarnessArn: '${HARNESS_ARN}',
      SystemPrompt: [{ Text: 'Answer in one line.' }],
      Messages: [{ Role: 'user', Content: [{ Text: 'Q: why?' }] }],
      MaxIterations: 25,
      TimeoutSeconds: 200,
    },
    timeout: 230,
  },
];

describe('a handler around a library', () => {
  const SOURCES: readonly (readonly [path: string, text: string])[] = [
    [
      'app.py',
      [
        'from langchain_aws import ChatBedrock',
        'llm = ChatBedrock(model_id="amazon.nova-lite-v1:0")',
        'def handler(event, context):',
        '    return {"text": llm.invoke(event["text"]).content}',
      ].join('\n'),
    ],
    [
      'app.mjs',
      [
        "import { bedrock } from '@ai-sdk/amazon-bedrock';",
        "import { generateText } from 'ai';",
        'export const handler = async (event) => {',
        "  const { text } = await generateText({ model: bedrock('amazon.nova-lite-v1:0'), prompt: event.text });",
        '  return { text };',
        '};',
      ].join('\n'),
    ],
  ];

  it.each(SOURCES)('is not said to call no model: %s', async (name, text) => {
    const { outcome } = await decisionOn(statesWith(BY_ARN), { file: name, text });
    expect(outcome).toMatchObject({ kind: 'plan', subject: 'model' });
    const gates = outcome.kind === 'plan' ? outcome.reasons.map(({ gate, message }) => `${gate}: ${message}`) : [];
    expect(gates.join('\n')).toMatch(/effects: \S+\(\) runs an agent or model library/u);
  });
});

describe('a handler that asks a harness', () => {
  it.each(HARNESSES.map((test) => [test.name, test] as const))('%s has its call written out', async (name, test) => {
    const decision = await decisionOf(name);
    const proposal = proposalOf(decision);
    expect(proposal).toMatchObject({
      resources: {},
      parameters: {},
      substitutions: { HARNESS_ARN: { 'Fn::Sub': '${Helper.Arn}' } },
    });
    const [call] = proposal.states;
    expect(call?.state).toMatchObject({ TimeoutSeconds: test.timeout });
    const asked: Json[] = [];
    const States = { ...byName(proposal.states), Store: { Type: 'Pass', End: true } };
    const result = await execute({ StartAt: 'Ask', States }, test.input, (_resource, parameters) => {
      asked.push(parameters);
      return Promise.resolve({ Output: { Message: { Content: [{ Text: 'so' }] } }, StopReason: 'end_turn' });
    });
    expect(result).toEqual({ output: { text: 'so' } });
    expect(asked).toEqual([{ RuntimeSessionId: expect.stringMatching(/^[a-z0-9-]{36}$/u) as string, ...test.request }]);
    const others = {
      Helper: {
        Type: 'AWS::BedrockAgentCore::Harness',
        Properties: { HarnessName: 'helper', ExecutionRoleArn: { Ref: 'Role' }, Model: {}, MaxIterations: 20 },
      },
    };
    const { diagnostics } = await lintFiles(
      { 'template.json': deployed({ ...proposal, resources: others, parameters: { Role: { Type: 'String' } } }) },
      { preset: 'strict', skip: [...OF_THE_MACHINE] },
    );
    expect(diagnostics.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });

  it('stays, since a turn of several messages gives another text', async () => {
    const host = new ScriptHost({
      HARNESS_ARN: 'arn:aws:bedrock-agentcore:eu-west-1:111122223333:harness/h-Ab12Cd34Ef',
    });
    const turn = (...texts: readonly string[]): Json => ({
      messages: texts.map((text) => ({ role: 'assistant', texts: [text] })),
      stopReason: 'end_turn',
    });
    const one = await host.run('handlers/agent-harness.mjs', { question: 'why?' }, turn('so'));
    const two = await host.run('handlers/agent-harness.mjs', { question: 'why?' }, turn('let me see', 'so'));
    await host.close();
    expect(one.requests[0]).toMatchObject({
      parameters: { messages: [{ role: 'user', content: [{ text: 'Q: why?' }] }] },
    });
    expect([one.result, two.result]).toEqual([{ text: 'so' }, { text: 'let me seeso' }]);
    const { outcome } = await decisionOf('agent-harness.mjs');
    expect(outcome).toMatchObject({ kind: 'plan', subject: 'agent' });
  });
});
