/**
 * What the function before the call has to know of the request: its members by the names of the source and their kinds, and
 * what the function after it has to know of the reply: which of its keys are data. Both come from the service tables, cut
 * down to the members that the source names. Undefined where the tables do not decide it.
 */
import type { Shape } from '../../aws/services/service-model.ts';
import { kindsOfShape, sourceName } from '../shapes.ts';

/** `whole`: an integer; `data`: any JSON, with keys of its own. */
export type RequestLeaf = 'text' | 'number' | 'whole' | 'flag' | 'data';

export type RequestShape =
  RequestLeaf | { readonly list: RequestShape } | { readonly map: RequestShape } | { readonly members: Members };

type Members = ReadonlyMap<string, RequestShape>;

/** Members that requests have whose structure comes from elsewhere, such as the turns of a conversation. */
const ALWAYS: ReadonlySet<string> = new Set(['role', 'content', 'text']);

const MAX_DEPTH = 14;

export type RequestReading =
  | { readonly shape: RequestShape; readonly problem?: undefined }
  | { readonly problem: 'binary' | 'unknown'; readonly shape?: undefined };

export function requestShape(shape: Shape, words: ReadonlySet<string>): RequestReading {
  try {
    return { shape: reduced(shape, words, 0) };
  } catch (error) {
    if (error instanceof NotTold) return { problem: error.problem };
    throw error;
  }
}

class NotTold extends Error {
  readonly problem: 'binary' | 'unknown';

  constructor(problem: 'binary' | 'unknown') {
    super(problem);
    this.problem = problem;
  }
}

function reduced(shape: Shape, words: ReadonlySet<string>, depth: number): RequestShape {
  if (depth > MAX_DEPTH) throw new NotTold('unknown');
  switch (shape.kind) {
    case 'structure': {
      const members = new Map<string, RequestShape>();
      for (const { name, apiName, shape: inner } of shape.members.values()) {
        const own = sourceName(apiName);
        if (!words.has(own) && !ALWAYS.has(own)) continue;
        // The code that is written makes one of the other by its first letter.
        if (upperFirst(own) !== name) throw new NotTold('unknown');
        members.set(own, reduced(inner, words, depth + 1));
      }
      return { members };
    }
    case 'list':
      return { list: reduced(shape.element, words, depth + 1) };
    case 'map':
      return { map: reduced(shape.value, words, depth + 1) };
    case 'document':
      return 'data';
    case 'integer':
    case 'long':
      return 'whole';
    default:
      return leaf(shape);
  }
}

function leaf(shape: Shape): RequestLeaf {
  const [kind] = kindsOfShape(shape) ?? [];
  if (kind === 'string') return 'text';
  if (kind === 'boolean') return 'flag';
  if (kind === 'number') return 'number';
  throw new NotTold(shape.kind === 'blob' ? 'binary' : 'unknown');
}

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Names, as the task writes them, under which a reply has data of its own keys. */
export interface ReplyKeys {
  /** What is inside stays as it is. */
  readonly data: readonly string[];
  /** The keys stay, the values are renamed. */
  readonly maps: readonly string[];
}

export function replyKeys(shape: Shape): ReplyKeys | undefined {
  const roles = new Map<string, 'data' | 'maps' | 'plain'>();
  const seen = new Set<Shape>();
  const conflicts: string[] = [];
  const visit = (of: Shape, depth: number): void => {
    if (of.kind === 'list') visit(of.element, depth);
    if (of.kind === 'map') visit(of.value, depth);
    if (of.kind !== 'structure' || seen.has(of) || depth > MAX_DEPTH) return;
    seen.add(of);
    for (const { name, apiName, shape: inner } of of.members.values()) {
      const role = roleOf(inner);
      const known = roles.get(name);
      if ((known ?? role) !== role || upperFirst(sourceName(apiName)) !== name) conflicts.push(name);
      roles.set(name, role);
      visit(inner, depth + 1);
    }
  };
  visit(shape, 0);
  if (conflicts.length > 0) return undefined;
  const named = (role: string): readonly string[] =>
    [...roles].flatMap(([name, own]) => (own === role ? [name] : [])).sort();
  return { data: named('data'), maps: named('maps') };
}

function roleOf(shape: Shape): 'data' | 'maps' | 'plain' {
  if (shape.kind === 'document') return 'data';
  if (shape.kind === 'list') return roleOf(shape.element);
  if (shape.kind !== 'map') return 'plain';
  return shape.value.kind === 'structure' || shape.value.kind === 'list' ? 'maps' : 'data';
}
