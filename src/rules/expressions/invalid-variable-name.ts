/**
 * An `Assign` key that cannot be the name of a variable. Whether the service refuses the definition was not recorded;
 * the developer guide gives the syntax. A name may begin with an underscore here, which the guide leaves in doubt.
 */
import { describePartFirst } from '../../asl/describe-part.ts';
import { RESERVED_VARIABLES } from '../../aws/variable-limits.ts';
import { isTemplateMember } from '../../expr/reference-text.ts';
import { hasPlaceholder } from '../../text/placeholders.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import type { Entry, ObjectNode } from '../../tree/node.ts';
import { defineRule } from '../rule.ts';

let identifier: RegExp | undefined;

/** An identifier of Unicode's Annex 31. Its expression is made when first needed: V8 reads the tables of Unicode for it. */
function isIdentifier(name: string): boolean {
  identifier ??= /^[\p{ID_Start}_]\p{ID_Continue}*$/u;
  return identifier.test(name);
}

export default defineRule(
  {
    id: 'invalid-variable-name',
    category: 'expressions',
    summary: 'An `Assign` names a variable in a way that Step Functions does not allow.',
    why:
      'The name of a variable begins with a letter, goes on with letters, digits and underscores (an identifier of ' +
      "Unicode's Annex 31), and has at most 80 characters. `states` is reserved. An `Assign` sets " +
      'whole variables: `x.y` or `x[2]` does not set a part of `x`. A name that is none of these cannot be read back, ' +
      'for `$my-name` is a subtraction in JSONata and no path in JSONPath.',
    remedy: 'Rename the variable, here and where it is read; assign a whole object to change a part of it.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety: 'The variable can be read from then on. Offered for a dollar sign in front of the name alone.',
    messages: {
      syntax: {
        text: '{Part} assigns a variable named "{name}", which is no name that a variable can have: letters, digits and underscores, a letter first.',
        help: 'Rename the variable.',
      },
      dollar: {
        text: '{Part} assigns a variable named "{name}": the dollar sign belongs to reading a variable, not to its name.',
        help: 'Write the name without the dollar sign.',
      },
      member: {
        text: '{Part} assigns "{name}", but an Assign sets whole variables and no parts of them.',
        help: 'Assign the whole of {variable}, with the changed part in it.',
      },
      reserved: {
        text: '{Part} assigns a variable named {name}, which Step Functions keeps for itself.',
        help: 'Rename the variable.',
      },
      length: {
        text: '{Part} assigns a variable whose name has {length} characters, where {limit} are the most.',
        help: 'Shorten the name.',
      },
    },
    references: ['AWS Step Functions developer guide: Passing data between states with variables'],
  },
  {
    part(part, context) {
      const assign = part.node.get('Assign');
      if (assign?.kind !== 'object') return;
      const limit = context.facts.limits.variableNameCharacters;
      for (const entry of assign.entries) {
        // Another rule says that such a key has no meaning in JSONata.
        if (part.language === 'JSONata' && isDollarKey(entry)) continue;
        const name = part.language === 'JSONata' ? entry.key.value : entry.key.value.replace(/\.\$$/, '');
        const message = hasPlaceholder(entry.key.value) ? undefined : faultOf(name, limit);
        if (message === undefined) continue;
        const [variable = name] = name.split(/[.[]/, 1);
        const data = { Part: describePartFirst(part), name, variable, length: lengthOf(name), limit };
        const fix = message === 'dollar' ? withoutDollar(assign, entry) : undefined;
        context.report({ at: { key: entry.key }, message, data, fix });
      }
    },
  },
);

function withoutDollar(assign: ObjectNode, { key }: Entry): Fix | undefined {
  const name = key.value.slice(1);
  const bare = name.replace(/\.\$$/, '');
  const isThere = assign.entry(bare) !== undefined || assign.entry(`${bare}.$`) !== undefined;
  if (isThere || assign.isOpen || RESERVED_VARIABLES.includes(bare)) return undefined;
  return { title: `Rename it to ${name}`, safety: 'unsafe', edits: [edit.rename(key, name)] };
}

function faultOf(name: string, limit: number): string | undefined {
  if (RESERVED_VARIABLES.includes(name)) return 'reserved';
  if (isIdentifier(name)) return lengthOf(name) > limit ? 'length' : undefined;
  if (name.startsWith('$') && isIdentifier(name.slice(1))) return 'dollar';
  const [variable = ''] = name.split(/[.[]/, 1);
  return variable !== name && isIdentifier(variable) ? 'member' : 'syntax';
}

function isDollarKey({ key, value }: Entry): boolean {
  if (value.kind === 'unknown') return key.value.endsWith('.$');
  return value.kind === 'string' && isTemplateMember(key.value, value.value);
}

function lengthOf(name: string): number {
  return Array.from(name).length;
}
