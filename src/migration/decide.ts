/**
 * What becomes of one Lambda task: safe (the same for every input), guarded (the same, or a failure before any call), or a
 * plan with every reason why it stays. All gates are asked; nothing stops at the first.
 */
import type { TaskState } from '../asl/model.ts';
import { AGENT_OPERATIONS } from '../aws/handler-calls.ts';
import type { Understanding } from '../handlers/ir.ts';
import { mayCallModel } from '../handlers/mentions-model.ts';
import { understand } from '../handlers/understand.ts';
import type { SourceFile } from '../text/source-file.ts';
import { proposeHarness } from './agent/proposal.ts';
import type { AgentPlace, Proposal } from './agent/proposal.ts';
import { isOfProgram } from './edit/program-edit.ts';
import { causeReasons, environmentOf, formReasons, functionReasons } from './function-gates.ts';
import type { CalledFunction, Decision, DecisionContext, Outcome, Subject } from './outcome.ts';
import { ordered, reasonIn } from './reason.ts';
import type { Reason } from './reason.ts';
import { sizeReasons } from './size-gate.ts';
import type { SplitOutcome } from './split/split.ts';
import type { Target } from './target.ts';
import { TaskLowering } from './task-lowering.ts';

export async function decide(state: TaskState, called: CalledFunction, context: DecisionContext): Promise<Decision> {
  return { state, function: called, outcome: await outcomeOf(state, called, context) };
}

async function outcomeOf(state: TaskState, called: CalledFunction, context: DecisionContext): Promise<Outcome> {
  const { source } = called;
  if (source.kind === 'unknown') return { kind: 'unknown', why: source.why, unblock: source.unblock };
  if (!mayCallModel(source.file.text)) return { kind: 'noModel' };
  const found = await understand({
    path: source.path,
    text: source.file.text,
    name: source.handler,
    environment: environmentOf(called),
  });
  if (found.calls.length === 0 && found.blockers.every(({ gate }) => gate !== 'parse' && gate !== 'source'))
    return { kind: 'noModel' };
  const reasons: Reason[] = [
    ...formReasons(state, called),
    ...sizeReasons(called),
    ...found.blockers.map((blocker) => reasonIn(source.file, blocker)),
    ...functionReasons(called),
    ...causeReasons(state),
  ];
  const lowering = new TaskLowering(state, called, { ...context, file: source.file });
  const target = await loweredTarget(lowering, found);
  reasons.push(...lowering.reasons);
  const { calls } = found;
  const subject = subjectOf(found);
  if (reasons.length > 0 || target === undefined) {
    const split = maySplit(subject, reasons, state, source.file)
      ? await splitOf(state, called, found, context)
      : undefined;
    if (split?.target !== undefined) return { kind: 'guarded', subject, calls, target: split.target };
    const proposal = proposed(found, { state, called, file: source.file, services: context.services });
    return { kind: 'plan', subject, calls, reasons: ordered(reasons), split: ordered(split?.reasons ?? []), proposal };
  }
  // Several states are never the same in all that may happen between two of them.
  const isGuarded = target.guards.length > 0 || found.program !== undefined;
  return { kind: isGuarded ? 'guarded' : 'safe', subject, calls, target };
}

/**
 * What stands against a task in its definition alone is sooner mended there than by two functions more, and what is too
 * large for one state is so for three. Nothing is split in a program.
 */
function maySplit(subject: Subject, reasons: readonly Reason[], state: TaskState, file: SourceFile): boolean {
  if (subject !== 'model' || isOfProgram(state) || reasons.some(({ gate }) => gate === 'size')) return false;
  return reasons.some(({ gate, span }) => gate !== 'validate' && span?.file === file);
}

/** Its reader of sources is loaded only for what does not leave the function whole. */
async function splitOf(
  state: TaskState,
  called: CalledFunction,
  found: Understanding,
  { services }: DecisionContext,
): Promise<SplitOutcome> {
  const { splitTask } = await import('./split/split.ts');
  return splitTask({ state, called, found, services });
}

async function loweredTarget(
  lowering: TaskLowering,
  { summary, program, perItem }: Understanding,
): Promise<Target | undefined> {
  if (perItem !== undefined) return lowering.lowerItems(perItem);
  if (summary !== undefined) return lowering.lower(summary);
  return program === undefined ? undefined : lowering.lowerProgram(program);
}

function subjectOf({ agent, calls }: Understanding): Subject {
  const asksAgent = agent !== undefined || calls.some(({ operation }) => AGENT_OPERATIONS.includes(operation));
  return asksAgent ? 'agent' : 'model';
}

function proposed({ agent }: Understanding, place: AgentPlace): Proposal | undefined {
  return agent === undefined ? undefined : proposeHarness(agent, place);
}
