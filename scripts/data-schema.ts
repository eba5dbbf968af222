/** The part of the configuration's schema on `data`: what `src/cli/configuration-data.ts` checks, from the same tables. */
import { ESTIMATES, LIMITS } from '../src/aws/limits.ts';
import type { NumberFact } from '../src/aws/limits.ts';
import { BODY_FAMILY_NAMES, MODEL_TIER_NAMES } from '../src/aws/models.ts';
import { STANDARD_TRANSITION } from '../src/aws/prices.ts';

type Schema = Readonly<Record<string, unknown>>;

export function dataSchema(): Schema {
  return object('Limits, models and prices that are other for you than in the tables of sfn-lint.', {
    limits: object('Quotas and defaults of AWS, by name.', numbers(LIMITS, { type: 'integer', minimum: 1 })),
    estimates: object('Estimates by name.', numbers(ESTIMATES, { type: 'number', exclusiveMinimum: 0 })),
    models: {
      description:
        'Models by id or ARN, in which `*` stands for any characters; with or without the prefix of an inference ' +
        'profile. Where several fit, the one with the most characters counts for each field that it has.',
      type: 'object',
      propertyNames: { pattern: '^[\\w.:/*-]+$' },
      additionalProperties: modelSchema(),
    },
    prices: object('Prices that a report quotes.', { standardTransition: transitionSchema() }),
  });
}

function object(description: string, properties: Schema): Schema {
  return { description, type: 'object', additionalProperties: false, properties };
}

function numbers(table: Readonly<Record<string, NumberFact>>, type: Schema): Schema {
  return Object.fromEntries(
    Object.entries(table).map(([name, { value, unit, description, date, source }]) => [
      name,
      { description: `${description} In ${unit}. ${value} as of ${date} (${source}).`, default: value, ...type },
    ]),
  );
}

function modelSchema(): Schema {
  return object('What is known of the models whose ids fit.', {
    tier: { description: 'How dear it is; unknown: nothing is said of it.', enum: [...MODEL_TIER_NAMES, 'unknown'] },
    family: { description: 'The shape of its request bodies.', enum: [...BODY_FAMILY_NAMES, 'unknown'] },
    writesText: { description: 'False for embeddings, images, speech and ranking.', type: 'boolean' },
    retired: {
      description: 'The first day on which it is not offered; false: it is offered, whatever the tables say.',
      anyOf: [{ type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' }, { const: false }],
    },
    prices: object('In dollars for a million tokens; a report shows them.', {
      inputPerMillionTokens: { type: 'number', minimum: 0 },
      outputPerMillionTokens: { type: 'number', minimum: 0 },
    }),
  });
}

function transitionSchema(): Schema {
  const { dollarsPerThousand, region, date, source } = STANDARD_TRANSITION;
  const shipped = `${dollarsPerThousand} in ${region} as of ${date} (${source})`;
  return {
    ...object(`Of 1,000 state transitions of a STANDARD machine, in dollars. ${shipped}.`, {
      dollarsPerThousand: { type: 'number', minimum: 0 },
      region: { description: 'Where it holds.', type: 'string' },
      date: { description: 'When you read it.', type: 'string', pattern: '^\\d{4}-\\d{2}(?:-\\d{2})?$' },
    }),
    required: ['dollarsPerThousand', 'region', 'date'],
  };
}
