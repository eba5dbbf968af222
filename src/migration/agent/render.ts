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
  const template = {
    ...(Object.keys(parameters).length === 0 ? {} : { Parameters: parameters }),
    Resources: resources,
  };
  return [
    '    As a hosted agent it could be this (a plan, never applied):',
    '      In the template:',
    ...written(template, show),
    '      In DefinitionSubstitutions of the machine:',
    ...written(substitutions, show),
    '      In the place of the state:',
    ...written(Object.fromEntries(states.map(({ name, state }) => [name, state])), show),
    `      The role of the machine needs ${permissions.join(' and ')}, on the harness.`,
    ...leftOut.map((reason) => `      - ${place(reason)}${show(reason.message)}. ${show(reason.unblock)}`),
    ...notes.map((note) => `      - ${show(note)}`),
  ];
}

function written(value: Json, show: (text: string) => string): readonly string[] {
  return JSON.stringify(value, null, 2)
    .split('\n')
    .map((line) => `        ${show(line)}`);
}

export function proposalJson({ leftOut, ...proposal }: Proposal, reason: (one: Reason) => object): object {
  return { ...proposal, leftOut: leftOut.map(reason) };
}
