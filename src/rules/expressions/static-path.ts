/**
 * A text of a JSONPath state that looks like a path or an intrinsic call, and stands where the service reads neither.
 * Quiet where such a text may be data: under names such as `InputPathsMap`, and for services that take paths.
 */
import { pathsAsUris } from '../../analysis/path-as-uri.ts';
import { templateTextsOf } from '../../analysis/template-texts.ts';
import type { TemplateText } from '../../analysis/template-texts.ts';
import { describePartFirst } from '../../asl/describe-part.ts';
import { fieldMeta, writtenFields } from '../../asl/parts.ts';
import type { Part } from '../../asl/parts.ts';
import { PATH_TAKING_CALLS, PATH_TAKING_WORDS } from '../../aws/path-parameters.ts';
import { fitsAs } from '../../analysis/fitting-fields.ts';
import { checkIntrinsic } from '../../expr/intrinsic/check.ts';
import { looksLikeIntrinsic, parseIntrinsic } from '../../expr/intrinsic/parse.ts';
import { pathFieldOf } from '../../fixers/corrected-value.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import type { Node, ObjectNode, StringNode } from '../../tree/node.ts';
import { readComputedText } from '../../expr/computed-text.ts';
import type { ComputedText } from '../../expr/computed-text.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';

export default defineRule(
  {
    id: 'static-path',
    category: 'expressions',
    summary: 'A text that looks like a path or an intrinsic function call stands where it is handed on as plain text.',
    why:
      'In a JSONPath state a member of `Parameters`, `ResultSelector`, `ItemSelector` or `Assign` is computed only if ' +
      'its key ends in `.$`, and a field only if its name ends in `Path`. Anything else is plain text: the task gets ' +
      'the characters `$.name`, no error is raised, and the wrong value travels on. The service deploys such a ' +
      'definition with a warning.\n\n' +
      'Members whose name speaks of paths, rules or templates, and calls of services that read paths of their own, ' +
      'are left alone.',
    remedy: 'Add `.$` to the key or `Path` to the field; compute what a Pass state leaves with `Parameters`.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety:
      'The value of the path arrives in place of its text; where the path finds nothing, the execution ends with ' +
      '`States.Runtime`. In a list there are several ways, and the fix is a plan.',
    messages: {
      key: {
        text: '{Part} hands on the text {text} in {field} as it stands: without .$ at the end of the key it is not read as {what}.',
        help: 'Write the key as {key}.$.',
        serviceCode: 'NO_DOLLAR',
      },
      item: {
        text: '{Part} hands on the text {text} in {field} as it stands: in a list of a payload template it is not read as {what}.',
        help: 'Build the list with States.Array under a key that ends in .$.',
        serviceCode: 'NO_DOLLAR',
      },
      field: {
        text: '{Part} has the text {text} in {field}, which takes plain text: it is not read as {what}.',
        help: 'Put it into {field}Path.',
        serviceCode: 'NO_PATH',
      },
      result: {
        text: '{Part} has the text {text} in {field}: the Result of a Pass state is handed on as it stands, so it is not read as {what}.',
        help: 'Use Parameters in place of Result, with .$ at the end of the key.',
        serviceCode: 'PASS_RESULT_IS_STATIC',
      },
    },
    references: [
      'AWS Step Functions API reference: ValidateStateMachineDefinition diagnostics (NO_DOLLAR, NO_PATH, PASS_RESULT_IS_STATIC)',
      'AWS Step Functions developer guide: Parameters, Fail workflow state, Choice workflow state, Pass workflow state',
    ],
  },
  {
    part(part, context) {
      if (part.language !== 'JSONPath') return;
      for (const { key, value } of writtenFields(part)) {
        const kind = value.kind === 'string' ? readComputedText(value.value) : undefined;
        if (kind === undefined || value.kind !== 'string') continue;
        const message = fieldFault(part, key.value, kind);
        if (message === undefined) continue;
        const data = {
          Part: describePartFirst(part),
          field: key.value,
          key: key.value,
          text: shown(value.value),
          what: NAMES[kind],
        };
        context.report({ at: value, message, data, fix: renamedField(part, { key, value }, message) });
      }
      if (takesPaths(part)) return;
      // A text that CDK puts there by mistake is for another rule, and no path is to be read in its place.
      const mistaken = pathsAsUris(part.node).map(({ uri }) => uri);
      for (const text of templateTextsOf(part)) {
        const kind = readComputedText(text.node.value);
        if (kind === undefined || text.names.some(isPathTaking) || mistaken.includes(text.node)) continue;
        const { node, field, names } = text;
        const data = {
          Part: describePartFirst(part),
          field,
          key: names.at(-1) ?? '',
          text: shown(node.value),
          what: NAMES[kind],
        };
        const fix = isSound(node.value, context) ? computedMember(part, text) : undefined;
        context.report({ at: node, message: templateFault(text), data, fix });
      }
    },
  },
);

const NAMES: Readonly<Record<ComputedText, string>> = { path: 'a path', call: 'an intrinsic function' };

function templateFault({ isResult, isItem }: TemplateText): 'result' | 'item' | 'key' {
  if (isResult) return 'result';
  return isItem ? 'item' : 'key';
}

const BUILD_LIST: Fix = { title: 'Build the list with States.Array', safety: 'plan', edits: [] };

function computedMember(part: Part, { holder, names, isItem, isResult }: TemplateText): Fix | undefined {
  if (isItem) return BUILD_LIST;
  const entry = holder?.entry(names.at(-1) ?? '');
  if (holder === undefined || entry === undefined || !takesComputed(holder, entry.key.value)) return undefined;
  const computed = edit.rename(entry.key, `${entry.key.value}.$`);
  const result = part.node.entry('Result');
  if (!isResult) return { title: `Rename it to ${entry.key.value}.$`, safety: 'unsafe', edits: [computed] };
  const isTaken = part.node.isOpen || part.node.entry('Parameters') !== undefined;
  if (result === undefined || isTaken || hasComputedKey(result.value)) return undefined;
  const edits = [edit.rename(result.key, 'Parameters'), computed];
  return { title: `Rename Result to Parameters, and the member to ${entry.key.value}.$`, safety: 'unsafe', edits };
}

function takesComputed(holder: ObjectNode, name: string): boolean {
  const count = holder.entries.filter(({ key }) => key.value === name).length;
  return !holder.isOpen && count === 1 && holder.entry(`${name}.$`) === undefined && name !== '';
}

/** A name that has meant nothing so far, and would in Parameters. */
function hasComputedKey(node: Node): boolean {
  if (node.kind === 'array') return node.items.some(hasComputedKey);
  if (node.kind !== 'object') return false;
  return node.entries.some(({ key, value }) => key.value.endsWith('.$') || hasComputedKey(value));
}

function renamedField(
  part: Part,
  field: { readonly key: StringNode; readonly value: StringNode },
  message: 'field' | 'key',
): Fix | undefined {
  const name = message === 'key' ? `${field.key.value}.$` : `${field.key.value}Path`;
  const isCall = readComputedText(field.value.value) === 'call';
  if (!isCall && message === 'field' && pathFieldOf(part, field) === undefined) return undefined;
  if (!fitsAs(part, field, name)) return undefined;
  return { title: `Rename it to ${name}`, safety: 'unsafe', edits: [edit.rename(field.key, name)] };
}

/** Whether nothing is wrong with a call once it is one. */
function isSound(text: string, { facts }: RuleContext): boolean {
  if (!looksLikeIntrinsic(text)) return true;
  const { call } = parseIntrinsic(text);
  return call !== undefined && checkIntrinsic(call, facts.limits).length === 0;
}

/** A field of plain text beside which there is one for a path. A timestamp is refused, which is another rule's. */
function fieldFault({ kind }: Part, name: string, computed: ComputedText): 'field' | 'key' | undefined {
  const form = fieldMeta(kind, name)?.form.kind;
  if (form !== 'text' && form !== 'string') return undefined;
  if (fieldMeta(kind, `${name}.$`) !== undefined) return 'key';
  const path = fieldMeta(kind, `${name}Path`)?.form;
  if (path?.kind !== 'path' && path?.kind !== 'referencePath') return undefined;
  return computed === 'path' || path.intrinsics === true ? 'field' : undefined;
}

/** Whether the task calls a service that reads paths of its own, or one that is not known. */
function takesPaths({ kind, state }: Part): boolean {
  if (kind !== 'Task' || state?.type !== 'Task') return false;
  const { integration } = state;
  if (integration.kind === 'unknown') return true;
  if (integration.kind !== 'optimised' && integration.kind !== 'sdk') return false;
  const actions = PATH_TAKING_CALLS.get(integration.service.toLowerCase());
  if (actions === undefined) return false;
  const action = integration.action.toLowerCase();
  return actions.length === 0 || actions.some((begin) => action.startsWith(begin));
}

/** By the last word of the name: `inputPathsMap`, `json_path`, `output-filter`. */
function isPathTaking(name: string): boolean {
  const bare = name.replace(/\.\$$/, '');
  const last = /(?:[A-Z]+|[A-Z]?[a-z]+)$/.exec(bare)?.[0] ?? '';
  return PATH_TAKING_WORDS.has(last.toLowerCase());
}

const LONGEST = 80;

function shown(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
