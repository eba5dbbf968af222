/** A field of the other query language. */
import { describePartFirst } from '../../asl/describe-part.ts';
import { UNCONFIRMED_PARTS } from '../../asl/fields.ts';
import { takesField, writtenFields } from '../../asl/parts.ts';
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
    fix: 'none',
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
      if (language === 'unknown') return;
      for (const { key, meta } of writtenFields(part)) {
        if (meta === undefined || takesField(meta.languages, language)) continue;
        const other = language === 'JSONata' ? 'JSONPath' : 'JSONata';
        const data = { Part: describePartFirst(part), language, field: key.value, other };
        const { counterpart } = meta;
        if (UNCONFIRMED_PARTS.includes(part.kind)) context.report({ at: { key }, message: 'unconfirmed', data });
        else if (counterpart === undefined) context.report({ at: { key }, message: 'remove', data });
        else context.report({ at: { key }, message: 'replace', data: { ...data, counterpart } });
      }
    },
  },
);
