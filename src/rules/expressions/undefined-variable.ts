/**
 * A variable that is read where no path to the state has assigned it. Speaks of what is certain: all states and their
 * assignments are known, and a variable that the state asks about first (`$exists`, `IsPresent`) is left alone.
 */
import type { Analyses } from '../../analysis/index.ts';
import type { Assignment, Variables } from '../../analysis/variables.ts';
import { readableAround } from '../../analysis/variables.ts';
import type { VariableUse } from '../../analysis/variable-uses.ts';
import { describePartFirst } from '../../asl/describe-part.ts';
import type { State } from '../../asl/model.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import { nearName, onlyNearName } from '../../text/near-name.ts';
import { slipOf } from '../../text/slip.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';

export default defineRule(
  {
    id: 'undefined-variable',
    category: 'expressions',
    summary: 'A state reads a variable that no state before it can have assigned.',
    why:
      'Step Functions stores a definition that reads variables nobody assigns. When it runs, a JSONata expression finds ' +
      'nothing there, and a field whose expression gives nothing fails with `States.QueryEvaluationError`; a JSONPath ' +
      'that finds nothing ends the execution with `States.Runtime`.\n\n' +
      'A state sees the values from when it was entered: what its own `Assign` sets is there for the states after it. ' +
      'The variables of a branch or an item processor end with it, and the states of a Distributed Map cannot read ' +
      'those around it.',
    remedy: 'Assign the variable in a state before, correct its name, or hand the value over as input.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety:
      'The value of another variable is read, where there was none. Offered where one variable alone has a name that is ' +
      'near, and every path to the state assigns it.',
    messages: {
      nowhere: {
        text: '{Part} reads ${name} in {field}, a variable that no state assigns: there is no value to read when it runs.',
        help: 'Assign ${name} in a state before this one{near}.',
      },
      own: {
        text: '{Part} reads ${name} in {field}, which only the same state assigns: the value is there for the states after it, not yet for this one.',
        help: 'Repeat here what is assigned, or assign ${name} in a state before.',
      },
      later: {
        text: '{Part} reads ${name} in {field}, but no state that runs before it assigns that variable: there is no value to read.',
        help: 'Assign ${name} on the way to this state.',
      },
      scope: {
        text: '{Part} reads ${name} in {field}, which is assigned only inside state "{scope}": a variable cannot be read outside its branch or iteration.',
        help: 'Hand the value out by the output of state "{scope}", and assign it there.',
      },
      distributed: {
        text: '{Part} reads ${name} in {field}, which is assigned outside the Distributed Map "{scope}": its states cannot read the variables around it.',
        help: 'Hand the value in with ItemSelector or BatchInput, and read it from the input.',
      },
      states: {
        text: '{Part} reads $states in {field}, which exists in JSONata states only: there is no value to read when it runs.',
        help: 'Read $ for the input or result and $$ for the context object, or set QueryLanguage to JSONata.',
      },
      first: {
        text: '{Part} reads ${name} in {field}, which is assigned only after it has run once: the first time there is no value to read.',
        help: 'Assign a first value on the way to this state, or test it: $exists(${name}).',
      },
      possibly: {
        text: '{Part} reads ${name} in {field}, which not every path to it assigns: on the others there is no value to read.',
        help: 'Assign ${name} on every path, or test it first.',
        severity: 'note',
        preset: 'all',
      },
    },
    references: ['AWS Step Functions developer guide: Passing data between states with variables'],
  },
  {
    state(state, context) {
      const { uses, tests } = context.analyses.variableUses.of(state);
      const done = new Set<string>();
      for (const use of uses) {
        if (done.has(use.name) || tests.mayInclude(use.name)) continue;
        const reason = reasonAgainst(state, use, context.analyses);
        if (reason === undefined) continue;
        done.add(use.name);
        report(use, reason, context, correction(state, use, reason, context.analyses));
      }
    },
  },
);

interface Reason {
  readonly message: string;
  readonly data?: Readonly<Record<string, string>>;
  /** Where the variable is assigned after all. */
  readonly assigned?: Assignment | undefined;
}

function report(
  { name, part, field, node, range }: VariableUse,
  reason: Reason,
  context: RuleContext,
  fix: Fix | undefined,
): void {
  const { message, data, assigned } = reason;
  context.report({
    at: { slice: node, range },
    message,
    data: { Part: describePartFirst(part), name, field, ...data },
    fix,
    related: assigned === undefined ? [] : [{ at: { key: assigned.key }, note: `$${name} is assigned here` }],
  });
}

/** Undefined for a variable that is assigned, or may be. */
function reasonAgainst(state: State, use: VariableUse, { variables, variableUses }: Analyses): Reason | undefined {
  const { name } = use;
  // No assignment can have this name.
  if (name === 'states') return { message: 'states' };
  switch (variables.atEntry(state, name)) {
    case 'none':
      return reasonForNone(state, name, variables);
    case 'some':
      if (!use.isNeeded || variableUses.tests.mayInclude(name)) return undefined;
      return { message: isReadAtOnce(state, use) && variables.lacksAtFirstEntry(state, name) ? 'first' : 'possibly' };
    default:
      return undefined;
  }
}

/** Whether the state reads it whenever it is entered: no rule, no catcher, nothing that waits for a success. */
function isReadAtOnce(state: State, { part, field }: VariableUse): boolean {
  if (part.kind !== state.type || part.kind === 'Choice') return false;
  const isAfterwards = /^(?:Assign|Output|ResultSelector|OutputPath)(?:[.[]|$)/.test(field);
  return !isAfterwards || !('catchers' in state) || (state.catchers.length === 0 && state.catchersKnown);
}

function reasonForNone(state: State, name: string, variables: Variables): Reason {
  const { machine } = state;
  const own = variables.assignedIn(machine).get(name);
  if (own !== undefined) {
    const isOnlyHere = own.every((assignment) => assignment.state === state);
    return { message: isOnlyHere ? 'own' : 'later', assigned: own[0] };
  }
  let boundary: string | undefined;
  for (let inner = machine; inner.owner !== undefined; inner = inner.owner.machine) {
    if (readableAround(inner) === undefined) boundary ??= inner.owner.name;
    const assigned = variables.assignedIn(inner.owner.machine).get(name)?.[0];
    if (assigned === undefined) continue;
    return boundary === undefined
      ? { message: 'later', assigned }
      : { message: 'distributed', data: { scope: boundary }, assigned };
  }
  const elsewhere = variables.byName.get(name)?.[0];
  if (elsewhere === undefined) return { message: 'nowhere', data: { near: insteadOf(name, state, variables) } };
  return { message: 'scope', data: { scope: elsewhere.state.machine.owner?.name ?? '' }, assigned: elsewhere };
}

function correction(state: State, use: VariableUse, { message }: Reason, { variables }: Analyses): Fix | undefined {
  const { name, node, range } = use;
  const { byName } = variables;
  const near = message !== 'nowhere' || byName.size > 1000 ? undefined : onlyNearName(name, byName.keys());
  if (near === undefined || variables.atEntry(state, near) !== 'all') return undefined;
  if (slipOf(name, near) === 'other') return undefined;
  const at = node.value.slice(range.start, range.end).indexOf(`$${name}`);
  if (at !== 0) return undefined;
  const edits = [edit.splice(node, { start: range.start, end: range.start + name.length + 1 }, `$${near}`)];
  return { title: `Read $${near}`, safety: 'unsafe', edits };
}

/** A near name is not looked for among very many: the work would grow with their number times that of the findings. */
function insteadOf(name: string, { queryLanguage }: State, { byName }: Variables): string {
  const near = byName.size > 1000 ? undefined : nearName(name, byName.keys());
  if (near !== undefined) return `, or read $${near}`;
  return queryLanguage === 'JSONPath' ? `, or write $.${name} for a member of the input` : '';
}
