/**
 * What the `data` of a configuration says of limits, models and prices, put before the shipped tables. It goes by names
 * and types alone: whether a number is true, the user knows better. `scripts/configuration-schema.ts` says the same to
 * editors.
 */
import { SHIPPED_FACTS } from '../aws/facts.ts';
import type { Facts } from '../aws/facts.ts';
import { BODY_FAMILY_NAMES, MODEL_TIER_NAMES } from '../aws/models.ts';
import type { OwnModel } from '../aws/models.ts';
import type { ModelPrices, TransitionPrice } from '../aws/prices.ts';
import type { Entry, Node } from '../tree/node.ts';
import { configurationError } from './configuration-file.ts';
import { fieldsOf, objectOf, oneOf, textOf, wholeNumber, wordOf } from './configuration-values.ts';

const SECTIONS = ['limits', 'estimates', 'models', 'prices'] as const;
const MODEL_FIELDS = ['tier', 'family', 'writesText', 'retired', 'prices'] as const;
const MODEL_PRICES = ['inputPerMillionTokens', 'outputPerMillionTokens'] as const;
const TRANSITION_FIELDS = ['dollarsPerThousand', 'region', 'date'] as const;

export function readFacts(data: Node): Facts {
  const { limits, estimates, models, prices } = fieldsOf(data, SECTIONS, 'data');
  const shipped = SHIPPED_FACTS;
  return {
    limits: limits === undefined ? shipped.limits : readNumbers(limits, shipped.limits, limitOf),
    estimates: estimates === undefined ? shipped.estimates : readNumbers(estimates, shipped.estimates, positiveOf),
    models: models === undefined ? shipped.models : readModels(models),
    prices: prices === undefined ? shipped.prices : readPrices(prices.value),
  };
}

type Numbers<Name extends string> = Readonly<Record<Name, number>>;

function readNumbers<Name extends string>(
  { key, value }: Entry,
  shipped: Numbers<Name>,
  read: (entry: Entry) => number,
): Numbers<Name> {
  const numbers: Record<Name, number> = { ...shipped };
  const names = Object.keys(shipped) as Name[];
  const given = fieldsOf(value, names, key.value);
  for (const name of names) {
    const entry = given[name];
    if (entry !== undefined) numbers[name] = read(entry);
  }
  return numbers;
}

function limitOf(entry: Entry): number {
  return wholeNumber(entry, 1);
}

function positiveOf({ key, value }: Entry): number {
  if (value.kind === 'number' && Number.isFinite(value.value) && value.value > 0) return value.value;
  throw configurationError(value, `${key.value} takes a number above 0`);
}

function dollarsOf({ key, value }: Entry): number {
  if (value.kind === 'number' && Number.isFinite(value.value) && value.value >= 0) return value.value;
  throw configurationError(value, `${key.value} takes a number of dollars, from 0 on`);
}

/** The most particular pattern first, whatever their order in the file. */
function readModels({ key, value }: Entry): readonly OwnModel[] {
  const byPattern = new Map(objectOf(value, key.value).entries.map((entry) => [entry.key.value, readModel(entry)]));
  return [...byPattern.values()].sort((a, b) => lettersOf(b) - lettersOf(a) || (a.pattern < b.pattern ? -1 : 1));
}

function lettersOf({ pattern }: OwnModel): number {
  return pattern.replaceAll('*', '').length;
}

const PATTERN = /^[\w.:/*-]+$/;

function readModel({ key, value }: Entry): OwnModel {
  const pattern = key.value;
  if (!PATTERN.test(pattern)) {
    const rule = 'letters, digits and . _ : / -, and * for any characters';
    throw configurationError(key, `"${pattern}" names no model: ids and ARNs have ${rule}`);
  }
  const fields = fieldsOf(value, MODEL_FIELDS, `the model ${pattern}`);
  const { tier, family, writesText, retired, prices } = fields;
  return {
    pattern,
    ...(tier === undefined ? {} : { tier: oneOf(tier, [...MODEL_TIER_NAMES, 'unknown'] as const) }),
    ...(family === undefined ? {} : { family: oneOf(family, [...BODY_FAMILY_NAMES, 'unknown'] as const) }),
    ...(writesText === undefined ? {} : { writesText: booleanOf(writesText) }),
    ...(retired === undefined ? {} : { retired: retirementOf(retired) }),
    ...(prices === undefined ? {} : { prices: modelPricesOf(prices.value) }),
  };
}

function booleanOf({ key, value }: Entry): boolean {
  if (value.kind === 'boolean') return value.value;
  throw configurationError(value, `${key.value} takes true or false`);
}

/** A day as written: in YAML it may stand without quotes. */
function retirementOf({ key, value }: Entry): string | false {
  if (value.kind === 'boolean' && !value.value) return false;
  const text = wordOf(value);
  if (isDay(text)) return text;
  throw configurationError(value, `${key.value} takes a day such as 2026-10-01, or false`);
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** When a price was read: a month, or a day. */
function monthOf({ key, value }: Entry): string {
  const text = wordOf(value);
  if (isDay(/^\d{4}-\d{2}$/.test(text) ? `${text}-01` : text)) return text;
  throw configurationError(value, `${key.value} takes a month or a day such as 2026-10`);
}

function modelPricesOf(node: Node): ModelPrices {
  const { inputPerMillionTokens, outputPerMillionTokens } = fieldsOf(node, MODEL_PRICES, 'the prices of a model');
  return {
    ...(inputPerMillionTokens === undefined ? {} : { inputPerMillionTokens: dollarsOf(inputPerMillionTokens) }),
    ...(outputPerMillionTokens === undefined ? {} : { outputPerMillionTokens: dollarsOf(outputPerMillionTokens) }),
  };
}

function readPrices(node: Node): Facts['prices'] {
  const { standardTransition } = fieldsOf(node, ['standardTransition'] as const, 'prices');
  if (standardTransition === undefined) return SHIPPED_FACTS.prices;
  return { standardTransition: transitionPriceOf(standardTransition) };
}

/** Whole: a number of the user's with the Region or the date of ours would be a wrong quotation. */
function transitionPriceOf({ key, value }: Entry): TransitionPrice {
  const { dollarsPerThousand, region, date } = fieldsOf(value, TRANSITION_FIELDS, key.value);
  if (dollarsPerThousand === undefined || region === undefined || date === undefined) {
    throw configurationError(value, `${key.value} needs ${TRANSITION_FIELDS.join(', ')}`);
  }
  return {
    dollarsPerThousand: dollarsOf(dollarsPerThousand),
    region: textOf(region.value, region.key.value),
    date: monthOf(date),
  };
}
