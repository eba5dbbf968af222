/**
 * What could stand in the place of a function that runs an agent: the harness as a resource with its role, and the states that
 * call it. A proposal, never an edit: a hosted agent is another program, and whether it answers as well is for people to
 * judge. What could not be carried over is told by name and place.
 */
import type { TaskState } from '../../asl/model.ts';
import { BUILT_IN_TOOLS, HARNESS_TOOLS } from '../../aws/agent-libraries.ts';
import type { ServiceTables } from '../../aws/services/tables.ts';
import type { AgentFacts, AgentTool, Json } from '../../handlers/ir.ts';
import type { SourceFile } from '../../text/source-file.ts';
import type { NewState } from '../target.ts';
import type { FunctionFacts } from '../function-gates.ts';
import type { Reason } from '../reason.ts';
import { reasonIn } from '../reason.ts';
import { deployedText } from './deployed.ts';
import { harnessResources } from './resources.ts';
import { harnessStates } from './states.ts';

export interface Proposal {
  /** Of the template: what the source does not say. */
  readonly parameters: Readonly<Record<string, Json>>;
  readonly resources: Readonly<Record<string, Json>>;
  /** Of the machine, beside those it has. */
  readonly substitutions: Readonly<Record<string, Json>>;
  readonly states: readonly NewState[];
  /** IAM actions that the role of the machine needs, on the harness. */
  readonly permissions: readonly string[];
  readonly notes: readonly string[];
  /** What the source has and a harness does not take. */
  readonly leftOut: readonly Reason[];
}

export interface AgentPlace {
  readonly state: TaskState;
  readonly called: FunctionFacts;
  readonly file: SourceFile;
  readonly services: ServiceTables;
}

/** Names of one proposal, all made of the name of the state. */
export interface Names {
  readonly harness: string;
  readonly role: string;
  readonly arn: string;
  readonly modelId: string;
  readonly gatewayArn: string;
}

export function proposeHarness(agent: AgentFacts, place: AgentPlace): Proposal {
  const names = namesOf(place.state.name);
  if (agent.kind === 'harness') return callHarness(agent, place, names);
  const tools = sorted(agent.tools);
  const {
    parameters,
    resources,
    notes: open,
  } = harnessResources(agent, tools, { names, deployed: (variable) => deployedText(place, variable) });
  const { states, substitutions, permissions, notes } = harnessStates(agent, place, names);
  return {
    parameters,
    resources,
    substitutions: { ...substitutions, [names.arn]: { 'Fn::GetAtt': [names.harness, 'Arn'] } },
    states,
    permissions,
    notes: [...open, ...notes, ...ownNotes(agent)],
    leftOut: tools.own.map((tool) => leftOut(tool, place.file)),
  };
}

/** The harness is there already: only the state is another. */
function callHarness(agent: AgentFacts, place: AgentPlace, names: Names): Proposal {
  const { states, substitutions, permissions, notes } = harnessStates(agent, place, names);
  return {
    parameters: {},
    resources: {},
    substitutions,
    states,
    permissions,
    notes: [...notes, ...ownNotes(agent)],
    leftOut: [],
  };
}

function namesOf(state: string): Names {
  const words = state.match(/[A-Za-z0-9]+/g) ?? [];
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  // A harness's name has up to 40 characters, and begins with a letter.
  const base = (/^[A-Za-z]/.test(joined) ? joined : `Agent${joined}`).slice(0, 33);
  return {
    harness: `${base}Harness`,
    role: `${base}HarnessRole`,
    arn: `${base}HarnessArn`,
    modelId: `${base}ModelId`,
    gatewayArn: `${base}ToolGatewayArn`,
  };
}

export interface SortedTools {
  /** Types of tools that a harness has. */
  readonly hosted: readonly string[];
  readonly own: readonly AgentTool[];
}

function sorted(tools: readonly AgentTool[]): SortedTools {
  const types = tools.map((tool) => (isOwn(tool) ? undefined : HARNESS_TOOLS[tool.name]));
  return {
    hosted: [...new Set(types.filter((type) => type !== undefined))],
    own: tools.filter((tool) => isOwn(tool) || !(tool.name in HARNESS_TOOLS || BUILT_IN_TOOLS.includes(tool.name))),
  };
}

function isOwn({ library }: AgentTool): boolean {
  return library === undefined;
}

function leftOut({ name, library, start, end }: AgentTool, file: SourceFile): Reason {
  const whose = library === undefined ? '' : ` of ${library}`;
  return reasonIn(file, {
    gate: 'pure-ops',
    message: `the tool ${name}${whose} runs inside the function, and a harness cannot call it there`,
    unblock: 'Make it a Lambda target of an AgentCore Gateway.',
    range: { start, end },
  });
}

function ownNotes({ kind, toolsKnown }: AgentFacts): readonly string[] {
  const notes = [
    'A harness answers with the last message of the agent, as text; what the function made of the answer is not carried over.',
    'What the function checks, logs or stores around the agent is not carried over.',
  ];
  if (kind === 'harness') return notes;
  notes.push('The role of the harness allows the model and the gateway alone: add what logs, traces and memory need.');
  if (kind === 'bedrockAgent' || kind === 'agentRuntime')
    notes.push('Instructions and tools of the agent stand where it is set up: write them into the harness.');
  else if (!toolsKnown) notes.push('Some of its tools cannot be seen in the source: look through them.');
  if (kind === 'bedrockAgent' || kind === 'inlineAgent' || kind === 'agentRuntime')
    notes.push(
      'Each run has a session of its own; for a conversation, send an id of 33 characters or more with the input.',
    );
  return notes;
}
