/** Fields that every new state in the place of a task has in the same way, whatever else it is. */
import type { TaskState } from '../asl/model.ts';
import type { Json } from '../handlers/ir.ts';
import type { HandlersOfErrors } from './error-names.ts';
import type { ObjectNode } from '../tree/node.ts';
import { plainJson } from './payload.ts';

/** In their order; what is undefined is left out. */
export type Fields = readonly (readonly [name: string, value: Json | undefined])[];

export function withFields(fields: Fields): Json {
  return Object.fromEntries(fields.filter((field): field is readonly [string, Json] => field[1] !== undefined));
}

/** What goes over from the task as it is. */
export function keptFields({
  node,
}: TaskState): Readonly<Record<'Comment' | 'Assign' | 'Next' | 'End', Json | undefined>> {
  const text = (name: string): Json | undefined => {
    const value = node.get(name);
    return value?.kind === 'string' || value?.kind === 'boolean' ? value.value : undefined;
  };
  const assign = node.get('Assign');
  return {
    Comment: text('Comment'),
    Assign: assign === undefined ? undefined : plainJson(assign),
    Next: text('Next'),
    End: text('End'),
  };
}

/** In the partition of the task, as it is written there; else in that of the other states. */
export function nativeResource(task: TaskState, { resource }: { readonly resource: string }): string {
  const { states } = task.machine;
  const written = [task, ...states.filter(({ type }) => type === 'Task')].map(({ node }) => partitionIn(node));
  const partition = written.find((one) => one !== undefined);
  // A program has its own way to say it.
  const isOfProgram = task.machine.declarations.some(({ construct }) => construct !== undefined);
  return `arn:${partition === undefined || (isOfProgram && partition.includes('$')) ? 'aws' : partition}:states:::${resource}`;
}

function partitionIn(node: ObjectNode): string | undefined {
  const written = node.get('Resource');
  const text = written?.kind === 'string' ? written.value : written?.kind === 'unknown' ? written.template : undefined;
  return /^arn:(aws[a-z-]*|\$\{[^}]+\}):/.exec(text ?? '')?.[1];
}

/** The shorter one of the task and of the function. */
export function timeoutOf({ node }: TaskState, seconds: number): number {
  const own = node.get('TimeoutSeconds');
  return own?.kind === 'number' ? Math.min(own.value, seconds) : seconds;
}

export function retryAndCatch(handlers: Pick<HandlersOfErrors, 'retry' | 'catch'>): Fields {
  return [
    ['Retry', handlers.retry.length > 0 ? handlers.retry : undefined],
    ['Catch', handlers.catch.length > 0 ? handlers.catch : undefined],
  ];
}
