/** A JSONPath choice rule that does not say exactly one thing. */
import { FIELDS } from '../../asl/fields.ts';
import { defineRule } from '../rule.ts';
import type { Part } from '../../asl/parts.ts';
import type { Entry, Node } from '../../tree/node.ts';

export default defineRule(
  {
    id: 'ambiguous-choice-rule',
    category: 'structure',
    summary: 'A choice rule has no operator, several, or an operator without a variable.',
    why:
      'A JSONPath rule compares one `Variable` by one operator, or combines other rules by one of `And`, `Or` and ' +
      '`Not`. Step Functions refuses a definition with a rule that does less or more, so the deployment fails.',
    remedy: 'Give the rule one `Variable` and one operator, or one of `And`, `Or`, `Not`.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      none: {
        text: 'A choice rule of state "{state}" has no operator: Step Functions refuses the definition.',
        help: 'Add one comparison, or And, Or or Not.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      several: {
        text: 'A choice rule of state "{state}" has both {first} and {second}: Step Functions refuses the definition.',
        help: 'Keep one, or combine two rules by And or Or.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      variable: {
        text: 'A choice rule of state "{state}" has a Variable beside {first}, which combines rules and compares nothing itself.',
        help: 'Move Variable into one of the combined rules, or remove it.',
        severity: 'warning',
      },
      noVariable: {
        text: 'A choice rule of state "{state}" has {first} but no Variable to compare: Step Functions refuses the definition.',
        help: 'Add Variable.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
    },
    references: ['AWS Step Functions developer guide: Choice workflow state'],
  },
  {
    part(part, context) {
      if (!isJsonPathRule(part) || part.node.isOpen) return;
      const data = { state: part.state?.name ?? '' };
      const operators = part.node.entries.filter(({ key }) => OPERATORS.has(key.value));
      // What the service makes of an operator that is null is not known.
      if (operators.some(({ value }) => value.kind === 'null' || mayBeAbsent(value))) return;
      const [first, second] = operators;
      if (first === undefined) {
        if (!saysOtherwise(part)) context.report({ at: part.node, message: 'none', data });
        return;
      }
      const names = { ...data, first: first.key.value };
      if (second !== undefined && second.key.value !== first.key.value) {
        const related = [{ at: { key: first.key }, note: 'the other operator' }];
        context.report({
          at: { key: second.key },
          message: 'several',
          data: { ...names, second: second.key.value },
          related,
        });
      } else if (isCombinator(first)) {
        const variable = part.node.entry('Variable');
        if (variable !== undefined && !mayBeAbsent(variable.value))
          context.report({ at: { key: variable.key }, message: 'variable', data: names });
      } else if (part.node.get('Variable') === undefined) {
        context.report({ at: { key: first.key }, message: 'noVariable', data: names });
      }
    },
  },
);

const NO_OPERATORS = ['Variable', 'Comment', 'Condition', 'Next', 'Assign', 'Output'];

const OPERATORS: ReadonlySet<string> = new Set(
  FIELDS.choiceRule.map(({ name }) => name).filter((name) => !NO_OPERATORS.includes(name)),
);

/** An unknown field may be the operator, misspelt, and `Condition` is JSONata: other rules speak of them. */
function saysOtherwise({ node }: Part): boolean {
  return node.entries.some(({ key }) => key.value === 'Condition' || !KNOWN_FIELDS.has(key.value));
}

const KNOWN_FIELDS: ReadonlySet<string> = new Set(FIELDS.choiceRule.map(({ name }) => name));

function isJsonPathRule({ kind, language }: Part): boolean {
  return language === 'JSONPath' && (kind === 'choiceRule' || kind === 'nestedChoiceRule');
}

function mayBeAbsent(value: Node): boolean {
  return value.kind === 'unknown' && value.mayBeAbsent;
}

function isCombinator({ key }: Entry): boolean {
  return key.value === 'And' || key.value === 'Or' || key.value === 'Not';
}
