/** A transition to a state that its machine does not have. */
import type { Machine, State } from '../../asl/model.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import { hasPlaceholder } from '../../text/placeholders.ts';
import { slipOf } from '../../text/slip.ts';
import type { Node } from '../../tree/node.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';

export default defineRule(
  {
    id: 'missing-transition-target',
    category: 'transitions',
    summary: 'A transition names a state that does not exist in its machine.',
    why:
      'Step Functions refuses a definition in which `StartAt`, `Next`, `Default`, or the `Next` of a choice rule or ' +
      'catcher names no state beside it. States of a Map or of a branch lead to each other only.',
    remedy: 'Name a state of the same machine, branch or item processor.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',
    fixSafety:
      'Safe where the name is near to that of one other state alone, and differs from it by case, blanks or hyphens, by ' +
      'one slip inside a word, or by a letter or two inside or at the end of a word where nothing else leads to that ' +
      'state. What differs in digits or at the beginning of a word may be another name: that is no slip. Else it is a plan.',
    messages: {
      next: {
        text: 'State "{state}" leads to "{target}", and there is no state of that name{where}: Step Functions refuses the definition.',
        help: 'Name one of: {names}.',
        serviceCode: 'MISSING_TRANSITION_TARGET',
      },
      near: {
        text: 'State "{state}" leads to "{target}", and there is no state of that name{where}: Step Functions refuses the definition.',
        help: 'Write "{near}".',
        serviceCode: 'MISSING_TRANSITION_TARGET',
      },
      start: {
        text: '{what} starts at "{target}", and has no state of that name: Step Functions refuses the definition.',
        help: 'Name one of: {names}.',
        serviceCode: 'MISSING_TRANSITION_TARGET',
      },
    },
    references: ['AWS Step Functions developer guide: State machine structure in Amazon States Language'],
  },
  {
    anyMachine(machine, context) {
      const start = machine.startAt;
      if (start?.kind !== 'string' || !isMissing(machine, start.value)) return;
      const data = { what: describe(machine), target: start.value, names: namesOf(machine) };
      context.report({ at: start, message: 'start', data, fix: correction(machine, start, start.value, context) });
    },
    state(state, context) {
      if (state.type === 'Fail' || state.type === 'Succeed') return;
      for (const { node, target } of state.transitions) {
        if (target !== undefined && isMissing(state.machine, target)) report(state, node, target, context);
      }
    },
  },
);

function report(state: State, at: Node, target: string, context: RuleContext): void {
  const { machine } = state;
  const near = context.analyses.names.nearState(machine, target);
  const data = { state: state.name, target, where: whereOf(machine), names: namesOf(machine), near: near ?? '' };
  const fix = correction(machine, at, target, context, state.name);
  context.report({ at, message: near === undefined ? 'next' : 'near', data, fix });
}

/** A state that leads to itself by a slip is not what anybody meant. */
function correction(
  machine: Machine,
  at: Node,
  target: string,
  { analyses }: RuleContext,
  from?: string,
): Fix | undefined {
  const { names } = analyses;
  const near = at.kind === 'string' ? names.onlyNearState(machine, target) : undefined;
  if (near === undefined || near === from || hasPlaceholder(near) || at.kind !== 'string') return undefined;
  const title = `Write "${near}"`;
  switch (slipOf(target, near)) {
    case 'spelling':
    case 'letter':
      return { title, safety: 'safe', edits: [edit.retext(at, near)] };
    case 'word':
      if (names.mayBeLedTo(machine, near)) return { title, safety: 'plan', edits: [] };
      return { title, safety: 'safe', edits: [edit.retext(at, near)] };
    case 'other':
      return undefined;
  }
}

/** Certain only when every name of the machine is known. */
function isMissing(machine: Machine, target: string): boolean {
  const states = machine.node.get('States');
  if (states?.kind !== 'object' || states.get(target) !== undefined || states.isOpen) return false;
  return !hasPlaceholder(target);
}

function whereOf(machine: Machine): string {
  switch (machine.kind) {
    case 'root':
      return '';
    case 'branch':
      return ' in its branch';
    case 'itemProcessor':
      return ' in its item processor';
  }
}

function describe({ kind, name, owner }: Machine): string {
  if (owner === undefined) return `State machine "${name}"`;
  return `${kind === 'branch' ? 'A branch' : 'The item processor'} of state "${owner.name}"`;
}

/** The first names only, and no list of all of them: a machine may have very many, and as many wrong targets. */
function namesOf({ stateByName }: Machine): string {
  const names: string[] = [];
  for (const name of stateByName.keys()) {
    if (names.length === MOST_NAMES) break;
    names.push(name);
  }
  return stateByName.size > MOST_NAMES ? `${names.join(', ')} …` : names.join(', ');
}

const MOST_NAMES = 5;
