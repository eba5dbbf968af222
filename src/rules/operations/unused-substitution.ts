/**
 * A value in `DefinitionSubstitutions` that no placeholder of the definition uses. Comments of the definition and other
 * substitutions count as uses; a definition of which a part is decided at deployment is not judged.
 */
import type { WrittenPlaceholders } from '../../analysis/placeholders.ts';
import { placeholdersIn, placeholdersOf } from '../../analysis/placeholders.ts';
import type { Declaration, Machine } from '../../asl/model.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import { writtenProperties, writtenSubstitutions } from '../../fixers/template-tables.ts';
import { nearName } from '../../text/near-name.ts';
import { findPlaceholders } from '../../text/placeholders.ts';
import type { ObjectNode } from '../../tree/node.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'unused-substitution',
    category: 'operations',
    summary: 'A substitution is given that no placeholder of the definition uses.',
    why:
      'The value never reaches the definition. Either it is left over from an earlier version, or the placeholder that ' +
      'was meant to take it is misspelt or written out as a constant: then the machine uses something else than the ' +
      'template says.',
    remedy: 'Remove the entry, or use it in the definition as `${Name}`.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',
    fixSafety:
      'The entry is removed, and with the last one `DefinitionSubstitutions` itself. Where a placeholder without a ' +
      'value has a similar name, the entry may be meant for it: the fix is a plan.',
    needsTemplate: true,
    messages: {
      unused: {
        text: 'State machine "{machine}" gives the substitution {name}, and its definition has no placeholder of that name: the value never reaches it.',
        help: 'Remove it, or use it in the definition{near}.',
      },
    },
    references: ['AWS CloudFormation user guide: AWS::StepFunctions::StateMachine, DefinitionSubstitutions'],
  },
  {
    machine(machine, context) {
      const declarations = machine.declarations.filter(({ substitutions }) => (substitutions?.entries.length ?? 0) > 0);
      if (declarations.length === 0) return;
      const written = placeholdersOf(machine);
      if (hasUnreadParts(written)) return;
      const used = usedNames(machine, written);
      for (const declaration of declarations) {
        const unfilled = [...used].filter((name) => declaration.substitutions?.entry(name) === undefined);
        const unused = unusedKeys(declaration, used).map((key) => ({ key, meant: nearAny(key.value, unfilled) }));
        const uselessCount = unused.filter(({ meant }) => meant === undefined).length;
        for (const { key, meant } of unused) {
          const name = key.value;
          const near = nearName(name, used);
          const hint = near === undefined ? '' : `, which has a placeholder ${near}`;
          const data = { machine: declaration.name, name, near: hint };
          const fix = meant === undefined ? removal(declaration, name, uselessCount) : planFor(meant, name);
          context.report({ at: { key }, message: 'unused', data, declaration, fix });
        }
      }
    },
  },
);

/** A name that is near, be it one of several. */
function nearAny(name: string, known: readonly string[]): string | undefined {
  return known.find((candidate) => nearName(name, [candidate]) !== undefined);
}

function planFor(near: string, name: string): Fix {
  return { title: `Write \${${near}} as \${${name}}, or remove the entry`, safety: 'plan', edits: [] };
}

function removal(declaration: Declaration, name: string, uselessCount: number): Fix | undefined {
  const table = writtenSubstitutions(declaration);
  const properties = writtenProperties(declaration);
  if (declaration.substitutionsAreOpen || table === undefined || properties === undefined) return undefined;
  if (table.entries.filter(({ key }) => key.value === name).length !== 1) return undefined;
  if (uselessCount === table.entries.length) {
    return { title: 'Remove DefinitionSubstitutions', safety: 'safe', edits: [edit.remove(properties, TABLE)] };
  }
  return { title: 'Remove it', safety: 'safe', edits: [edit.remove(table, name)] };
}

const TABLE = 'DefinitionSubstitutions';

/** Other functions than references may bring text with placeholders into an inline definition. */
function hasUnreadParts({ references }: WrittenPlaceholders): boolean {
  return references.some(({ name }) => !/^(?:AWS::\w+|[A-Za-z0-9]+(?:\.[\w.]+)?)$/.test(name) || name === 'value');
}

/** Every name in the text of the definition, wherever it stands, and in the values that its escapes spell. */
function usedNames(machine: Machine, { placeholders, references }: WrittenPlaceholders): ReadonlySet<string> {
  const written = findPlaceholders(definitionText(machine)).map(({ name }) => name);
  const read = [...placeholders, ...references].map(({ name }) => name);
  return new Set([...written, ...read].flatMap((name) => [name, ...name.split(',').map((part) => part.trim())]));
}

/** The whole text of a definition file; of an inline definition, its own. */
function definitionText({ written, declarations }: Machine): string {
  const { text } = written.layer;
  const isInline = declarations.some(({ definition }) => definition.kind === 'inline');
  return isInline ? text.slice(written.start, written.end) : text;
}

function unusedKeys(
  { substitutions }: Declaration,
  used: ReadonlySet<string>,
): readonly ObjectNode['entries'][0]['key'][] {
  if (substitutions === undefined) return [];
  const inValues = new Set(
    substitutions.entries.flatMap(({ value }) =>
      value.kind === 'unknown'
        ? placeholdersIn(value, value.template ?? '')
            .filter(isLiteral)
            .map(nameOf)
        : [],
    ),
  );
  return substitutions.entries
    .map(({ key }) => key)
    .filter(({ value }) => !used.has(value) && !inValues.has(value) && /^[\w.:-]+$/.test(value));
}

function isLiteral({ isReference }: { readonly isReference: boolean }): boolean {
  return !isReference;
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}
