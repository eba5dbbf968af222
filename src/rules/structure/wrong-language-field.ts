/** A field of the other query language. */
import { describePartFirst } from '../../asl/describe-part.ts';
import { UNCONFIRMED_PARTS } from '../../asl/fields.ts';
import { takesField, writtenFields } from '../../asl/parts.ts';
import type { Part, WrittenField } from '../../asl/parts.ts';
import type { Fix } from '../../fixers/fix.ts';
import { inOwnLanguage } from '../../fixers/other-language.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'wrong-language-field',
    category: 'structure',
    summary: 'A field belongs to the other query language than the one its state uses.',
    why:
      'A state uses JSONPath or JSONata, as it says itself or its machine says for all. Step Functions refuses a ' +
      'definition with a field of the other language, so the deployment fails.',
    remedy: 'Use the field that does the same in this language, or change the `QueryLanguage` of the state.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',
    fixSafety:
      'A field is renamed to the one that does the same only where its value means the same under that name, and removed ' +
      'only where it says what holds anyway (`"InputPath": "$"`). A state that names no language and is written in ' +
      'JSONata throughout gets `"QueryLanguage": "JSONata"`. In readers, batchers and writers the fix is unsafe: no ' +
      'verdict of the service on the field is known.',
    messages: {
      replace: {
        text: '{Part} uses {language}, where {field} does not exist: Step Functions refuses the definition.',
        help: 'Use {counterpart}.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      unconfirmed: {
        text: '{Part} uses {language}, where {field} does not exist.',
        help: 'Use the field of {language} that does the same.',
        severity: 'warning',
      },
      remove: {
        text: '{Part} uses {language}, where {field} does not exist: Step Functions refuses the definition.',
        help: 'Remove it, or set QueryLanguage of the state to {other}.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
    },
    references: ['AWS Step Functions developer guide: Transforming data with JSONata in Step Functions'],
  },
  {
    part(part, context) {
      const { language } = part;
      // A rule within a rule that combines: And, Or or Not of the outer one is said to be wrong.
      if (language === 'unknown' || (part.kind === 'nestedChoiceRule' && language === 'JSONata')) return;
      // Where the language of the state itself is refused, the service then leaves its fields alone (recorded 2026-09).
      if (language === 'JSONPath' && part.machine.queryLanguage !== 'JSONPath') return;
      for (const field of wrongFields(part)) {
        const { key, meta } = field;
        const other = language === 'JSONata' ? 'JSONPath' : 'JSONata';
        const data = { Part: describePartFirst(part), language, field: key.value, other };
        const counterpart = meta?.counterpart;
        const correction = inOwnLanguage(part, field);
        const isUnconfirmed = UNCONFIRMED_PARTS.includes(part.kind);
        const fix: Fix | undefined = correction && { ...correction, safety: isUnconfirmed ? 'unsafe' : 'safe' };
        if (isUnconfirmed) context.report({ at: { key }, message: 'unconfirmed', data, fix });
        else if (counterpart === undefined) context.report({ at: { key }, message: 'remove', data, fix });
        else context.report({ at: { key }, message: 'replace', data: { ...data, counterpart }, fix });
      }
    },
  },
);

/** All that are wrong; of a choice rule the first, since its comparison is one whatever number of fields it has. */
function wrongFields(part: Part): readonly WrittenField[] {
  const wrong = writtenFields(part).filter(
    ({ meta }) => meta !== undefined && !takesField(meta.languages, part.language),
  );
  const isFirst = ({ meta }: WrittenField, i: number): boolean =>
    wrong.findIndex((other) => other.meta?.counterpart === meta?.counterpart) === i;
  return part.kind === 'choiceRule' ? wrong.filter(isFirst) : wrong;
}
