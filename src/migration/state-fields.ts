/** Fields that every new state in the place of a task has in the same way, whatever else it is. */
import type { TaskState } from '../asl/model.ts';
import type { Json } from '../handlers/ir.ts';
import type { HandlersOfErrors } from './error-names.ts';
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

/** In the partition of the task. */
export function nativeResource({ node }: TaskState, { resource }: { readonly resource: string }): string {
  const written = node.get('Resource');
  const text = written?.kind === 'string' ? written.value : '';
  const partition = /^arn:(aws[a-z-]*):/.exec(text)?.[1] ?? 'aws';
  return `arn:${partition}:states:::${resource}`;
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
