/** A field that a part of a definition cannot do without. */
import { fitsType, onlyType } from '../../analysis/fitting-fields.ts';
import type { Analyses } from '../../analysis/index.ts';
import { describePart, describePartFirst } from '../../asl/describe-part.ts';
import { FIELD_DEMANDS, ONE_OF_FIELDS, UNCONFIRMED_PARTS } from '../../asl/fields.ts';
import { fieldMeta, fieldsInLanguage, isDemanded } from '../../asl/parts.ts';
import type { FieldMeta } from '../../asl/fields.ts';
import type { Part } from '../../asl/parts.ts';
import type { State } from '../../asl/model.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import { onlyNearName } from '../../text/near-name.ts';
import { defineRule } from '../rule.ts';
import type { Target } from '../rule.ts';

export default defineRule(
  {
    id: 'missing-field',
    category: 'structure',
    summary: 'A part of the definition lacks a field that it needs.',
    why: 'Step Functions refuses a definition in which a required field is missing, so the deployment fails.',
    remedy: 'Add the field.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',
    fixSafety:
      'Added only where nothing else can be meant: the `Type` that alone has the fields of the state, or that stands ' +
      'under a misspelt name; `"End": true` in the only state that neither leads on nor ends, where nothing else ends ' +
      'the machine and every state is reached.',
    messages: {
      field: {
        text: '{Part} has no {field}: Step Functions refuses the definition.',
        help: 'Add {field} to {part}.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      oneOf: {
        text: '{Part} has none of {field}: Step Functions refuses the definition.',
        help: 'Give it one of them.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      unconfirmed: {
        text: '{Part} has no {field}, which it needs to work.',
        help: 'Add {field} to {part}.',
        severity: 'warning',
      },
      unconfirmedOneOf: {
        text: '{Part} has none of {field}, and needs one of them to work.',
        help: 'Give it one of them.',
        severity: 'warning',
      },
      demanded: {
        text: '{Part} has {because} but no {field}, which that needs.',
        help: 'Add {field} to {part}.',
        severity: 'warning',
      },
      batch: {
        text: '{Part} has none of {field}, so it makes no batches.',
        help: 'Give it one of them.',
        severity: 'warning',
      },
    },
    references: [
      'AWS Step Functions developer guide: State machine structure in Amazon States Language',
      'AWS Step Functions developer guide: ItemReader, ResultWriter, Using Map state in Distributed mode',
    ],
  },
  {
    state(state, context) {
      if (state.node.isOpen || state.node.get('Type') !== undefined) return;
      const part = `state "${state.name}"`;
      const data = { part, Part: `State "${state.name}"`, field: 'Type' };
      context.report({ at: { key: state.key }, message: 'field', data, fix: typed(state) });
    },
    part(part, context) {
      if (part.node.isOpen) return;
      const report = (message: string, field: string, because = '', fix?: Fix): void => {
        const data = { part: describePart(part), Part: describePartFirst(part), field, because };
        context.report({ at: ownerOf(part), message, data, fix });
      };
      for (const field of fieldsInLanguage(part)) {
        if (!field.required || part.node.get(field.name) !== undefined || hasCounterpart(part, field)) continue;
        if (part.language === 'unknown' && field.languages !== 'both') continue;
        report(UNCONFIRMED_PARTS.includes(part.kind) ? 'unconfirmed' : 'field', field.name);
      }
      const demands = missingByDemand(part);
      for (const { because, field } of demands) report('demanded', field, because);
      for (const group of ONE_OF_FIELDS[part.kind] ?? []) {
        if (demands.length > 0 || group.some((name) => part.node.get(name) !== undefined)) continue;
        const shown = fieldsInLanguage(part).filter(({ name }) => group.includes(name) && !ALTERNATIVES.includes(name));
        const fix = group.includes('End') ? ended(part, context.analyses) : undefined;
        report(oneOfMessage(part, shown.length), shown.map(({ name }) => name).join(', '), '', fix);
      }
    },
  },
);

function typed(state: State): Fix | undefined {
  const { node } = state;
  const [misspelt, other] = node.entries.filter(({ key }) => onlyNearName(key.value, ['Type']) !== undefined);
  if (misspelt === undefined) {
    const type = onlyType(state);
    return type && { title: `Set Type to ${type}`, safety: 'safe', edits: [edit.set(node, 'Type', type)] };
  }
  const { key, value } = misspelt;
  const type = value.kind === 'string' ? STATE_TYPES.find((name) => name === value.value) : undefined;
  if (other !== undefined || type === undefined || !fitsType(state, type, key.value)) return undefined;
  return { title: `Rename ${key.value} to Type`, safety: 'safe', edits: [edit.rename(key, 'Type')] };
}

const STATE_TYPES = ['Task', 'Pass', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map'] as const;

/** A field that does not exist may be the one that is missing, misspelt. */
function ended({ state, node, fields }: Part, { onlyEndOf }: Analyses): Fix | undefined {
  if (state === undefined || node !== state.node || fields.some(({ meta }) => meta === undefined)) return undefined;
  if (onlyEndOf(state.machine) !== state) return undefined;
  return { title: 'Set End to true', safety: 'safe', edits: [edit.set(node, 'End', true)] };
}

interface MissingField {
  /** What asks for it. */
  readonly because: string;
  readonly field: string;
}

function missingByDemand(part: Part): readonly MissingField[] {
  return (FIELD_DEMANDS[part.kind] ?? []).flatMap((demand) => {
    const { field, values, needs = [] } = demand;
    // What is there in the other query language is wrong, and nothing is forgotten.
    if (!isDemanded(demand, part) || needs.some((name) => part.node.get(name) !== undefined)) return [];
    const taken = fieldsInLanguage(part).filter(({ name }) => needs.includes(name));
    const because = values === undefined ? field : `${field} ${values.join(', ')}`;
    return taken.length === 0 ? [] : [{ because, field: taken.map(({ name }) => name).join(' or ') }];
  });
}

/** A field of the other query language that does the same: that one is wrong, and nothing is forgotten. */
function hasCounterpart(part: Part, { name }: FieldMeta): boolean {
  return part.node.entries.some(({ key }) => fieldMeta(part.kind, key.value)?.counterpart === name);
}

function oneOfMessage({ kind }: Part, count: number): string {
  if (kind === 'itemBatcher') return 'batch';
  if (UNCONFIRMED_PARTS.includes(kind)) return 'unconfirmedOneOf';
  return count === 1 ? 'field' : 'oneOf';
}

/** Other spellings of a field, which the message need not offer. */
const ALTERNATIVES: readonly string[] = ['Iterator', 'RoleArn.$'];

/** A part of a state stands at its own opening bracket, everything else at the key of what lacks the field. */
function ownerOf(part: Part): Target {
  const isWhole = part.kind === 'machine' || (part.state !== undefined && part.node === part.state.node);
  if (!isWhole || part.owner === undefined) return part.node;
  return { key: part.owner };
}
