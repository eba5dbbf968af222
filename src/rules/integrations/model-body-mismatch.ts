/** An InvokeModel body that does not fit the family of the model it is sent to. */
import { calledModel, memberAt } from '../../asl/called-model.ts';
import type { TaskState } from '../../asl/model.ts';
import { isJsonata } from '../../asl/payload.ts';
import type { Member } from '../../asl/payload.ts';
import { ANTHROPIC_VERSION, BODY_SHAPES } from '../../aws/model-bodies.ts';
import type { BodyShape } from '../../aws/model-bodies.ts';
import type { Expression, ParseJsonata } from '../../expr/jsonata/expression.ts';
import type { ObjectNode } from '../../tree/node.ts';
import { bodyAsObject } from '../../fixers/body-object.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { enumerate } from '../wording.ts';

export default defineRule(
  {
    id: 'model-body-mismatch',
    category: 'integrations',
    summary: 'The body of an InvokeModel call does not fit the family of its model.',
    why:
      'Each family of models has a request body of its own, and Step Functions passes it on unchecked. A body without ' +
      'what the family requires, or with the members of another family, is refused with `ValidationException` at the ' +
      'first call; so is one that was turned into text.',
    remedy:
      "Write the body as the model's page shows it; for Claude with " +
      '`"anthropic_version": "bedrock-2023-05-31"`, `max_tokens` and `messages`. Converse has one shape for all models.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',
    fixSafety: 'Where a text was passed, the model gets the object that it was made of.',
    messages: {
      missing: {
        text: 'State "{state}" sends {family} a body without {members}, which this family of models requires: the call is refused.',
        help: 'Add {members} to Body.',
      },
      foreign: {
        text: 'State "{state}" sends {family} a body with {members}, as another family of models takes it: the call is refused.',
        help: 'Write the body as {family} takes it, with {required}.',
      },
      text: {
        text: 'State "{state}" passes Body as text, but the model takes a JSON object: the call is refused.',
        help: 'Pass the object itself, not its text.',
      },
    },
    references: [
      'Amazon Bedrock user guide: Inference request parameters and response fields for foundation models',
      'AWS Step Functions developer guide: Invoke and customize Amazon Bedrock models with Step Functions',
    ],
  },
  {
    task(state, context) {
      if (state.aiCall?.operation.name !== 'InvokeModel') return;
      const body = memberAt(state, ['Body']);
      if (body.kind !== 'literal' && body.kind !== 'computed') return;
      if (body.node.kind === 'string') {
        if (isText(body, body.node.value, state, context.analyses.parseJsonata)) {
          context.report({
            at: body.node,
            message: 'text',
            data: { state: state.name },
            fix: objectOfText(state, context.analyses.parseJsonata),
          });
        }
        return;
      }
      const family = calledModel(state, context.facts.models)?.family;
      if (family === undefined || body.kind !== 'literal' || body.node.kind !== 'object') return;
      reportMembers(state, body.node, BODY_SHAPES[family], context);
    },
  },
);

function reportMembers(state: TaskState, body: ObjectNode, shape: BodyShape, context: RuleContext): void {
  const data = { state: state.name, family: shape.name, required: enumerate(shape.required) };
  const foreign = body.entries.filter(({ key }) => shape.foreign.includes(nameOf(key.value)));
  const [first] = foreign;
  if (first !== undefined) {
    const members = enumerate(foreign.map(({ key }) => nameOf(key.value)));
    const fix: Fix = { title: `Write the body as ${shape.name} takes it`, safety: 'plan', edits: [] };
    context.report({ at: { key: first.key }, message: 'foreign', data: { ...data, members }, fix });
    return;
  }
  if (body.isOpen) return;
  const names = body.entries.map(({ key }) => nameOf(key.value));
  const missing = shape.required.filter((name) => !names.includes(name));
  const at = state.arguments?.kind === 'object' ? state.arguments.entry('Body')?.key : undefined;
  if (missing.length === 0 || at === undefined) return;
  context.report({
    at: { key: at },
    message: 'missing',
    data: { ...data, members: enumerate(missing) },
    fix: add(body, missing),
  });
}

/** Of all that a family requires, the version alone has one value. */
function add(body: ObjectNode, missing: readonly string[]): Fix {
  const isVersion = missing.length === 1 && missing[0] === 'anthropic_version';
  if (!isVersion) return { title: `Add ${enumerate(missing)} to Body`, safety: 'plan', edits: [] };
  const set = edit.set(body, 'anthropic_version', ANTHROPIC_VERSION);
  return { title: `Add "anthropic_version": "${ANTHROPIC_VERSION}"`, safety: 'safe', edits: [set] };
}

function objectOfText(state: TaskState, parseJsonata: ParseJsonata | undefined): Fix | undefined {
  const edits = bodyAsObject(state, parseJsonata);
  return edits && { title: 'Pass the object itself', safety: 'unsafe', edits };
}

function nameOf(key: string): string {
  return key.endsWith('.$') ? key.slice(0, -2) : key;
}

const TEXT_INTRINSICS = /^States\.(?:JsonToString|Format)\s*\(/;

/** Whether the optimised integration is certainly given a text; how the SDK integration encodes a body is not known. */
function isText(
  { kind }: Member,
  value: string,
  { integration, queryLanguage }: TaskState,
  parseJsonata: ParseJsonata | undefined,
): boolean {
  if (integration.kind !== 'optimised') return false;
  if (kind === 'literal') return true;
  if (queryLanguage === 'JSONPath') return TEXT_INTRINSICS.test(value);
  const expression = isJsonata(value) ? parseJsonata?.(value.slice(2, -2)).expression : undefined;
  return expression !== undefined && givesText(expression);
}

function givesText(expression: Expression): boolean {
  if (expression.kind === 'string' || expression.kind === 'concatenation') return true;
  return expression.kind === 'call' && expression.callee.kind === 'variable' && expression.callee.name === 'string';
}
