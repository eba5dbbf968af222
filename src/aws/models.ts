/**
 * What is known of models by their ids, as of 2026-08: tier, family of request bodies, and which are no longer offered.
 * Sources: Bedrock user guide, «Models at a glance», model cards, «Inference profiles», and the page on the request
 * parameters of each model family. That Sonnet is a medium model is stated there; the other tiers are our own
 * classification by size and price. An id that no row names is of no known tier.
 */

import type { ModelPrices } from './prices.ts';

export type ModelTier = 'small' | 'medium' | 'large';

/** Models whose request bodies have one shape. */
export type BodyFamily = 'claude' | 'nova' | 'llama' | 'command-r' | 'titan-text';

export const MODEL_TIER_NAMES: readonly ModelTier[] = ['small', 'medium', 'large'];

export const BODY_FAMILY_NAMES: readonly BodyFamily[] = ['claude', 'nova', 'llama', 'command-r', 'titan-text'];

/** What a user says of the models whose ids fit a pattern. What an entry leaves out is as in the tables below. */
export interface OwnModel {
  /** Of ids and ARNs; `*` stands for any characters. */
  readonly pattern: string;
  /** `unknown`: nothing is to be said of its tier. */
  readonly tier?: ModelTier | 'unknown';
  readonly family?: BodyFamily | 'unknown';
  readonly writesText?: boolean;
  /** The first day on which it is not offered; false when it is offered, whatever the tables say. */
  readonly retired?: string | false;
  readonly prices?: ModelPrices;
}

/** Of system inference profiles, before the id of the model; which Regions they lead to may depend on the source. */
export const PROFILE_PREFIX = /^(?:us|eu|apac|au|jp|global)\./;

/** Nothing is known of the tier of these, whatever else their ids hold. */
export const UNTIERED: readonly RegExp[] = [
  /claude-fable-/,
  /claude-mythos-/,
  /^openai\.gpt-[56]/,
  /grok/,
  /kimi/,
  /glm/,
  /minimax/,
];

/** Embeddings, images, speech, video and ranking: they answer with no text, so that tier and output length say nothing. */
export const NO_TEXT_MODELS: readonly RegExp[] = [
  /embed/,
  /rerank/,
  /image/,
  /^amazon\.nova-(?:canvas|reel|sonic)/,
  /^amazon\.nova-2-sonic/,
  /^stability\./,
  /^luma\./,
  /^twelvelabs\./,
  /voxtral/,
];

/** The first row that matches counts. */
export const MODEL_TIERS: readonly (readonly [tier: ModelTier, id: RegExp])[] = [
  ['small', /haiku|nova-micro|nova-lite|nova-2-lite|ministral|mistral-7b|mistral-small|jamba-1-5-mini|gpt-oss-20b/],
  ['small', /nano|flash|-(?:1|3|8)b(?![0-9a-z])/],
  ['large', /opus|nova-premier|mistral-large|command-r-plus|maverick|deepseek|(?:405|235|480)b/],
  ['medium', /sonnet|nova-pro|mixtral|command-r(?!-plus)|gpt-oss-120b|scout|qwen3-32b/],
  ['medium', /-(?:1[1-9]|[2-6]\d|70)b(?![0-9a-z])/],
];

export const BODY_FAMILIES: readonly (readonly [family: BodyFamily, id: RegExp])[] = [
  // Claude 2 and Instant took a prompt in place of messages as well.
  ['claude', /^anthropic\.claude-(?!v\d|instant)/],
  ['nova', /^amazon\.nova-(?:micro|lite|pro|premier|2-lite)/],
  ['llama', /^meta\.llama/],
  ['command-r', /^cohere\.command-r/],
  ['titan-text', /^amazon\.titan-text-/],
];

/** When the list of models was read, and where. */
export const MODELS_DATE = '2026-08';
export const MODELS_SOURCE = 'Amazon Bedrock user guide: Models at a glance';

/** No longer among the models that Bedrock lists. */
export const RETIRED_MODELS: readonly RegExp[] = [
  /^amazon\.titan-text-/,
  /^cohere\.command-text-/,
  /^anthropic\.claude-(?:v[12]|instant)/,
  /^anthropic\.claude-3-sonnet-/,
  /^anthropic\.claude-3-5-sonnet-/,
  /^anthropic\.claude-3-7-sonnet-/,
  /^anthropic\.claude-3-opus-/,
  /^ai21\.j2-/,
];
