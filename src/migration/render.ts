/** What becomes of Lambda tasks as text for a person, and as JSON for a program. */
import { statePath } from '../asl/model.ts';
import type { HostSpan } from '../text/layer.ts';
import { spanOf } from '../tree/node.ts';
import { ASPECTS } from './target.ts';
import type { Decision } from './outcome.ts';
import type { Change, Target } from './target.ts';
import type { MigrationEdit } from './edit/edit.ts';
import type { MigratedTask } from './migrate-tasks.ts';
import { proposalJson, proposalText } from './agent/render.ts';
import type { Proposal } from './agent/proposal.ts';
import { paragraph } from './paragraph.ts';
import type { Reason } from './reason.ts';

export interface ShownTask extends MigratedTask {
  /** What would be written, as a patch; absent where nothing is, and where it is written. */
  readonly patch: string | undefined;
  /** Why it cannot be written. */
  readonly refused: string | undefined;
}

export interface ShownMachine {
  readonly name: string;
  readonly file: string;
  readonly tasks: readonly ShownTask[];
}

/** Makes text of a user's file fit for a terminal. */
type Show = (text: string) => string;

export function renderText(machines: readonly ShownMachine[], show: Show): string {
  const blocks = machines.flatMap((machine) => machineText(machine, show));
  return `${[...blocks, ...summaryText(machines)].join('\n')}\n`;
}

type Kind = Decision['outcome']['kind'];

function countsOf(tasks: readonly ShownTask[]): Readonly<Record<Kind, number>> {
  const counts = { safe: 0, guarded: 0, plan: 0, noModel: 0, unknown: 0 };
  for (const { decision } of tasks) counts[decision.outcome.kind]++;
  return counts;
}

function summaryText(machines: readonly ShownMachine[]): readonly string[] {
  const tasks = machines.flatMap((machine) => machine.tasks);
  const all = tasks.length;
  const here = tasks.filter(({ refused }) => refused === undefined);
  const { safe, guarded, plan, noModel, unknown } = countsOf(here);
  const elsewhere = all - here.length;
  if (all === 0) return ['No state runs a Lambda function.'];
  const parts = [
    ...(safe > 0 ? [`${String(safe)} safe (--fix)`] : []),
    ...(guarded > 0 ? [`${String(guarded)} guarded (--fix --unsafe)`] : []),
    ...(elsewhere > 0 ? [`${String(elsewhere)} possible, but not to be written here`] : []),
    ...(plan > 0 ? [`${String(plan)} not migrated`] : []),
    ...(noModel > 0 ? [`${String(noModel)} without a model call`] : []),
    ...(unknown > 0 ? [`${String(unknown)} unknown`] : []),
  ];
  return paragraph('', `${String(all)} Lambda task${all === 1 ? '' : 's'}: ${parts.join(', ')}.`);
}

function machineText({ name, file, tasks }: ShownMachine, show: Show): readonly string[] {
  return [`${show(file)}: ${show(name)}`, '', ...tasks.flatMap((task) => [...taskText(task, show), ''])];
}

function taskText(task: ShownTask, show: Show): readonly string[] {
  const { decision, migration } = task;
  const { state, outcome } = decision;
  const code = migration.code === undefined ? '' : ` (${show(migration.code.file)}, ${show(migration.code.handler)})`;
  const calls = migration.calls.length === 0 ? '' : `, which calls ${migration.calls.join(' and ')}`;
  const head = paragraph(
    '  ',
    `State "${show(statePath(state).join(' / '))}" runs ${show(migration.functionName)}${code}${calls}.`,
  );
  switch (outcome.kind) {
    case 'noModel':
      return [...head, '    It calls no model.'];
    case 'unknown':
      return [
        ...head,
        ...paragraph('    ', `What it does is not known: ${show(outcome.why)}. ${show(outcome.unblock)}`),
      ];
    case 'plan': {
      const count = outcome.reasons.length === 1 ? 'one reason' : `${String(outcome.reasons.length)} reasons`;
      const reasons = outcome.reasons.flatMap((reason) => reasonText(reason, show));
      return [
        ...head,
        `    Not migrated, for ${count}:`,
        ...reasons,
        ...splitText(outcome.split, show),
        ...proposed(outcome.proposal, show),
      ];
    }
    case 'safe':
    case 'guarded':
      return [...head, ...targetText(task, show)];
  }
}

function splitText(reasons: readonly Reason[], show: Show): readonly string[] {
  if (reasons.length === 0) return [];
  return [
    '    It could be split around its call, were it not for:',
    ...reasons.flatMap((reason) => reasonText(reason, show)),
  ];
}

function proposed(proposal: Proposal | undefined, show: Show): readonly string[] {
  if (proposal === undefined) return [];
  return proposalText(proposal, show, ({ span }) => (span === undefined ? '' : `${show(placeText(span))} `));
}

function reasonText({ gate, message, unblock, span }: Reason, show: Show): readonly string[] {
  const code = span === undefined ? undefined : lineOf(span);
  return [
    ...paragraph('    - ', `${gate}: ${show(message)}.`),
    ...(span === undefined ? [] : [`      ${show(placeText(span))}${code === undefined ? '' : `  ${show(code)}`}`]),
    ...paragraph('      To do: ', show(unblock)),
  ];
}

function placeText({ file, start }: HostSpan): string {
  const { line, column } = file.position(start);
  return `${file.path}:${String(line)}:${String(column)}`;
}

const MAX_LINE = 60;

function lineOf({ file, start }: HostSpan): string | undefined {
  const { line } = file.position(start);
  const from = file.lineStarts[line - 1] ?? 0;
  const text = file.text.slice(from, file.lineStarts[line] ?? file.text.length).trim();
  if (text === '') return undefined;
  return text.length > MAX_LINE ? `${text.slice(0, MAX_LINE - 1)}…` : text;
}

function targetText({ decision, edit, patch, refused }: ShownTask, show: Show): readonly string[] {
  const { outcome } = decision;
  if (outcome.kind !== 'safe' && outcome.kind !== 'guarded') return [];
  const { target } = outcome;
  const verdict = [
    ...paragraph('    ', verdictText(outcome.kind, target)),
    ...target.guards.flatMap((guard) => paragraph('      - ', show(guard))),
  ];
  const written = patch === undefined || patch === '' ? [] : ['', ...patchLines(patch, show)];
  return [
    ...verdict,
    '',
    ...tableText(changesOf(decision, edit), show),
    '',
    ...target.assumptions.flatMap((text) => paragraph('    Taken for granted: ', show(text))),
    ...(edit === undefined ? [] : useText(decision.function.label, edit, { show, isRefused: refused !== undefined })),
    ...(refused === undefined ? [] : paragraph('    It cannot be written here: ', `${show(refused)}.`)),
    ...written,
  ];
}

/** Tabs do a terminal no harm, and are a part of what the patch says. */
function patchLines(patch: string, show: Show): readonly string[] {
  const lines = patch.trimEnd().split('\n');
  return lines.map((line) => line.split('\t').map(show).join('\t'));
}

function verdictText(kind: 'safe' | 'guarded', { states, files, guards }: Target): string {
  if (kind === 'safe') return 'Safe: the state can make the call itself, and does the same for every input.';
  const end = guards.length === 0 ? '.' : ':';
  if (files.length > 0)
    return `Guarded: the call can leave the function, which is split in two around it; all is the same, or fails before the call${end}`;
  if (states.length > 1)
    return `Guarded: ${String(states.length)} states can stand in the place of the function; they do the same, or fail before they call a model${end}`;
  return `Guarded: the state can make the call itself, and does the same, or fails before it calls${end}`;
}

/** With what the edit changes besides the state. */
function changesOf(decision: Decision, edit: MigrationEdit | undefined): readonly Change[] {
  const { outcome } = decision;
  const own = outcome.kind === 'safe' || outcome.kind === 'guarded' ? outcome.target.changes : [];
  return [...own, ...(edit?.changes ?? [])];
}

const COLUMN = Math.max(...ASPECTS.map((aspect) => aspect.length)) + 2;

function tableText(changes: readonly Change[], show: Show): readonly string[] {
  return ASPECTS.flatMap((aspect) => {
    const texts = changes.filter((change) => change.aspect === aspect).map(({ text }) => text);
    const head = `    ${aspect.padEnd(COLUMN)}`;
    if (texts.length === 0) return [`${head}equal`];
    return texts.flatMap((text, i) =>
      paragraph(i === 0 ? `${head}changed  ` : ' '.repeat(head.length + 9), show(text)),
    );
  });
}

interface Telling {
  readonly show: Show;
  readonly isRefused: boolean;
}

function useText(label: string, { use, removed }: MigrationEdit, { show, isRefused }: Telling): readonly string[] {
  if (use.kind === 'used')
    return paragraph('    ', `${show(label)} stays as long as it is used by ${show(use.by.join(', '))}.`);
  if (use.kind === 'unseen')
    return paragraph(
      '    ',
      `Nothing else of the machine runs ${show(label)}; take it out where the program needs it no more.`,
    );
  const others = use.others.length === 0 ? '' : `, and with it ${show(use.others.join(', '))}`;
  if (isRefused) return paragraph('    ', `${show(label)} would be unused then${others}.`);
  const text = removed
    ? `${show(label)} is taken out of the template${others}.`
    : `${show(label)} is unused then${others}; --remove-functions takes it out of the template.`;
  return paragraph('    ', text);
}

export function renderJson(machines: readonly ShownMachine[]): string {
  const shown = machines.map(({ name, file, tasks }) => ({ name, file, tasks: tasks.map(taskJson) }));
  return `${JSON.stringify({ machines: shown, summary: countsOf(machines.flatMap(({ tasks }) => tasks)) }, null, 2)}\n`;
}

function taskJson({ decision, migration, edit, patch, refused }: ShownTask): object {
  const { state, outcome } = decision;
  const span = spanOf(state.key);
  const base = {
    state: statePath(state),
    pointer: state.pointer,
    line: span.file.position(span.start).line,
    function: migration.functionName,
    source: migration.code ?? null,
    calls: migration.calls,
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
        split: outcome.split.map(reasonJson),
        ...(outcome.proposal === undefined ? {} : { proposal: proposalJson(outcome.proposal, reasonJson) }),
      };
    case 'safe':
    case 'guarded': {
      const changes = changesOf(decision, edit);
      return {
        ...base,
        subject: outcome.subject,
        ...outcome.target,
        state: statePath(state),
        changes,
        aspects: Object.fromEntries(
          ASPECTS.map((aspect) => [aspect, changes.filter((one) => one.aspect === aspect).map(({ text }) => text)]),
        ),
        ...(edit === undefined ? {} : { functionUse: edit.use }),
        ...(refused === undefined ? {} : { refused }),
        ...(patch === undefined ? {} : { patch }),
      };
    }
  }
}

function reasonJson({ gate, message, unblock, span }: Reason): object {
  const place = span === undefined ? undefined : span.file.position(span.start);
  return { gate, message, unblock, ...(span === undefined ? {} : { file: span.file.path, ...place }) };
}
