/**
 * The ways in which a call may fail inside a handler, and which clause catches which of them. Three-valued: a class that
 * stands for a part of them only is not known to catch.
 */
import { AI_ERRORS } from '../aws/ai-errors.ts';
import type { HandlerOperation } from '../aws/handler-calls.ts';
import { OWN_ERRORS, WHOLE_CLIENT_ERRORS } from '../aws/handler-errors.ts';
import type { ErrorClause, Language } from './syntax.ts';

export type Failure =
  /** The service answers with an error of this name. */
  | { readonly kind: 'code'; readonly code: string }
  /** With one that has no class of its own. */
  | { readonly kind: 'otherCode' }
  /** No answer came. */
  | { readonly kind: 'network' }
  /** The handler's own operations fail: a missing key, a text that is no JSON. */
  | { readonly kind: 'own' }
  /** The handler raised it of itself, further inside. */
  | { readonly kind: 'raised'; readonly name: string };

export function failuresOf(operation: HandlerOperation): readonly Failure[] {
  return [
    ...AI_ERRORS[operation].map(({ name }): Failure => ({ kind: 'code', code: name })),
    { kind: 'otherCode' },
    { kind: 'network' },
    { kind: 'own' },
  ];
}

/** `undefined`: it cannot be told, or holds for a part of these failures. */
export function catches(clause: ErrorClause, failure: Failure, language: Language): boolean | undefined {
  if (language === 'javascript' || (clause.types.length === 0 && clause.typesKnown)) return true;
  let isKnown = clause.typesKnown;
  for (const type of clause.types) {
    const isCaught = isOfClass(type, failure);
    if (isCaught === true) return true;
    isKnown &&= isCaught === false;
  }
  return isKnown ? false : undefined;
}

const EVERYTHING: readonly string[] = ['Exception', 'BaseException'];

function isOfClass(type: string, failure: Failure): boolean | undefined {
  if (EVERYTHING.includes(type) || isExactly(type, failure)) return true;
  const isOfService = type === 'ClientError' || SERVICE_ERRORS.has(type);
  const isOfClient = WHOLE_CLIENT_ERRORS.includes(type);
  if (isOfService || isOfClient) return false;
  // A class of the handler's own failures is for a part of them, and perhaps for what the handler raises.
  const isForOwn = failure.kind === 'own' || failure.kind === 'raised';
  return OWN_ERRORS.includes(type) && !isForOwn ? false : undefined;
}

function isExactly(type: string, failure: Failure): boolean {
  switch (failure.kind) {
    case 'code':
      return type === 'ClientError' || type === failure.code;
    case 'otherCode':
      return type === 'ClientError';
    case 'network':
      return WHOLE_CLIENT_ERRORS.includes(type);
    case 'own':
      return false;
    case 'raised':
      return type === failure.name;
  }
}

/** Whether a service that is called here has an error of this name. */
export function isServiceError(name: string): boolean {
  return SERVICE_ERRORS.has(name);
}

const SERVICE_ERRORS: ReadonlySet<string> = new Set(
  Object.values(AI_ERRORS).flatMap((errors) => errors.map(({ name }) => name)),
);
