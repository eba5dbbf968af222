/** JSON that is parsed a second time, or text that is read as if it had been parsed. */
import { describeSource } from '../../analysis/data-flow/describe-shape.ts';
import type { Read } from '../../analysis/data-flow/field-reader.ts';
import type { MissedStep, ParsedValue } from '../../analysis/data-flow/read-log.ts';
import { kindsOf } from '../../analysis/data-flow/shape.ts';
import type { Shape, Source } from '../../analysis/data-flow/shape.ts';
import type { State } from '../../asl/model.ts';
import type { Range } from '../../text/source-file.ts';
import { memberOf } from '../../asl/payload.ts';
import { PARSED_RESULTS } from '../../aws/result-shapes.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import { readOf } from '../../fixers/jsonata-parts.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';

export default defineRule(
  {
    id: 'double-parse',
    category: 'integrations',
    summary: 'A value is parsed that is JSON already, or a text is read as if it had been parsed.',
    why:
      'Step Functions parses some results and leaves others as text: `Body` of `bedrock:invokeModel` and `Output` of ' +
      '`startExecution.sync:2` are JSON values, `Output` of `startExecution.sync` is text, and so is what a model ' +
      'wrote, even where it wrote JSON. To parse a value that is no text fails, and a text has no members.',
    remedy:
      'Drop `$parse` or `States.StringToJson` where the value is JSON already, and add it where the value is text. In a ' +
      'JSONPath state parse into a field of its own first: a path cannot go on behind a function call.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety: 'The state goes on with the value where it failed or went on without it.',
    messages: {
      parsedAlready: {
        text: 'State "{state}" parses {source}, which is JSON already: {function} takes text, and the state fails.',
        help: 'Use the value as it is, without {function}.',
      },
      parsedValue: {
        text: 'State "{state}" parses {kind} with {function}, which takes text: the state fails.',
        help: 'Use the value as it is, without {function}.',
      },
      jsonText: {
        text: 'State "{state}" reads {name} of {source}, which is JSON as text and has no members.',
        help: 'Parse the text with {function} first.',
      },
      modelText: {
        text: 'State "{state}" reads {name} of {source}, which is text that a model wrote and has no members.',
        help: 'Parse the text with {function} first, and ask the model for JSON alone.',
      },
    },
    references: [
      'AWS Step Functions developer guide: Start a new AWS Step Functions state machine from a running execution',
      'AWS Step Functions developer guide: Invoke and customize Amazon Bedrock models with Step Functions',
    ],
  },
  {
    state(state, context) {
      for (const read of context.analyses.dataFlow.readsOf(state)) {
        for (const parsed of read.parsed) reportParsed(state, read, parsed, context);
        for (const step of read.missed) reportUnparsed(state, read, step, context);
      }
    },
  },
);

const FUNCTIONS = { JSONPath: 'States.StringToJson', JSONata: '$parse' } as const;

function reportParsed(state: State, read: Read, { value, range }: ParsedValue, context: RuleContext): void {
  const [source] = value.sources;
  const isKnown = isObjectOrList(value) || (value.sources.length > 0 && value.sources.every(isParsedResult));
  if (!isKnown) return;
  const described = source === undefined ? '' : describeSource(source, state);
  const kind = value.object === undefined ? 'a list' : 'an object';
  const data = { state: state.name, source: described, kind, function: FUNCTIONS[read.language] };
  const message = source === undefined ? 'parsedValue' : 'parsedAlready';
  context.report({ at: { slice: read.node, range }, message, data, fix: dropParse(read, range) });
}

/** `$parse(x)`, `x ~> $parse` and `States.StringToJson(x)` become `x`. */
function dropParse({ node, language }: Read, range: Range): Fix | undefined {
  const { value } = node;
  const call = value.slice(range.start, range.end);
  const title = `Drop ${FUNCTIONS[language]}`;
  const chained = /\s*~>\s*$/.exec(value.slice(0, range.start));
  if (chained !== null) {
    const isName = call === '$parse';
    return isName
      ? { title, safety: 'unsafe', edits: [edit.splice(node, { start: chained.index, end: range.end }, '')] }
      : undefined;
  }
  const argument = CALLS[language].exec(call)?.[1];
  if (argument === undefined) return undefined;
  const isWhole = /^\{%\s*$/.test(value.slice(0, range.start)) && /^\s*%\}$/.test(value.slice(range.end));
  const isPlain = language === 'JSONPath' || isWhole || /^[\w.$[\]]+$/.test(argument);
  return { title, safety: 'unsafe', edits: [edit.splice(node, range, isPlain ? argument : `(${argument})`)] };
}

const CALLS = {
  JSONPath: /^States\.StringToJson\(\s*(.*?)\s*\)$/s,
  JSONata: /^\$parse\(\s*(.*?)\s*\)$/s,
} as const;

function isObjectOrList(value: Shape): boolean {
  const kinds = kindsOf(value);
  return kinds !== undefined && kinds.length > 0 && kinds.every((kind) => kind === 'object' || kind === 'array');
}

/** A part of a result that the service has parsed, whatever is in it. */
function isParsedResult({ state, kind, path }: Source): boolean {
  if (kind !== 'result' || state.type !== 'Task') return false;
  const { integration } = state;
  if (integration.kind !== 'optimised') return false;
  const name = `${integration.service}:${integration.action} ${integration.pattern}`;
  if (PARSED_RESULTS.get(name)?.includes(path) !== true) return false;
  // With an output in S3, what Body holds is not confirmed.
  return (
    integration.service !== 'bedrock' || memberOf(state.arguments, 'Output', state.queryLanguage).kind === 'absent'
  );
}

/** A member or an element of a text. */
function reportUnparsed(state: State, read: Read, step: MissedStep, context: RuleContext): void {
  const { base, miss, name, range } = step;
  const [source] = base.sources;
  if (source === undefined || (miss.kind !== 'scalar' && miss.kind !== 'index')) return;
  const content = base.text?.content;
  if (content === undefined || content === 'plain') return;
  const message = content === 'json' ? 'jsonText' : 'modelText';
  const data = {
    state: state.name,
    name: miss.kind === 'index' ? `element ${name}` : name,
    source: describeSource(source, state),
    function: FUNCTIONS[read.language],
  };
  const related = source.state === state ? [] : [{ at: { key: source.state.key }, note: 'the text comes from here' }];
  const fix = parseFirst(read, range, context);
  context.report({ at: { slice: read.node, range }, message, data, related, fix });
}

/** A path cannot go on behind a function. */
function parseFirst({ node, language }: Read, { start, end }: Range, { analyses }: RuleContext): Fix | undefined {
  if (language === 'JSONPath')
    return { title: 'Parse the text into a field of its own first', safety: 'plan', edits: [] };
  const inner = node.value.slice(2, -2);
  const expression = analyses.parseJsonata?.(inner).expression;
  const base = expression && readOf(expression, { start: start - 2, end: end - 2 });
  if (base === undefined) return undefined;
  const text = inner.slice(base.start, base.end);
  const parsed = edit.splice(node, { start: base.start + 2, end: base.end + 2 }, `$parse(${text})`);
  return { title: 'Parse the text with $parse', safety: 'unsafe', edits: [parsed] };
}
