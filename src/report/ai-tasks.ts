/** What a report says of one AI task: the model, the calls at worst with every factor, and where its prompts are. */
import type { CallBudget, Concurrency, Factor } from '../analysis/call-budget.ts';
import type { Analyses } from '../analysis/index.ts';
import { promptsOf } from '../analysis/prompts.ts';
import { calledModel } from '../asl/called-model.ts';
import type { AiCall } from '../asl/integrations.ts';
import type { TaskState } from '../asl/model.ts';
import type { Facts } from '../aws/facts.ts';
import { memberOf } from '../asl/payload.ts';
import { cut } from './machine-report.ts';
import type {
  AiTaskReport,
  CallReport,
  ConcurrencyReport,
  Cut,
  FactorReport,
  ModelReport,
  PromptReport,
} from './machine-report.ts';
import { placeOf, referTo } from './references.ts';

const MOST_PROMPTS = 20;

export type AiTask = TaskState & { readonly aiCall: AiCall };

export function isAiTask(state: TaskState): state is AiTask {
  return state.aiCall !== undefined;
}

export function reportAiTask(task: AiTask, analyses: Analyses): AiTaskReport {
  return {
    state: referTo(task),
    place: placeOf(task.key),
    operation: task.aiCall.operation.name,
    model: modelOf(task, analyses.facts),
    calls: callsOf(analyses.callBudgets.of(task)),
    prompts: promptReports(task, analyses),
    findings: 0,
  };
}

/** What names the model, or what stands for it: an agent, a harness, a knowledge base. */
const NAMING_PARAMETERS = ['ModelId', 'HarnessArn', 'AgentRuntimeArn', 'KnowledgeBaseId'] as const;

function modelOf(task: TaskState, { models }: Facts): ModelReport {
  const model = calledModel(task, models);
  if (model !== undefined) {
    const { id, tier, prices } = model;
    return {
      kind: 'model',
      id,
      ...(tier === undefined ? {} : { tier }),
      ...(prices === undefined ? {} : { prices }),
    };
  }
  for (const name of NAMING_PARAMETERS) {
    const member = memberOf(task.arguments, name, task.queryLanguage);
    if (member.kind === 'absent') continue;
    if (member.kind === 'computed') return { kind: 'text', text: `${name} from the data` };
    if (member.kind === 'literal' && member.node.kind === 'string')
      return { kind: 'text', text: `${name} ${member.node.value}` };
    const node = task.arguments?.kind === 'object' ? task.arguments.get(name) : undefined;
    if (node?.kind !== 'unknown') return { kind: 'unknown' };
    return { kind: 'text', text: `${name} ${node.template ?? `(${node.why})`}` };
  }
  return { kind: 'unknown' };
}

function callsOf(budget: CallBudget): CallReport {
  const { callsPerItem, isExact, calls, factors, concurrency, secondsPerRun } = budget;
  const counts = concurrency.map(({ count }) => count);
  const atOnce = counts.includes(undefined) ? undefined : counts.reduce<number>((all, n) => all * (n ?? 1), 1);
  return {
    perItem: callsPerItem,
    isExact,
    ...(calls === undefined ? {} : { perExecution: calls }),
    factors: factors.map(reportFactor),
    ...(atOnce === undefined ? {} : { atOnce }),
    concurrency: concurrency.map(reportConcurrency),
    ...(secondsPerRun === undefined ? {} : { secondsPerRun }),
  };
}

function reportFactor({ kind, state, count }: Factor): FactorReport {
  return { kind, type: state.type, state: referTo(state), ...(count === undefined ? {} : { count }) };
}

function reportConcurrency({ state, count, by }: Concurrency): ConcurrencyReport {
  return { map: referTo(state), ...(count === undefined ? {} : { count }), by };
}

function promptReports(task: TaskState, { parseJsonata }: Analyses): Cut<PromptReport> {
  const prompts = cut(promptsOf(task, parseJsonata), MOST_PROMPTS);
  const items = prompts.items.map(({ field, node, length, hasSeveralLines }) => ({
    state: referTo(task),
    field,
    place: placeOf(node),
    length,
    hasSeveralLines,
  }));
  return { items, total: prompts.total };
}
