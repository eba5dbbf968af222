/** What the tests of careless rewrites have in common: a Python handler, the setting it is lowered in, another message. */
import type { Json, Understanding } from '../../src/handlers/ir.ts';
import type { KnownKinds } from '../../src/handlers/kinds.ts';
import { understand } from '../../src/handlers/understand.ts';
import type { LoweringContext } from '../../src/migration/lower.ts';
import { SERVICES } from '../support/services.ts';

/** The event is an object. */
export const isObject: KnownKinds = (expr) => (expr.kind === 'event' ? ['object'] : undefined);

export const LOWERING: LoweringContext = {
  services: SERVICES,
  known: isObject,
  event: '$states.input',
  code: (code) => code,
};

export function understandPython(text: string): Promise<Understanding> {
  return understand({ path: 'app.py', text, name: 'handler', environment: () => ({ kind: 'absent' }) });
}

/** The arguments of bedrock:invokeModel with another message. */
export function withContent(parameters: Json, content: string): Json {
  const { Body, ...others } = parameters as { Body: object };
  return { ...others, Body: { ...Body, messages: [{ role: 'user', content }] } };
}
