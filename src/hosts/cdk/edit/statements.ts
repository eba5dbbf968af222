/** Writes the rights of a call: as `iam.PolicyStatement`s, which a task or the role of a machine is given. */
import { isRefusal, refuse } from '../../../text/layer.ts';
import type { Refusal } from '../../../text/layer.ts';
import type { Place } from '../../../tree/node.ts';
import type { Collection, CollectionSyntax, LayerEdit, MemberChange, Right } from '../../../tree/syntax.ts';
import { raw, styleOf } from './code.ts';
import type { Code } from './code.ts';
import { copiedCode } from './copied-code.ts';
import type { CopyTarget } from './copied-code.ts';
import { Names } from './names.ts';
import { NOT_WRITTEN } from './options.ts';
import { ScriptLayer } from './script-layer.ts';
import { callOnConstruct } from './state-calls.ts';

/** `new iam.PolicyStatement({…})`, to stand at a place. */
export function statementCode(right: Right, target: CopyTarget, names: Names): Code | Refusal {
  const style = styleOf(names.layer);
  const name = names.of('aws-iam.PolicyStatement');
  if (isRefusal(name)) return name;
  const resources = listCode(right, target, names);
  if (isRefusal(resources)) return resources;
  const actions: Code = { kind: 'list', items: right.actions.map((action) => raw(style.quote + action + style.quote)) };
  const entries: (readonly [string, Code])[] = [
    ['actions', actions],
    ['resources', resources],
  ];
  if (right.conditions !== undefined) {
    const conditions = copiedCode(right.conditions, target, names);
    if (isRefusal(conditions)) return conditions;
    entries.push(['conditions', conditions]);
  }
  return { kind: 'call', callee: `new ${name}`, argument: { kind: 'object', entries } };
}

/** The resources of a right as a list. */
export function listCode({ resources }: Right, target: CopyTarget, names: Names): Code | Refusal {
  const code = copiedCode(resources, target, names);
  if (isRefusal(code) || resources.kind === 'array') return code;
  return { kind: 'list', items: [code] };
}

/** `machine.addToRolePolicy(…)` behind the statement that makes the machine. */
export function roleEdits(machine: Place, rights: readonly Right[], names: Names): readonly LayerEdit[] | Refusal {
  if (machine.layer !== names.layer) return refuse('the machine is made in another file than its state');
  const codes: Code[] = [];
  for (const right of rights) {
    const code = statementCode(right, { at: { ...machine, start: machine.end }, construct: machine }, names);
    if (isRefusal(code)) return code;
    codes.push(code);
  }
  return callOnConstruct(machine, 'addToRolePolicy', codes);
}

/** The statements of the role that CDK makes for a machine: the program adds to them. */
export class RoleSyntax implements CollectionSyntax {
  readonly role = 'statements of a role';
  readonly givesRights = true;
  readonly #machine: Place;

  constructor(machine: Place) {
    this.#machine = machine;
  }

  changeMembers(
    _: Collection,
    { removed, inserted, moved, rights = [] }: MemberChange,
  ): readonly LayerEdit[] | Refusal {
    const { layer } = this.#machine;
    if (!(layer instanceof ScriptLayer) || removed.length + inserted.length + moved.length > 0)
      return refuse(NOT_WRITTEN);
    const names = new Names(layer);
    const edits = roleEdits(this.#machine, rights, names);
    return isRefusal(edits) ? edits : [...edits, ...names.imports];
  }

  replaceValue(): Refusal {
    return refuse(NOT_WRITTEN);
  }

  wrapValue(): Refusal {
    return refuse(NOT_WRITTEN);
  }
}
