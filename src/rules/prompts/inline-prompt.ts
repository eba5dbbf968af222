/** A prompt written out in the definition of the workflow. */
import { promptsOf } from '../../analysis/prompts.ts';
import type { WrittenPrompt } from '../../analysis/prompts.ts';
import type { TaskState } from '../../asl/model.ts';
import { isJsonata } from '../../asl/payload.ts';
import type { Fix } from '../../fixers/fix.ts';
import { moveToTemplate } from '../../fixers/move-to-template.ts';
import { groupedNumber } from '../../text/grouped-number.ts';
import type { Node, StringNode } from '../../tree/node.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'inline-prompt',
    category: 'prompts',
    summary: 'A prompt is written out in the state machine definition.',
    why:
      'A prompt changes more often than the workflow around it and is tested in other ways. Inside the definition ' +
      'every change of wording is a deployment of the workflow, the text is hard to read and review as one escaped ' +
      'string, and it counts towards the 1 MiB that a definition may have.',
    remedy:
      'Keep the prompt in Bedrock prompt management, in S3 or in a file of its own, and bring it in with a prompt ' +
      'ARN, an earlier state or a `DefinitionSubstitutions` entry.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety:
      'What is deployed is the same; tools that read the definition without its template see a placeholder in place of ' +
      'the prompt.',
    options: {
      maxLength: {
        type: 'integer',
        default: 200,
        description: 'Longest text, in UTF-16 units after decoding, that may stand in a prompt field on one line.',
      },
    },
    messages: {
      long: {
        text: 'State "{state}" carries its prompt in {field} as {length} characters of text: each change of wording redeploys the workflow.',
        help: 'Move the prompt out of the definition and refer to it.',
      },
      severalLines: {
        text: 'State "{state}" carries a prompt of several lines ({length} characters) in {field}: each change of wording redeploys the workflow.',
        help: 'Move the prompt out of the definition and refer to it.',
      },
    },
    references: ['Amazon Bedrock user guide: Prompt management', 'AWS SAM developer guide: DefinitionSubstitutions'],
  },
  {
    task(state, context) {
      if (state.aiCall === undefined) return;
      const maxLength = context.integerOption('maxLength');
      const isProgram = state.arguments !== undefined && testsInput(state.arguments);
      for (const prompt of promptsOf(state, context.analyses.parseJsonata)) {
        const { field, node, range, length, hasSeveralLines } = prompt;
        const isLong = length > maxLength;
        if ((!isLong && !hasSeveralLines) || (isProgram && isExpression(node))) continue;
        const data = { state: state.name, field, length: groupedNumber(length) };
        const at = range === undefined ? node : { slice: node, range };
        context.report({ at, message: isLong ? 'long' : 'severalLines', data, fix: moveOut(state, prompt) });
      }
    },
  },
);

function isExpression(node: Node): boolean {
  return node.kind === 'string' && isJsonata(node.value);
}

/**
 * Whether an expression refuses some input: what stands in it is a program rather than a text, as `sfn-lint migrate` takes
 * it over from the code of a function, and no wording that could be kept elsewhere.
 */
function testsInput(node: Node): boolean {
  switch (node.kind) {
    case 'object':
      return node.entries.some(({ value }) => testsInput(value));
    case 'array':
      return node.items.some(testsInput);
    case 'string':
      return isExpression(node) && /\$(?:error|assert)\(/.test(node.value);
    default:
      return false;
  }
}

/** Of a prompt that is the whole of a text. */
function moveOut(state: TaskState, { node, range, field }: WrittenPrompt): Fix | undefined {
  const { arguments: template, queryLanguage } = state;
  if (node.kind !== 'string' || range !== undefined || template === undefined) return undefined;
  if (queryLanguage === 'JSONata' ? isJsonata(node.value) : !isLiteral(template, node)) return undefined;
  const moved = moveToTemplate(state, template, node, labelOf(state.name, field));
  if (moved === undefined) return undefined;
  const { name, edits } = moved;
  return { title: `Move it to ${name} in DefinitionSubstitutions`, safety: 'unsafe', edits };
}

/** Not the text of an intrinsic call. */
function isLiteral(root: Node, text: StringNode): boolean {
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node === text) return true;
    if (node.kind === 'array') waiting.push(...node.items);
    if (node.kind !== 'object') continue;
    for (const { key, value } of node.entries) if (!key.value.endsWith('.$')) waiting.push(value);
  }
  return false;
}

/** `ReadLetterSystemPrompt` for a system prompt in the state `Read letter`. */
function labelOf(state: string, field: string): string {
  const words = state.match(/[A-Za-z0-9]+/g) ?? [];
  const name = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
  return `${name}${/^(?:System|Body\.system)/.test(field) ? 'System' : ''}Prompt`;
}
