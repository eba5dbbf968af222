/** A path or expression reads what the task that produced the value cannot return. */
import { describeSource, membersOf } from '../../analysis/data-flow/describe-shape.ts';
import type { Read } from '../../analysis/data-flow/field-reader.ts';
import type { MissedStep } from '../../analysis/data-flow/read-log.ts';
import type { Source } from '../../analysis/data-flow/shape.ts';
import type { State } from '../../asl/model.ts';
import { TABLES_DATE } from '../../aws/services/service-index.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';

export default defineRule(
  {
    id: 'wrong-result-path',
    category: 'integrations',
    summary: 'A path or expression reads a field that the task cannot return.',
    why:
      'Each integration returns its result in one form: `bedrock:invokeModel` under `Body`, `lambda:invoke` under ' +
      '`Payload`, SDK integrations with a capital first letter at every level. In a JSONPath state a path that finds ' +
      'nothing ends the execution with `States.Runtime`, which no catcher takes. In a JSONata state a field whose ' +
      'expression gives nothing fails, and inside a longer expression the value is left out without a word.\n\n' +
      'The rule follows values through `ResultSelector`, `ResultPath`, `Assign`, `Output`, Pass and Choice states, ' +
      'Maps and branches. It says nothing where a value may come from elsewhere, or where a Choice has asked whether it ' +
      'is there.',
    remedy:
      'Read the member by the name under which the integration returns it. Where the input was meant, keep it: set ' +
      '`ResultPath` on the state that replaces it.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',
    fixSafety: 'Where an expression went on without the value, or a catcher took the error, the value is there now.',
    messages: {
      misspelt: {
        text: 'State "{state}" reads {name} of {source}, where the member is called {meant}: the state fails with {error}.',
        help: 'Write {meant}.',
      },
      laterRule: {
        text: 'State "{state}" reads {name} of {source}, which is not there: the state fails with {error} when it comes to this rule.',
        help: 'What is there: {members}.{keep}',
        severity: 'warning',
      },
      misspeltQuietly: {
        text: 'State "{state}" reads {name} of {source}, where the member is called {meant}: the expression goes on without the value.',
        help: 'Write {meant}.',
        severity: 'warning',
      },
      absent: {
        text: 'State "{state}" reads {name} of {source}, which has no such member: the state fails with {error}.',
        help: 'What is there: {members}.{keep}',
      },
      absentQuietly: {
        text: 'State "{state}" reads {name} of {source}, which has no such member: the expression goes on without the value.',
        help: 'What is there: {members}.{keep}',
        severity: 'warning',
      },
      untabled: {
        text: 'State "{state}" reads {name} of {source}, which has no such member in what AWS had documented by {date}.',
        help: 'What is there: {members}.{keep}',
        severity: 'warning',
      },
      list: {
        text: 'State "{state}" reads {name} of {source}, which is a list: without an index the state fails with {error}.',
        help: 'Put an index before it, such as [0].{name}, or [*].{name} for all.',
      },
      scalar: {
        text: 'State "{state}" reads {name} of {source}, which is no object: the state fails with {error}.',
        help: 'Read the value itself.',
      },
      scalarQuietly: {
        text: 'State "{state}" reads {name} of {source}, which is no object: the expression goes on without the value.',
        help: 'Read the value itself.',
        severity: 'warning',
      },
      scalarByTable: {
        text: 'State "{state}" reads {name} of {source}, which is no object in what AWS had documented by {date}.',
        help: 'Read the value itself, or parse it where it is JSON as text.',
        severity: 'warning',
      },
      noList: {
        text: 'State "{state}" reads element {name} of {source}, which is no list: the state fails with {error}.',
        help: 'Read it without the index.',
      },
      functionPayload: {
        text: 'State "{state}" reads Payload of {source}, which is what the function itself returns: only lambda:invoke puts it under Payload.',
        help: 'Read what the function returns without .Payload, or call it through lambda:invoke.',
        severity: 'warning',
      },
    },
    references: [
      'AWS Step Functions developer guide: Integrating services with Step Functions',
      'AWS Step Functions developer guide: Invoke and customize Amazon Bedrock models with Step Functions',
      'AWS Step Functions developer guide: Invoke Amazon Bedrock AgentCore with Step Functions',
      'AWS Step Functions developer guide: Invoke an AWS Lambda function with Step Functions',
    ],
  },
  {
    state(state, context) {
      for (const read of context.analyses.dataFlow.readsOf(state)) {
        for (const step of read.missed) reportMiss(state, read, step, context);
        reportPayload(state, read, context);
      }
    },
  },
);

function reportMiss(state: State, read: Read, step: MissedStep, context: RuleContext): void {
  const { base, range, name, miss } = step;
  const [source] = base.sources;
  // What a catcher puts in place of the input is catch-discards-input's, texts to be parsed are double-parse's.
  if (source === undefined || base.sources.some(({ kind }) => kind === 'error')) return;
  if (base.text !== undefined && base.text.content !== 'plain') return;
  const found = isOfTable(source) && miss.kind === 'scalar' ? 'scalarByTable' : messageOf(step, read.language);
  const message = found !== undefined && ALWAYS.includes(found) && isOfLaterRule(read) ? 'laterRule' : found;
  if (message === undefined) return;
  const data = {
    state: state.name,
    name,
    source: describeSource(source, state),
    meant: miss.meant ?? '',
    members: membersOf(base),
    keep: source.state === state ? '' : ` To keep the input beside it, set ${KEEPING_FIELD[read.language]}.`,
    error: read.language === 'JSONPath' ? 'States.Runtime' : 'States.QueryEvaluationError',
    date: TABLES_DATE.slice(0, 7),
  };
  const related = source.state === state ? [] : [{ at: { key: source.state.key }, note: 'the value comes from here' }];
  context.report({ at: { slice: read.node, range }, message, data, related, fix: spell(state, read, step) });
}

/** Sure where the state fails for certain, and nothing takes the error. */
function spell(state: State, { node, language }: Read, { miss, name, range, fails }: MissedStep): Fix | undefined {
  const meant = miss.kind === 'field' ? miss.meant : undefined;
  const isPlain = node.value.slice(range.start, range.end) === name && /^\w+$/.test(meant ?? '');
  if (meant === undefined || !isPlain) return undefined;
  const isCaught = language === 'JSONata' && 'catchers' in state && (state.catchers.length > 0 || !state.catchersKnown);
  const safety = fails && !isCaught && state.machine.owner === undefined ? 'safe' : 'unsafe';
  return { title: `Write ${meant}`, safety, edits: [edit.splice(node, range, meant)] };
}

/** Messages of what fails for certain where it is read. */
const ALWAYS: readonly string[] = ['misspelt', 'absent', 'list', 'scalar', 'noList'];

/** Rules of a Choice behind the first are tried only where those before them do not match; nested ones likewise. */
function isOfLaterRule({ field }: Read): boolean {
  return /^Choices\[\d+\]/.test(field) && /(?:^Choices|\.And|\.Or)\[(?!0\])|\.(?:Output|Assign)\b/.test(field);
}

/** Where a state says what to do with its result. */
const KEEPING_FIELD = { JSONPath: 'ResultPath', JSONata: 'Output' } as const;

function messageOf({ miss, fails }: MissedStep, language: Read['language']): string | undefined {
  switch (miss.kind) {
    case 'field':
      if (!miss.isCertain) return 'untabled';
      if (miss.meant !== undefined) return fails ? 'misspelt' : 'misspeltQuietly';
      return fails ? 'absent' : 'absentQuietly';
    case 'scalar':
      return fails ? 'scalar' : 'scalarQuietly';
    case 'listed':
      return fails && language === 'JSONPath' ? 'list' : undefined;
    case 'index':
      return fails && language === 'JSONPath' ? 'noList' : undefined;
  }
}

/** Whether a value is described by a service table alone. */
function isOfTable({ state, kind }: Source): boolean {
  if (kind !== 'result' || state.type !== 'Task') return false;
  return state.integration.kind === 'sdk' && state.aiCall === undefined;
}

/** Of a function that is called by its own ARN: it could return such a member, hence a warning. */
function reportPayload(state: State, read: Read, context: RuleContext): void {
  for (const { base, name, range } of read.membersOfUnknown) {
    const [source, ...others] = base.sources;
    if (name !== 'Payload' || source?.path !== '' || source.kind !== 'result' || others.length > 0) continue;
    if (source.state.type !== 'Task' || source.state.integration.kind !== 'lambda') continue;
    const data = { state: state.name, source: describeSource(source, state) };
    context.report({ at: { slice: read.node, range }, message: 'functionPayload', data });
  }
}
