/**
 * From a decision to the one edit of the user's files: states, substitutions, rights, functions, new files. All or
 * nothing: what cannot be written is a reason to stay.
 */
import { modelResources } from '../../analysis/permissions/needed-permissions.ts';
import type { Declaration, TaskState } from '../../asl/model.ts';
import type { Intent, NewFileIntent } from '../../fixers/fix.ts';
import type { Json } from '../../handlers/ir.ts';
import type { Resource } from '../../tree/node.ts';
import type { Data } from '../../tree/syntax.ts';
import type { CalledFunction } from '../outcome.ts';
import type { Change, Substitution, Target } from '../target.ts';
import { reasonAt } from '../reason.ts';
import type { Reason } from '../reason.ts';
import { copyEdits, placedFiles } from './function-copies.ts';
import { rightsOfFunction } from './function-rights.ts';
import type { Rights } from './function-rights.ts';
import { removalOf, useOfFunction } from './function-use.ts';
import type { FunctionUse } from './function-use.ts';
import { allowsAll, changeRights } from './machine-rights.ts';
import type { RightsEdit } from './machine-rights.ts';
import { deployedParts } from './deployed-parts.ts';
import { isOfProgram, programEdit } from './program-edit.ts';
import { stateEdits } from './state-edits.ts';
import { substituteStates, writtenVariable } from './substitutions.ts';

export interface EditContext {
  /** Whether other tasks of the machine run the function. */
  readonly isInvokedElsewhere: boolean;
  /** Whether functions that nothing uses any more are taken out. */
  readonly removesFunctions: boolean;
  /** Whether there is a file of that name, as reported. */
  readonly exists: (path: string) => boolean;
}

export interface MigrationEdit {
  readonly edits: readonly Intent[];
  readonly files: readonly NewFileIntent[];
  /** What becomes of the function. */
  readonly use: FunctionUse;
  /** Whether it is taken out of the template. */
  readonly removed: boolean;
  /** What changes beside the state. */
  readonly changes: readonly Change[];
  /** Whether other tasks of the machine keep something alive that the last of them takes out. */
  readonly sharesUses: boolean;
}

export type EditOrReasons =
  ({ readonly kind: 'edit' } & MigrationEdit) | { readonly kind: 'reasons'; readonly reasons: readonly Reason[] };

export function editOf(task: TaskState, called: CalledFunction, target: Target, context: EditContext): EditOrReasons {
  const { resource, declaration } = called;
  if (resource === undefined || declaration === undefined) return { kind: 'reasons', reasons: [] };
  if (isOfProgram(task)) return editOfProgram(task, called, target, context);
  const owner = { resource, declaration };
  const deployed = deployedParts(task, target.states);
  const substitutions = [...target.substitutions, ...deployed.substitutions];
  const wanted = { states: target.states, substitutions };
  const substituted = substituteStates(task, wanted, (substitution) => valueOf(substitution, owner));
  const states = stateEdits(task, substituted.states);
  const copies = copyEdits(declaration, resource, target.functions);
  const rights = rightEdits(task, called, { target, owner, isInvokedElsewhere: context.isInvokedElsewhere });
  const files = filesOf(called, target);
  const parts = [substituted, states, copies, rights];
  const told = [...deployed.reasons, ...parts.flatMap((part) => part.reasons)];
  const reasons = [...told, ...fileReasons(files, resource, context)];
  if (reasons.length > 0) return { kind: 'reasons', reasons };
  const edits = parts.flatMap((part) => part.edits);
  const use = useOfFunction(declaration, resource, edits);
  const removed = context.removesFunctions && use.kind === 'unused';
  const removal = removed ? removalOf(declaration, [resource.logicalId, ...use.others]) : [];
  const sharesUses = context.isInvokedElsewhere || substituted.sharesNames;
  return { kind: 'edit', edits: [...edits, ...removal], files, use, removed, changes: rights.changes, sharesUses };
}

function editOfProgram(
  task: TaskState,
  called: CalledFunction,
  target: Target,
  { isInvokedElsewhere }: EditContext,
): EditOrReasons {
  const { edits, reasons } = programEdit(task, called, target);
  if (reasons.length > 0) return { kind: 'reasons', reasons };
  const use: FunctionUse = isInvokedElsewhere ? { kind: 'used', by: ['other states'] } : { kind: 'unseen' };
  const actions = target.permissions.join(', ');
  const text = `the role of the machine may do what that of the function may: ${actions}, on no other resources`;
  return {
    kind: 'edit',
    edits,
    files: [],
    use,
    removed: false,
    changes: [{ aspect: 'permissions', text }],
    sharesUses: false,
  };
}

interface Owner {
  readonly resource: Resource;
  readonly declaration: Declaration;
}

function valueOf(substitution: Substitution, { resource, declaration }: Owner): Data | undefined {
  switch (substitution.kind) {
    case 'variable':
      return writtenVariable(declaration, resource.logicalId, substitution.variable);
    case 'function':
      return { 'Fn::GetAtt': [substitution.copy, 'Arn'] };
    case 'parameter':
      return { Ref: substitution.name };
  }
}

interface RightsOfTask {
  readonly target: Target;
  readonly owner: Owner;
  readonly isInvokedElsewhere: boolean;
}

function rightEdits(
  task: TaskState,
  called: CalledFunction,
  { target, owner, isInvokedElsewhere }: RightsOfTask,
): RightsEdit & { readonly changes: readonly Change[] } {
  const { permissions } = target;
  const { declarations } = task.machine;
  const advice = adviceOn(target);
  const hasAll = permissions.length > 0 && declarations.every((declaration) => allowsAll(declaration, permissions));
  const rights =
    hasAll || permissions.length === 0
      ? { statements: [], reasons: [] }
      : rightsOfFunction({ ...owner, property: called.property }, permissions, advice);
  const changes = declarations.map((declaration) =>
    changeRights(declaration, {
      statements: rights.statements,
      uninvoked: isInvokedElsewhere ? undefined : owner.resource.logicalId,
      invoked: target.functions.map(({ logicalId }) => logicalId),
      machines: declarations.flatMap(({ resource }) => resource?.logicalId ?? []),
      advice,
    }),
  );
  // Machines may share a role, and are to give it the same right once.
  const [first] = changes;
  const roles = new Set(declarations.map(({ settings }) => roleName(settings?.role)));
  const isShared = roles.size === 1 && !roles.has(undefined);
  const told = isShared && first !== undefined ? [first] : changes;
  return {
    edits: told.flatMap(({ edits }) => edits),
    reasons: [...rights.reasons, ...told.flatMap(({ reasons }) => reasons)],
    changes: told.some(({ edits }) => edits.length > 0)
      ? [{ aspect: 'permissions', text: rightsText(rights, hasAll) }]
      : [],
  };
}

function rightsText({ statements }: Rights, hasAll: boolean): string {
  const actions = [
    ...new Set(statements.flatMap(({ Action }) => (Array.isArray(Action) ? (Action as Data[]) : [Action]))),
  ];
  return hasAll || actions.length === 0
    ? 'the machine needs no right to invoke the function any more'
    : `the role of the machine may do what that of the function may: ${actions.map(String).join(', ')}, on the same resources`;
}

function roleName(role: NonNullable<Declaration['settings']>['role']): string | undefined {
  return role?.kind === 'unknown' ? role.reference?.resource.logicalId : undefined;
}

/** The policy that would do, as far as the states tell. */
function adviceOn({ permissions, states }: Target): string {
  const models = states.flatMap(({ state }) => modelIn(state));
  const arns = [...new Set(models.flatMap((model) => modelResources(model).map(({ arn }) => arn)))];
  const resource = arns.length === 0 ? CALLED : arns.length === 1 ? (arns[0] ?? '') : arns;
  const isOfModel = (action: string): boolean => action.startsWith('bedrock:InvokeModel');
  const statements = [
    { Effect: 'Allow', Action: permissions.filter(isOfModel), Resource: resource },
    { Effect: 'Allow', Action: permissions.filter((action) => !isOfModel(action)), Resource: CALLED },
  ].filter(({ Action }) => Action.length > 0);
  const texts = statements.map((statement) => JSON.stringify(statement)).join(', ');
  return `Give the role of the machine ${statements.length === 1 ? 'this statement' : 'these statements'}, in its template: ${texts}`;
}

const CALLED = 'the ARN of what is called';

function modelIn(state: Json): readonly string[] {
  const fields = typeof state === 'object' && state !== null ? (state as Readonly<Record<string, Json>>) : {};
  const sent = fields.Arguments;
  const model =
    typeof sent === 'object' && sent !== null ? (sent as Readonly<Record<string, Json>>).ModelId : undefined;
  return typeof model === 'string' && !/[{$]/.test(model) ? [model] : [];
}

function fileReasons(files: readonly NewFileIntent[], { key }: Resource, { exists }: EditContext): readonly Reason[] {
  return files.flatMap(({ path }) =>
    exists(path) ? [reasonAt('source', `there is a file ${path} already`, 'Rename or remove it.', key)] : [],
  );
}

function filesOf({ source }: CalledFunction, { files }: Target): readonly NewFileIntent[] {
  if (source.kind === 'unknown' || files.length === 0) return [];
  return placedFiles(files, { shown: source.file.path, path: source.path });
}
