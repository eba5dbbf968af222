/**
 * Credentials written out in a definition or a template: known token formats anywhere in a text, passwords in URLs,
 * `Authorization` headers, and literals under names that secrets go by. Stand-ins, references, paths and the names of
 * secrets are none. In a JSONata expression it sees a literal under a name only where the expression builds an object.
 */
import { isJsonata } from '../asl/payload.ts';
import {
  AUTHORIZATION_SCHEMES,
  FORMAT_HINT,
  NAME_HINT,
  PASSWORD_NAME_ENDS,
  PASSWORD_WORDS,
  SECRET_FORMATS,
  SECRET_NAMES,
  SECRET_NAME_ENDS,
  STAND_IN,
  VALUE_WORDS,
} from '../aws/secret-formats.ts';
import type { ParseJsonata } from '../expr/jsonata/expression.ts';
import { firstEndingAfter } from '../text/layer.ts';
import type { Range } from '../text/source-file.ts';
import type { Node, ObjectNode, StringNode, UnknownNode } from '../tree/node.ts';
import { literalMembers } from './literal-members.ts';

export type SecretKind = 'format' | 'url' | 'authorization' | 'named' | 'resolved';

export interface WrittenSecret {
  readonly kind: SecretKind;
  /** As a message calls it; never the secret itself. */
  readonly what: string;
  readonly node: StringNode | UnknownNode;
  /** Of the secret in the text of `node`. */
  readonly range: Range;
  /** Where it stands: `Parameters.Headers.Authorization`. */
  readonly field: string;
}

type Match = Pick<WrittenSecret, 'kind' | 'what' | 'range'> & {
  /** The name it gets in an object that an expression builds. */
  readonly member?: string;
};

/** How the texts of an object are read. */
export interface TextReading {
  /** Whether CloudFormation puts the values of dynamic references into the text. */
  readonly isResolved: boolean;
  /** For the texts of a JSONata state. */
  readonly parseJsonata?: ParseJsonata | undefined;
}

/** Secrets in the members of an object, but for those named in `without`. */
export function secretsWithin(
  node: ObjectNode,
  without: readonly string[],
  reading: TextReading,
): readonly WrittenSecret[] {
  const scanner = new SecretScanner(reading);
  for (const { key, value } of node.entries) {
    if (!without.includes(key.value)) scanner.visit(value, key.value, key.value);
  }
  return scanner.found;
}

class SecretScanner {
  readonly found: WrittenSecret[] = [];
  readonly #reading: TextReading;

  constructor(reading: TextReading) {
    this.#reading = reading;
  }

  visit(node: Node, name: string, field: string): void {
    switch (node.kind) {
      case 'object':
        this.#object(node, field);
        return;
      case 'array':
        for (const [i, item] of node.items.entries()) this.visit(item, name, `${field}[${i}]`);
        return;
      case 'string':
        this.#text(node, node.value, name, field);
        return;
      case 'unknown':
        if (node.template !== undefined) this.#text(node, node.template, '', field);
        return;
      default:
    }
  }

  /** In `{"Name": "API_KEY", "Value": "…"}` the name of the value stands beside it. */
  #object(node: ObjectNode, field: string): void {
    const pairName = node.entries.length === 2 ? nameOfPair(node) : undefined;
    for (const { key, value } of node.entries) {
      const isValue = key.value.toLowerCase() === 'value';
      this.visit(value, isValue && pairName !== undefined ? pairName : key.value, `${field}.${key.value}`);
    }
  }

  #text(node: StringNode | UnknownNode, text: string, name: string, field: string): void {
    const certain = [...formatsIn(text), ...urlPasswordsIn(text), ...authorizationIn(text, name)];
    const named = [...(certain.length > 0 ? [] : namedSecret(text, name)), ...this.#membersOf(text)];
    const resolved = this.#reading.isResolved ? resolvedSecretsIn(text) : [];
    const seen: Range[] = [];
    for (const match of [...certain, ...named, ...resolved]) {
      if (isWrittenElsewhere(node, match.range) || seen.some((range) => overlaps(range, match.range))) continue;
      seen.push(match.range);
      const { kind, what, range, member } = match;
      this.found.push({ kind, what, range, node, field: member === undefined ? field : `${field}.${member}` });
    }
  }

  #membersOf(text: string): readonly Match[] {
    const { parseJsonata } = this.#reading;
    if (parseJsonata === undefined || !isJsonata(text) || !NAME_HINT.test(text) || !text.includes(':')) return [];
    const parsed = parseJsonata(text.slice(2, -2));
    if (parsed.problem !== undefined) return [];
    return literalMembers(parsed.expression).flatMap(({ name, literal }) =>
      [...authorizationIn(literal.value, name), ...namedSecret(literal.value, name)].slice(0, 1).map((match) => {
        // Past the delimiter of the expression and the quote of the literal, in which an escape may take more room.
        const range = { start: literal.start + 3, end: literal.end + 1 };
        return { ...match, range, member: name };
      }),
    );
  }
}

function nameOfPair(node: ObjectNode): string | undefined {
  const named = node.get('Name') ?? node.get('name') ?? node.get('Key') ?? node.get('key');
  return named?.kind === 'string' ? named.value : undefined;
}

/** Text that a substitution brought in is judged where it is given. */
function isWrittenElsewhere(node: StringNode | UnknownNode, range: Range): boolean {
  const gaps = node.content()?.gaps ?? [];
  const gap = gaps[firstEndingAfter(gaps, range.start)];
  return gap?.kind === 'synthetic' && gap.start < range.end;
}

function overlaps(a: Range, b: Range): boolean {
  return a.start < b.end && b.start < a.end;
}

function formatsIn(text: string): readonly Match[] {
  if (!FORMAT_HINT.test(text)) return [];
  return SECRET_FORMATS.flatMap(({ name, pattern }) =>
    Array.from(text.matchAll(pattern)).flatMap((match): readonly Match[] =>
      isStandIn(match[0]) ? [] : [{ kind: 'format', what: name, range: rangeOf(match.index, match[0]) }],
    ),
  );
}

const USER_AND_PASSWORD = /(?:\$\{[^\s{}"']*\}|[^\s/:@'"{}<>$\\])*:([^\s/@'"{}<>$\\]+)@/y;

function urlPasswordsIn(text: string): readonly Match[] {
  const found: Match[] = [];
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    USER_AND_PASSWORD.lastIndex = at + 3;
    const match = USER_AND_PASSWORD.exec(text);
    const password = match?.[1];
    if (match === null || password === undefined || isStandIn(password) || isPlainWord(password, true)) continue;
    const range = rangeOf(match.index + match[0].length - 1 - password.length, password);
    found.push({ kind: 'url', what: 'a password in a URL', range });
  }
  return found;
}

const SCHEMES = AUTHORIZATION_SCHEMES.join('|');
const HEADER_VALUE = new RegExp(String.raw`^(?:(?:${SCHEMES})\s+)?([^\s{}$'"]{8,})$`, 'i');
const QUOTED_HEADER_VALUE = new RegExp(String.raw`['"](?:${SCHEMES})\s+([\w.~+/=-]{8,})['"]`, 'gi');
const HEADER_IN_TEXT = new RegExp(
  String.raw`\bAuthorization\\?["']?\s{0,9}[:=]\s{0,9}\\?["']?(?:${SCHEMES})\s{1,9}([\w.~+/=-]{8,})`,
  'gi',
);

function authorizationIn(text: string, name: string): readonly Match[] {
  const inText = headersIn(text);
  if (inText.length > 0 || !/^(?:proxy-?)?authorization$/i.test(name)) return inText;
  if (isJsonata(text)) return headerMatches(text, QUOTED_HEADER_VALUE);
  const credentials = HEADER_VALUE.exec(text)?.[1];
  if (credentials === undefined || isStandIn(credentials)) return [];
  if (credentials === text ? !isSecretText(text, false) : isPlainWord(credentials)) return [];
  return [authorization(rangeOf(text.length - credentials.length, credentials))];
}

/** Headers within a longer text; what prose says of them, `Authorization: Bearer credentials`, has no digits. */
function headersIn(text: string): readonly Match[] {
  if (!/authorization/i.test(text)) return [];
  return headerMatches(text, HEADER_IN_TEXT).filter(({ range }) => /\d/.test(text.slice(range.start, range.end)));
}

function headerMatches(text: string, pattern: RegExp): readonly Match[] {
  return Array.from(text.matchAll(pattern)).flatMap((match) => {
    const credentials = match[1] ?? '';
    if (isStandIn(credentials) || isPlainWord(credentials)) return [];
    return [authorization(rangeOf(match.index + match[0].lastIndexOf(credentials), credentials))];
  });
}

function authorization(range: Range): Match {
  return { kind: 'authorization', what: 'the credentials of an Authorization header', range };
}

function namedSecret(text: string, name: string): readonly Match[] {
  if (!NAME_HINT.test(name)) return [];
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (!SECRET_NAMES.includes(plain) && !SECRET_NAME_ENDS.some((end) => plain.endsWith(end))) return [];
  const literal = isJsonata(text) ? /^\{%\s*(['"])([^'"]+)\1\s*%\}$/.exec(text)?.[2] : text;
  const isPassword = PASSWORD_NAME_ENDS.some((end) => plain.endsWith(end));
  if (literal === undefined || name.endsWith('.$') || !isSecretText(literal, isPassword)) return [];
  return [{ kind: 'named', what: 'a literal', range: rangeOf(text.indexOf(literal), literal) }];
}

const SHORTEST_SECRET = 6;
const LONG_SECRET = 20;

/** Whether a literal can be a secret, rather than the name or the place of one, a type or a stand-in. */
function isSecretText(text: string, isPassword: boolean): boolean {
  if (text.length < SHORTEST_SECRET || /\s/.test(text) || isStandIn(text) || isPlainWord(text, isPassword))
    return false;
  if (/^(?:\$|\{|\/|arn:|States\.|[a-z][a-z0-9+.-]{0,20}:\/\/)/.test(text)) return false;
  if (/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(text)) return false;
  if (/^[a-z][a-z0-9._-]*(?:\/[a-z0-9._-]+)+$/.test(text)) return false;
  if (!text.startsWith('eyJ') && /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/.test(text)) return false;
  return isPassword || /\d/.test(text) || text.length >= LONG_SECRET;
}

/** A word that says what belongs there, or the name of a secret: `string`, `my-api-key`. People use such as passwords. */
function isPlainWord(text: string, isPassword = false): boolean {
  const word = text.toLowerCase();
  if (VALUE_WORDS.includes(word) || PASSWORD_WORDS.includes(word)) return true;
  const isWord = isPassword ? /^[a-z]+(?:[._-][a-z]+)+$/.test(word) : /^[a-z._-]+$/.test(word);
  return isWord && /token|secret|key|pass|pwd|credential/.test(word);
}

const FEWEST_CHARACTERS = 4;

function isStandIn(text: string): boolean {
  return STAND_IN.test(text) || new Set(text).size < FEWEST_CHARACTERS;
}

const DYNAMIC_REFERENCE = '{{resolve:secretsmanager:';

function resolvedSecretsIn(text: string): readonly Match[] {
  const found: Match[] = [];
  for (let at = text.indexOf(DYNAMIC_REFERENCE); at >= 0; at = text.indexOf(DYNAMIC_REFERENCE, at + 1)) {
    const close = text.indexOf('}}', at);
    if (close < 0) return found;
    found.push({ kind: 'resolved', what: 'a secret', range: { start: at, end: close + 2 } });
  }
  return found;
}

function rangeOf(start: number, text: string): Range {
  return { start, end: start + text.length };
}
