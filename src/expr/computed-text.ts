/**
 * Whether a whole text is written as a JSONPath or an intrinsic call would be, so that who wrote it hardly meant the
 * text itself. Much narrower than what parses: `$5`, `$.99`, `$LATEST`, `$`, regular expressions and programs are no
 * paths here, and neither are variables, since `$name` may be anything.
 */
import { CONTEXT_OBJECT } from '../aws/context-object.ts';
import { INTRINSIC_FUNCTIONS } from '../aws/intrinsic-functions.ts';
import { looksLikeIntrinsic, parseIntrinsic } from './intrinsic/parse.ts';
import { parsePath } from './jsonpath/parse.ts';

export type ComputedText = 'path' | 'call';

const NAME = String.raw`\.[\p{L}_][\p{L}\p{N}_-]*`;
const BRACKETS = String.raw`\[(?:\d+|'[^']*'|"[^"]*")\]`;
const FIRST = new RegExp(`^\\$\\$?(?:${NAME}|${BRACKETS})(?=$|[.[])`, 'u');
const REST = new RegExp(String.raw`^\$\$?(?:\.{0,2}[\p{L}_][\p{L}\p{N}_-]*|\.\.?\*|\.?\[[^\]]*\]+|\(\))*$`, 'u');

/** Undefined for what may well be meant as it stands. */
export function readComputedText(text: string): ComputedText | undefined {
  if (looksLikeIntrinsic(text)) return isKnownCall(text) ? 'call' : undefined;
  // The expressions are long; most texts need neither of them.
  if (!text.startsWith('$') || !FIRST.test(text) || !REST.test(text)) return undefined;
  const { path } = parsePath(text);
  if (path === undefined) return undefined;
  if (path.root.kind !== 'context') return 'path';
  const [first] = path.segments;
  return first?.kind === 'member' && CONTEXT_OBJECT.has(first.member.name) ? 'path' : undefined;
}

function isKnownCall(text: string): boolean {
  const { call } = parseIntrinsic(text);
  return call !== undefined && INTRINSIC_FUNCTIONS.has(call.name);
}
