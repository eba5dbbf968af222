/** Decisions as text for a person, and as JSON for a program. */
import type { HostSpan } from '../text/layer.ts';
import { spanOf } from '../tree/node.ts';
import { statePath } from '../asl/model.ts';
import { proposalJson, proposalText } from './agent/render.ts';
import type { Proposal } from './agent/proposal.ts';
import type { Decision, Substitution, Target } from './decide.ts';
import type { Reason } from './reason.ts';

export interface DecidedMachine {
  readonly name: string;
  readonly file: string;
  readonly decisions: readonly Decision[];
}

/** `show` makes text of a user's file fit for a terminal. */
export function renderText(machines: readonly DecidedMachine[], show: (text: string) => string): string {
  const blocks = machines.map((machine) => machineText(machine, show));
  return `${[...blocks, countsText(machines)].join('\n')}\n`;
}

function countsText(machines: readonly DecidedMachine[]): string {
  const all = machines.flatMap(({ decisions }) => decisions);
  const count = (...kinds: readonly Decision['outcome']['kind'][]): number =>
    all.filter(({ outcome }) => kinds.includes(outcome.kind)).length;
  const tasks = `${String(all.length)} Lambda task${all.length === 1 ? '' : 's'}`;
  return `${tasks}: ${String(count('safe'))} safe, ${String(count('guarded'))} guarded, ${String(count('plan'))} not migrated, ${String(count('noModel'))} without a model call, ${String(count('unknown'))} unknown`;
}

function machineText({ name, file, decisions }: DecidedMachine, show: (text: string) => string): string {
  return [`${show(file)}: ${show(name)}`, ...decisions.map((decision) => decisionText(decision, show))].join('\n');
}

function decisionText(decision: Decision, show: (text: string) => string): string {
  const { state, outcome } = decision;
  const { source, label } = decision.function;
  const code = source.kind === 'file' ? ` (${show(source.file.path)}, ${show(source.handler)})` : '';
  const head = `  State "${show(statePath(state).join(' / '))}" runs ${show(label)}${code}`;
  switch (outcome.kind) {
    case 'noModel':
      return `${head}\n    It calls no model.\n`;
    case 'unknown':
      return `${head}\n    What it does is not known: ${show(outcome.why)}. ${show(outcome.unblock)}\n`;
    case 'plan':
      return `${head}\n    Not migrated, for ${outcome.reasons.length === 1 ? 'one reason' : `${String(outcome.reasons.length)} reasons`}:\n${outcome.reasons.map((reason) => reasonText(reason, show)).join('\n')}\n${proposed(outcome.proposal, show)}`;
    case 'safe':
    case 'guarded':
      return `${head}\n${targetText(outcome.kind, outcome.target, show)}\n`;
  }
}

function proposed(proposal: Proposal | undefined, show: (text: string) => string): string {
  if (proposal === undefined) return '';
  const place = ({ span }: Reason): string => (span === undefined ? '' : `${show(placeText(span))} `);
  return `${proposalText(proposal, show, place).join('\n')}\n`;
}

function reasonText({ gate, message, unblock, span }: Reason, show: (text: string) => string): string {
  const lines = [`    - ${span === undefined ? '' : `${show(placeText(span))} `}${gate}: ${show(message)}.`];
  const code = span === undefined ? undefined : lineOf(span);
  if (code !== undefined) lines.push(`        ${show(code)}`);
  lines.push(`      ${show(unblock)}`);
  return lines.join('\n');
}

function placeText({ file, start }: HostSpan): string {
  const { line, column } = file.position(start);
  return `${file.path}:${String(line)}:${String(column)}`;
}

const MAX_LINE = 110;

function lineOf({ file, start }: HostSpan): string | undefined {
  const { line } = file.position(start);
  const from = file.lineStarts[line - 1] ?? 0;
  const text = file.text.slice(from, file.lineStarts[line] ?? file.text.length).trim();
  if (text === '') return undefined;
  return text.length > MAX_LINE ? `${text.slice(0, MAX_LINE - 1)}…` : text;
}

function targetText(kind: 'safe' | 'guarded', target: Target, show: (text: string) => string): string {
  const lines = [
    kind === 'safe'
      ? '    Safe: the state below does the same for every input.'
      : '    Guarded: the state below does the same, or fails before it calls the model:',
    ...target.guards.map((guard) => `      - ${show(guard)}`),
    ...JSON.stringify(Object.fromEntries(target.states.map(({ name, state }) => [name, state])), null, 2)
      .split('\n')
      .map((line) => `      ${show(line)}`),
    `    The role of the machine needs ${target.permissions.join(', ')}.`,
    ...target.substitutions.map((substitution) => `    ${substitutionText(substitution, show)}`),
    '    What changes:',
    ...target.changes.map(({ aspect, text }) => `      - ${aspect}: ${show(text)}`),
    ...target.assumptions.map((text) => `      - taken for granted: ${show(text)}`),
  ];
  return lines.join('\n');
}

function substitutionText(substitution: Substitution, show: (text: string) => string): string {
  const name = show(substitution.name);
  switch (substitution.kind) {
    case 'variable':
      return `\${${name}} is the value of the environment variable ${show(substitution.variable)} of the function.`;
    case 'function':
      return `\${${name}} is the ARN of ${show(substitution.copy)}.`;
  }
}

export function renderJson(machines: readonly DecidedMachine[]): string {
  const shown = machines.map(({ name, file, decisions }) => ({ name, file, tasks: decisions.map(decisionJson) }));
  return `${JSON.stringify({ machines: shown }, null, 2)}\n`;
}

function decisionJson({ state, function: called, outcome }: Decision): object {
  const span = spanOf(state.key);
  const base = {
    state: statePath(state),
    pointer: state.pointer,
    line: span.file.position(span.start).line,
    function: called.label,
    source: called.source.kind === 'file' ? { file: called.source.file.path, handler: called.source.handler } : null,
    outcome: outcome.kind,
  };
  switch (outcome.kind) {
    case 'noModel':
      return base;
    case 'unknown':
      return { ...base, why: outcome.why, unblock: outcome.unblock };
    case 'plan':
      return {
        ...base,
        subject: outcome.subject,
        reasons: outcome.reasons.map(reasonJson),
        ...(outcome.proposal === undefined ? {} : { proposal: proposalJson(outcome.proposal, reasonJson) }),
      };
    case 'safe':
    case 'guarded':
      return { ...base, subject: outcome.subject, ...outcome.target, state: statePath(state) };
  }
}

function reasonJson({ gate, message, unblock, span }: Reason): object {
  const place = span === undefined ? undefined : span.file.position(span.start);
  return { gate, message, unblock, ...(span === undefined ? {} : { file: span.file.path, ...place }) };
}
