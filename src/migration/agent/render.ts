/** A proposal as text for a person, and as JSON for a program. */
import type { Json } from '../../handlers/ir.ts';
import type { Reason } from '../reason.ts';
import type { Proposal } from './proposal.ts';

/** `show` makes text of a user's file fit for a terminal; `place` says where a reason is. */
export function proposalText(
  proposal: Proposal,
  show: (text: string) => string,
  place: (reason: Reason) => string,
): readonly string[] {
  const { parameters, resources, substitutions, states, permissions, notes, leftOut } = proposal;
  const template = { ...section('Parameters', parameters), ...section('Resources', resources) };
  return [
    '    With a hosted agent it could be this (a plan, never applied):',
    ...titled('In the template:', template, show),
    ...titled('In DefinitionSubstitutions of the machine:', substitutions, show),
    ...titled('In the place of the state:', Object.fromEntries(states.map(({ name, state }) => [name, state])), show),
    `      The role of the machine needs ${permissions.join(' and ')}, on the harness.`,
    ...leftOut.map((reason) => `      - ${place(reason)}${show(reason.message)}. ${show(reason.unblock)}`),
    ...notes.map((note) => `      - ${show(note)}`),
  ];
}

type Fields = Readonly<Record<string, Json>>;

function section(name: string, members: Fields): Fields {
  return Object.keys(members).length === 0 ? {} : { [name]: members };
}

/** Nothing for nothing. */
function titled(title: string, value: Fields, show: (text: string) => string): readonly string[] {
  return Object.keys(value).length === 0 ? [] : [`      ${title}`, ...written(value, show)];
}

function written(value: Json, show: (text: string) => string): readonly string[] {
  return JSON.stringify(value, null, 2)
    .split('\n')
    .map((line) => `        ${show(line)}`);
}

export function proposalJson({ leftOut, ...proposal }: Proposal, reason: (one: Reason) => object): object {
  return { ...proposal, leftOut: leftOut.map(reason) };
}
