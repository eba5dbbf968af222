/** A catcher that replaces the whole input by the error, before a state that reads the input. */
import { reachableFrom } from '../../analysis/graph.ts';
import type { Catcher, State } from '../../asl/model.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import type { Node } from '../../tree/node.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'catch-discards-input',
    category: 'errors',
    summary: 'A catcher replaces the input by the error, and a later state reads the input.',
    why:
      'In a JSONPath state a catcher without `ResultPath` hands on `{"Error": …, "Cause": …}` and nothing else. A state ' +
      'on the path of the error that reads a field of the lost input fails with `States.Runtime`, which no catcher ' +
      'takes: the handling of one error ends the execution with another, and hides the first.',
    remedy: 'Give the catcher a `ResultPath`, such as `$.error`: the input stays, and the error lies beside it.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety: 'The states after the catcher get the input with the error in it, where they got the error alone.',
    messages: {
      discards: {
        text: 'State "{state}" hands on nothing but Error and Cause when this catcher takes over, and "{reader}" then reads {name}: the execution fails there.',
        help: 'Add "ResultPath": "$.error" to the catcher, so that the input is kept.',
      },
      discardsForItself: {
        text: 'State "{state}" gets nothing but Error and Cause when this catcher leads back to it, and then reads {name}: the execution fails there.',
        help: 'Add "ResultPath": "$.error" to the catcher, so that the input is kept.',
      },
    },
    references: ['AWS Step Functions developer guide: Handling errors in Step Functions workflows'],
  },
  {
    state(state, context) {
      for (const { catcher, reader, read, step } of context.analyses.lostInputs.get(state) ?? []) {
        const data = { state: state.name, reader: reader.name, name: step.name };
        const related = [{ at: { slice: read.node, range: step.range }, note: 'it is read here' }];
        const at = catcher.node.entry('ResultPath')?.value ?? catcher.next ?? catcher.node;
        const message = reader === state ? 'discardsForItself' : 'discards';
        context.report({ at, message, data, related, fix: keepInput(state, catcher) });
      }
    },
  },
);

/**
 * At the place where the states after the catcher look for the error, if they do. None where they look at the top, as
 * the catcher leaves it now, in several places, or for something else at that place.
 */
function keepInput({ machine }: State, { node, next }: Catcher): Fix | undefined {
  const target = next?.kind === 'string' ? machine.stateByName.get(next.value) : undefined;
  if (target === undefined || node.isOpen) return undefined;
  const reads = [...reachableFrom(machine, [target], () => true)].flatMap(readsIn);
  const places = new Set(reads.flatMap((read) => [...read.matchAll(ERROR_IN_PLACE)].map(([, place]) => place ?? '')));
  const [place = 'error'] = places;
  const path = `$.${place}`;
  if (places.size > 1 || reads.some((read) => readsOtherwise(read, place))) {
    const title = 'Set ResultPath to a place of its own, and read the error from there';
    return { title, safety: 'plan', edits: [] };
  }
  return {
    title: `Set ResultPath to ${path}`,
    safety: 'unsafe',
    edits: [edit.set(node, 'ResultPath', path)],
  };
}

/** `$.failure.Cause`, `$states.input.failure.Error` */
const ERROR_IN_PLACE = /\$(?:states\.input)?\.([A-Za-z_]\w*)\.(?:Error|Cause)\b/g;

function readsOtherwise(read: string, place: string): boolean {
  const rest = read.replace(ERROR_IN_PLACE, '');
  return rest.includes('${') || /\b(?:Error|Cause)\b/.test(rest) || new RegExp(`\\b${place}\\b`).test(rest);
}

/** Every path, call of an intrinsic function and expression in a state; with `${` where a part is not known. */
function readsIn({ node }: State): readonly string[] {
  const reads: string[] = [];
  const waiting: (readonly [key: string, value: Node])[] = [['', node]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [name, value] = next;
    if (name === 'ResultPath') continue;
    if (value.kind === 'array') for (const item of value.items) waiting.push([name, item]);
    if (value.kind === 'object') for (const entry of value.entries) waiting.push([entry.key.value, entry.value]);
    const text = value.kind === 'string' ? value.value : value.kind === 'unknown' ? (value.template ?? '${}') : '';
    if (PATH_FIELD.test(name) || READ.test(text)) reads.push(text);
  }
  return reads;
}

const PATH_FIELD = /\.\$$|Path$|^Variable$/;
const READ = /^(?:\$[.[$]|States\.|\{%)/;
