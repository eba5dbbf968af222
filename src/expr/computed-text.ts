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

/** What such a text looks like: its first step, and the whole. */
type Looks = readonly [first: RegExp, whole: RegExp];

function looks(letter: string, digit: string): Looks {
  const name = `[${letter}_][${letter}${digit}_-]*`;
  const brackets = String.raw`\[(?:\d+|'[^']*'|"[^"]*")\]`;
  const first = new RegExp(String.raw`^\$\$?(?:\.${name}|${brackets})(?=$|[.[])`, 'u');
  const whole = new RegExp(String.raw`^\$\$?(?:\.{0,2}${name}|\.\.?\*|\.?\[[^\]]*\]+|\(\))*$`, 'u');
  return [first, whole];
}

const ASCII = /^[\0-\x7f]*$/;
let asciiLooks: Looks | undefined;
/** Made when first needed: V8 reads the tables of Unicode for it, which takes longer than to lint a small file. */
let unicodeLooks: Looks | undefined;

function looksComputed(text: string): boolean {
  const [first, whole] = ASCII.test(text)
    ? (asciiLooks ??= looks('A-Za-z', '0-9'))
    : (unicodeLooks ??= looks(String.raw`\p{L}`, String.raw`\p{N}`));
  return first.test(text) && whole.test(text);
}

/** Undefined for what may well be meant as it stands. */
export function readComputedText(text: string): ComputedText | undefined {
  if (looksLikeIntrinsic(text)) return isKnownCall(text) ? 'call' : undefined;
  if (!text.startsWith('$') || !looksComputed(text)) return undefined;
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
