/**
 * Suppressions in the `Comment` fields of a definition, which JSON has in place of comments: in that of a state for the
 * state and what is inside it, in that of a machine, branch or item processor for all of it.
 */
import { nestedMachines } from '../asl/model.ts';
import type { Machine } from '../asl/model.ts';
import { edit } from '../fixers/fix.ts';
import { spanOf, spanOfSlice } from '../tree/node.ts';
import type { ObjectNode, Place, StringNode, UnknownNode } from '../tree/node.ts';
import { DIRECTIVE_MARK, directivesInProse } from './directive.ts';
import type { Directive } from './directive.ts';
import type { FaultySuppression, Scope, Sight, Suppression, Suppressions } from './suppression.ts';

export function readCommentFields(machine: Machine, sight: Sight): Suppressions {
  const reader = new FieldReader(sight);
  reader.machine(machine);
  return reader;
}

class FieldReader implements Suppressions {
  readonly suppressions: Suppression[] = [];
  readonly faults: FaultySuppression[] = [];
  readonly #sight: Sight;

  constructor(sight: Sight) {
    this.#sight = sight;
  }

  machine(machine: Machine): void {
    const { node } = machine;
    this.#field(node, node);
    for (const state of machine.states) {
      this.#field(state.node, { ...placeOf(state.node), start: Math.min(state.key.start, state.node.start) });
      for (const nested of nestedMachines(state)) this.machine(nested);
    }
  }

  #field(node: ObjectNode, owner: Place): void {
    const comment = node.get('Comment');
    if (comment?.kind !== 'string' && comment?.kind !== 'unknown') return;
    const text = comment.kind === 'string' ? comment.value : (comment.template ?? '');
    if (!text.includes(DIRECTIVE_MARK)) return;
    const scope: Scope = { kind: 'node', span: spanOf(owner) };
    for (const directive of directivesInProse(text)) this.#directive(directive, comment, scope);
  }

  #directive(directive: Directive, comment: StringNode | UnknownNode, scope: Scope): void {
    const { verb, ids, reason } = directive;
    const span = spanOfSlice(comment, directive);
    const fault = (kind: FaultySuppression['fault'], data: FaultySuppression['data']): void => {
      this.faults.push({ fault: kind, span, data });
    };
    // A part that is not known here may hold anything.
    if (ids.some(({ id }) => id.includes('${'))) return;
    if (verb !== 'sfn-lint-ignore') {
      fault('onlyInComments', { verb });
      return;
    }
    if (ids.length === 0) {
      fault('noRule', { verb });
      return;
    }
    const listed = ids.map(({ id }) => id).join(', ');
    if (reason === '') {
      fault('noReason', { rules: listed, form: `${verb} ${listed}` });
      return;
    }
    for (const id of ids) {
      this.suppressions.push({
        rule: id.id,
        reason,
        scope,
        id: spanOfSlice(comment, id),
        removal: ids.length === 1 ? span : spanOfSlice(comment, id.removal),
        valueChange: edit.splice(comment, ids.length === 1 ? directive : id.removal, ''),
        sight: this.#sight,
      });
    }
  }
}

function placeOf({ layer, start, end }: Place): Place {
  return { layer, start, end };
}
