/**
 * Parts of a task that the template itself fills in where they stand, in a text of `Fn::Sub`: the partition in an ARN, as a
 * rule. What is new text is not filled in by it, so that a new state has such a part through `DefinitionSubstitutions`; the
 * resource of the task keeps its own, and only what is behind it changes.
 */
import type { Machine, TaskState } from '../../asl/model.ts';
import { edit } from '../../fixers/fix.ts';
import type { Intent } from '../../fixers/fix.ts';
import type { Json } from '../../handlers/ir.ts';
import { findPlaceholders } from '../../text/placeholders.ts';
import type { Node, StringNode, UnknownNode } from '../../tree/node.ts';
import type { NewState, Substitution } from '../target.ts';
import { reasonAt } from '../reason.ts';
import type { Reason } from '../reason.ts';

const PARTITION = 'AWS::Partition';

export interface DeployedParts {
  readonly substitutions: readonly Substitution[];
  readonly reasons: readonly Reason[];
}

/** What `states` need of the template beside their own substitutions. */
export function deployedParts(task: TaskState, states: readonly NewState[]): DeployedParts {
  const filledIn = holesOfMachine(task.machine);
  if (filledIn.size === 0) return { substitutions: [], reasons: [] };
  const needed = states.flatMap(({ state }, i) => {
    const own = i === 0 ? ownTexts(task) : [];
    return textsIn(state).filter((text) => !own.includes(text) && !(i === 0 && keepsStart(task, text)));
  });
  const names = new Set(needed.flatMap((text) => findPlaceholders(text).map(({ name }) => name)));
  const missing = [...names].filter((name) => filledIn.has(name));
  const reasons = missing
    .filter((name) => name !== PARTITION)
    .map((name) => {
      const message = `the new states need \${${name}}, which is filled in at its own place alone`;
      return reasonAt('form', message, `Put ${name} into DefinitionSubstitutions.`, task.key);
    });
  return {
    substitutions: missing.includes(PARTITION) ? [{ kind: 'parameter', name: PARTITION }] : [],
    reasons,
  };
}

/** The edit of the resource of the task that leaves a part which is filled in; undefined where there is none. */
export function keptStart(task: TaskState, resource: Json | undefined): Intent | undefined {
  const written = task.node.get('Resource');
  const start = startOf(task);
  if (written?.kind !== 'unknown' || start === undefined || typeof resource !== 'string') return undefined;
  if (!resource.startsWith(start)) return undefined;
  const range = { start: start.length, end: (written.template ?? '').length };
  return edit.splice(written, range, resource.slice(start.length));
}

function keepsStart(task: TaskState, text: string): boolean {
  const start = startOf(task);
  return start !== undefined && text.startsWith(start);
}

/** `arn:${AWS::Partition}:states:::` */
function startOf({ node }: TaskState): string | undefined {
  const written = node.get('Resource');
  if (written?.kind !== 'unknown' || holesOf(written).length === 0) return undefined;
  return /^arn:\$\{[^}]+\}:states:::/.exec(written.template ?? '')?.[0];
}

function ownTexts({ node }: TaskState): readonly string[] {
  return node.entries.flatMap(({ value }) => [...nodesWithin(value)].map((one) => textOf(one)));
}

function textOf(node: StringNode | UnknownNode): string {
  return node.kind === 'string' ? node.value : (node.template ?? '');
}

/** Looked for once for all tasks of a machine. */
const HOLES = new WeakMap<Machine, ReadonlySet<string>>();

function holesOfMachine(machine: Machine): ReadonlySet<string> {
  const known = HOLES.get(machine);
  if (known !== undefined) return known;
  const found = [...nodesWithin(machine.node)].flatMap((node) => (node.kind === 'unknown' ? holesOf(node) : []));
  const holes = new Set(found);
  HOLES.set(machine, holes);
  return holes;
}

function holesOf(node: UnknownNode): readonly string[] {
  const layer = node.content();
  const holes = layer?.holes.map(({ start, end }) => layer.text.slice(start, end)) ?? [];
  return holes.flatMap((hole) => findPlaceholders(hole).map(({ name }) => name));
}

function* nodesWithin(root: Node): Generator<StringNode | UnknownNode> {
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === 'string' || node.kind === 'unknown') yield node;
    if (node.kind === 'array') waiting.push(...node.items);
    if (node.kind === 'object') for (const { value } of node.entries) waiting.push(value);
  }
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((one: Json) => textsIn(one));
}
