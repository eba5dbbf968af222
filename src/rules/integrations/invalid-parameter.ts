/** A Task that passes parameters which its call does not take. */
import type { CalledParameters } from '../../analysis/called-parameters.ts';
import { parameterFaults } from '../../analysis/parameter-faults.ts';
import type { ParameterFault } from '../../analysis/parameter-faults.ts';
import type { TaskState } from '../../asl/model.ts';
import type { Fix } from '../../fixers/fix.ts';
import { renameMembers } from '../../fixers/member-names.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'invalid-parameter',
    category: 'integrations',
    summary: 'A Task passes a parameter that its call does not take, or lacks one that it needs.',
    why:
      'Step Functions reads the parameters of a call by their names, and hands them to the service. It refuses a name ' +
      'that differs by a letter’s case, some when the definition is created and the rest when the state runs, and ' +
      'fails for a value of a wrong type. In SDK integrations every name is in Pascal case, at every level, also ' +
      'where the API itself writes `modelId`.\n\n' +
      'The names come from dated tables of the services. What is merely absent from a table may be newer than it, so ' +
      'an unknown or missing parameter is a warning. Values that are computed at run time are not judged, nor is a ' +
      'state without `Parameters` or `Arguments`, which passes its input on.',
    remedy: 'Write the name and the type of the parameter as the reference of the integration has them.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',
    fixSafety: 'For a name that differs by more than case the fix is a guess.',
    messages: {
      case: {
        text: 'State "{state}" passes {field} to {call}, which knows it as {wanted}: Step Functions refuses the name.',
        help: 'Write {wanted}.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      spelling: {
        text: 'State "{state}" passes {field} to {call}, for which it is written {wanted}: Step Functions may refuse the name.',
        help: 'Write {wanted}.',
        severity: 'warning',
      },
      unknown: {
        text: 'State "{state}" passes {field} to {call}, and the tables of {date} have no such parameter.',
        help: 'Check the name; a parameter that is newer than the tables is fine.',
        severity: 'warning',
      },
      near: {
        text: 'State "{state}" passes {field} to {call}, and the tables of {date} have no such parameter.',
        help: 'Perhaps {wanted} is meant; a parameter that is newer than the tables is fine.',
        severity: 'warning',
      },
      missing: {
        text: 'State "{state}" calls {call} without {field}, required by the tables of {date}: the call fails.',
        help: 'Add {field}.',
        severity: 'warning',
      },
      type: {
        text: 'State "{state}" passes {actual} as {field} to {call}, which takes {wanted}: the call fails.',
        help: 'Write {wanted}.',
      },
      path: {
        text: 'State "{state}" passes the text {actual} as {field} to {call}, which takes {wanted}: the call fails.',
        help: 'For what the path names, end the key with .$ in a JSONPath state, or write an expression in a JSONata one.',
      },
      coerced: {
        text: 'State "{state}" passes {actual} as {field} to {call}, which takes {wanted}: the call may fail.',
        help: 'Write {wanted}.',
        severity: 'warning',
      },
      value: {
        text: 'State "{state}" passes {actual} as {field} to {call}, and the tables of {date} do not list that value.',
        help: 'Write {wanted}; a value that is newer than the tables is fine.',
        severity: 'warning',
      },
      range: {
        text: 'State "{state}" passes {actual} as {field} to {call}, which takes {wanted}: the call fails.',
        help: 'Write {wanted}.',
      },
      disputed: {
        text: 'State "{state}" passes {actual} as {field} to {call}, which by its reference takes {wanted}.',
        help: 'Write {wanted}.',
        severity: 'warning',
        preset: 'strict',
      },
      union: {
        text: 'State "{state}" passes {actual} in {field} to {call}, which takes exactly one of them: the call fails.',
        help: 'Keep one of them.',
      },
      both: {
        text: 'State "{state}" passes {actual} to {call}, which takes exactly one of them: the call fails.',
        help: 'Keep one of them.',
      },
      neither: {
        text: 'State "{state}" calls {call} with neither {field}, of which it needs one: the call fails.',
        help: 'Add one of them.',
        severity: 'warning',
      },
      alone: {
        text: 'State "{state}" passes {field} to {call} without {wanted}, with which it goes: the call fails.',
        help: 'Add {wanted}, or remove {field}.',
        severity: 'warning',
      },
    },
    references: [
      'AWS Step Functions developer guide: Passing parameters to a service API in Step Functions',
      'AWS Step Functions developer guide: Learning to use AWS service SDK integrations in Step Functions',
      'AWS Step Functions developer guide: Call HTTPS APIs in Step Functions workflows',
    ],
  },
  {
    task(state, context) {
      const { integration } = state;
      if (integration.kind !== 'optimised' && integration.kind !== 'sdk') return;
      const called = context.analyses.calledParameters.of(integration);
      if (called === undefined) return;
      const faults = parameterFaults(state, called);
      for (const fault of faults) {
        const { at = { key: state.key }, kind: message, other } = fault;
        const related = other === undefined ? [] : [{ at: { key: other.key }, note: 'the other one' }];
        context.report({ at, message, data: dataOf(state, called, fault), related, fix: rename(state, fault, faults) });
      }
    },
  },
);

/** What differs by more than case is a guess. */
function rename(state: TaskState, fault: ParameterFault, faults: readonly ParameterFault[]): Fix | undefined {
  const { kind, at, wanted: name = '' } = fault;
  if ((kind !== 'case' && kind !== 'near') || at === undefined || !('key' in at)) return undefined;
  // With all that would get the same name, so that no two members of one object do.
  const alike = faults.flatMap((other) =>
    other !== fault && other.wanted === name && other.at !== undefined && 'key' in other.at
      ? [{ key: other.at.key, name }]
      : [],
  );
  const [edit] = (state.arguments && renameMembers(state.arguments, [{ key: at.key, name }, ...alike])) ?? [];
  if (edit === undefined) return undefined;
  return { title: `Rename it to ${name}`, safety: kind === 'case' ? 'safe' : 'unsafe', edits: [edit] };
}

function dataOf(state: TaskState, { call, date }: CalledParameters, fault: ParameterFault): Record<string, string> {
  const { field, actual = '', wanted = '' } = fault;
  return { state: state.name, call, date, field, actual, wanted };
}
