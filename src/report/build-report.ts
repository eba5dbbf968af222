/**
 * From a machine and its analyses to the plain data of a report, and the findings put into it. Everything is read while
 * the machine is at hand; nothing of it is kept.
 */
import type { Analyses } from '../analysis/index.ts';
import { longestDuration } from '../analysis/longest-duration.ts';
import { countSteps } from '../analysis/step-count.ts';
import { callsWithUnknownNeeds, neededStatements } from '../analysis/permissions/needed-statements.ts';
import { machinesWithin } from '../asl/model.ts';
import type { Machine, State, TaskState } from '../asl/model.ts';
import type { Facts } from '../aws/facts.ts';
import type { TransitionPrice } from '../aws/prices.ts';
import type { Diagnostic } from '../engine/diagnostic.ts';
import type { MigrationOf } from '../fixers/task-migration.ts';
import type { Severity } from '../rules/rule.ts';
import { isAiTask, reportAiTask } from './ai-tasks.ts';
import { NO_FINDINGS, drawDiagram, markFindings } from './diagram.ts';
import type { FindingCounts } from './diagram.ts';
import { errorRoutesOf } from './error-routes.ts';
import { lambdaTasksOf } from './lambda-tasks.ts';
import { cut } from './machine-report.ts';
import type {
  Cut,
  DurationReport,
  ErrorRoute,
  MachineReport,
  PermissionReport,
  ReportedFinding,
  StateCounts,
  TransitionReport,
} from './machine-report.ts';
import { placeOf, placeOfSpan, referTo } from './references.ts';

const MOST_AI_TASKS = 100;
const MOST_ROUTES = 120;
const MOST_FINDINGS = 200;
const MOST_STATES_NAMED = 12;

/** Without findings: those of a run are known only when it is over. */
export function reportMachine(machine: Machine, analyses: Analyses, migrationOf: MigrationOf): MachineReport {
  const states = [...machinesWithin(machine)].flatMap((within) => within.states);
  const tasks = states.filter((state) => state.type === 'Task');
  const transitions = transitionsOf(machine, analyses);
  const diagram = drawDiagram(machine, states.length);
  const permissions = permissionsOf(machine);
  const lambdaTasks = lambdaTasksOf(tasks, migrationOf);
  return {
    name: machine.name,
    place: placeOf(machine.node),
    declarations: machine.declarations.flatMap(({ name, resource }) =>
      resource === undefined ? [] : [{ name, place: placeOf(resource.key) }],
    ),
    type: machine.type,
    queryLanguage: queryLanguageOf(states, machine),
    states: countStates(states),
    aiTasks: aiTasksOf(tasks, analyses),
    ...(lambdaTasks === undefined ? {} : { lambdaTasks }),
    duration: durationOf(machine, analyses),
    ...(transitions === undefined ? {} : { transitions }),
    errorRoutes: routesOf(tasks, analyses),
    ...(permissions === undefined ? {} : { permissions }),
    findings: { items: [], total: 0 },
    severities: NO_FINDINGS,
    ...(diagram === undefined ? {} : { diagram }),
  };
}

/** Undefined for a machine that calls nothing. */
function permissionsOf(machine: Machine): PermissionReport | undefined {
  const statements = neededStatements(machine).Statement;
  const open = cut(callsWithUnknownNeeds(machine), MOST_STATES_NAMED);
  if (statements.length === 0 && open.total === 0) return undefined;
  const more = open.total - open.items.length;
  return {
    statements: statements.map(({ Action, Resource }) => ({ actions: Action, resources: Resource })),
    open: [
      ...open.items.map(({ name }) => `State "${name}": what its call needs is not known here.`),
      ...(more > 0 ? [`And ${more} more.`] : []),
    ],
  };
}

export function withFindings(report: MachineReport, found: readonly Diagnostic[]): MachineReport {
  if (found.length === 0) return report;
  const byState = countByState(found);
  const countsOf = (path: readonly string[]): FindingCounts => byState.get(JSON.stringify(path)) ?? NO_FINDINGS;
  const tasks = report.aiTasks.items.map((task) => {
    const { error, warning, note } = countsOf([...task.state.within, task.state.name]);
    return { ...task, findings: error + warning + note };
  });
  const severities = { ...NO_FINDINGS };
  for (const { severity } of found) severities[severity]++;
  return {
    ...report,
    aiTasks: { ...report.aiTasks, items: tasks },
    findings: reportFindings(found),
    severities,
    ...(report.diagram === undefined ? {} : { diagram: markFindings(report.diagram, countsOf) }),
  };
}

/** Findings by the path of their state, for a name alone may stand twice in a machine. */
function countByState(found: readonly Diagnostic[]): ReadonlyMap<string, FindingCounts> {
  const counts = new Map<string, FindingCounts>();
  for (const { statePath, severity } of found) {
    const key = JSON.stringify(statePath);
    const known = counts.get(key) ?? NO_FINDINGS;
    counts.set(key, { ...known, [severity]: known[severity] + 1 });
  }
  return counts;
}

const TYPES = ['Task', 'Pass', 'Choice', 'Wait', 'Parallel', 'Map', 'Succeed', 'Fail', 'untyped'] as const;

function countStates(states: readonly State[]): StateCounts {
  const counts = new Map<string, number>();
  for (const { type } of states) counts.set(type, (counts.get(type) ?? 0) + 1);
  const byType = TYPES.flatMap((type) => {
    const count = counts.get(type);
    return count === undefined ? [] : [{ type, count }];
  });
  return { total: states.length, byType };
}

function queryLanguageOf(states: readonly State[], machine: Machine): MachineReport['queryLanguage'] {
  const [first, ...others] = new Set(states.map((state) => state.queryLanguage));
  if (others.length > 0) return 'mixed';
  return first ?? machine.queryLanguage;
}

function aiTasksOf(tasks: readonly TaskState[], analyses: Analyses): MachineReport['aiTasks'] {
  const all = cut(tasks.filter(isAiTask), MOST_AI_TASKS);
  return { items: all.items.map((task) => reportAiTask(task, analyses)), total: all.total };
}

function durationOf(machine: Machine, analyses: Analyses): DurationReport {
  const { seconds, open, isWhole, hasLoops, limit } = longestDuration(machine, analyses);
  const named = cut(open, MOST_STATES_NAMED);
  return {
    ...(seconds === undefined ? {} : { seconds }),
    open: { items: named.items.map(({ state, why }) => ({ state: referTo(state), why })), total: named.total },
    isWhole,
    hasLoops,
    ...(limit === undefined ? {} : { limit }),
  };
}

function transitionsOf(machine: Machine, analyses: Analyses): TransitionReport | undefined {
  const count = countSteps(machine, analyses);
  if (count === undefined) return undefined;
  const perItem = cut(count.perItem, MOST_STATES_NAMED);
  const loops = cut(count.unboundedLoops, MOST_STATES_NAMED);
  return {
    steps: count.steps,
    perItem: {
      items: perItem.items.map(({ map, steps }) => ({ map: referTo(map), steps, mode: map.mode })),
      total: perItem.total,
    },
    unboundedLoops: { items: loops.items.map(referTo), total: loops.total },
    isWhole: count.isWhole,
    ...(machine.type === 'STANDARD' ? { price: priceOf(analyses.facts) } : {}),
  };
}

function priceOf({ prices }: Facts): TransitionPrice {
  const { dollarsPerThousand, region, date } = prices.standardTransition;
  return { dollarsPerThousand, region, date };
}

/** AI tasks first, for whose sake errors are looked at. */
function routesOf(tasks: readonly TaskState[], { errorFlow }: Analyses): Cut<ErrorRoute> {
  const ordered = [...tasks.filter(isAiTask), ...tasks.filter((task) => !isAiTask(task))];
  const items: ErrorRoute[] = [];
  let shown = 0;
  for (const task of ordered) {
    if (items.length >= MOST_ROUTES) break;
    items.push(...errorRoutesOf(task, errorFlow));
    shown++;
  }
  return { items, total: items.length + ordered.length - shown };
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

/** The gravest first, then as they stand in the file. */
export function reportFindings(found: readonly Diagnostic[]): Cut<ReportedFinding> {
  const sorted = [...found].sort(
    (a, b) => RANK[a.severity] - RANK[b.severity] || a.primary.start - b.primary.start || compareText(a.rule, b.rule),
  );
  const { items, total } = cut(sorted, MOST_FINDINGS);
  return { items: items.map(reportFinding), total };
}

function reportFinding({ rule, severity, message, help, statePath, primary }: Diagnostic): ReportedFinding {
  const name = statePath.at(-1);
  return {
    rule,
    severity,
    message,
    ...(help === undefined ? {} : { help }),
    ...(name === undefined ? {} : { state: { name, within: statePath.slice(0, -1) } }),
    place: placeOfSpan(primary),
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
