/** What reading an environment variable gives: its text, a text that the deployment knows, or the reason why neither. */
import type { Range } from '../text/source-file.ts';
import type { Run } from './follow/run.ts';
import type { Value } from './values.ts';

/** `fallback` is undefined where an absent variable fails. */
export function environmentValue(run: Run, name: string, fallback: Value | undefined, range: Range): Value {
  if (/^AWS_(?:DEFAULT_)?REGION$/.test(name)) return { kind: 'module', name: 'environment.region' };
  const value = run.environment(name);
  switch (value.kind) {
    case 'text':
      return { kind: 'data', expr: { kind: 'literal', value: value.text, ...range } };
    case 'deployed':
      return { kind: 'data', expr: { kind: 'deployed', variable: name, ...range } };
    case 'absent':
      if (fallback !== undefined) return fallback;
      return run.opaque(
        'context',
        `the environment variable ${name} is not set in the template, so the function fails when it starts`,
        `Set ${name} in the template.`,
        range,
      );
    case 'unknown':
      return run.opaque(
        'context',
        `what the environment variable ${name} holds cannot be seen here`,
        `Set ${name} in the template of the function.`,
        range,
      );
  }
}
